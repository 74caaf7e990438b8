import { open, type FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { metadataText } from '@ropewalk-tests/archives';

const pieceBytes = 1024 * 1024;

/** Writes a wheel with one stored member of this many MiB, piece by piece, that every index would take but for its size. */
export async function writeBigWheel(path: string, mebibytes: number): Promise<void> {
  const piece = Buffer.from(Array.from({ length: pieceBytes }, (_, at) => (at * 2_654_435_761) >>> 24));
  const folder = 'big-1.0.dist-info';
  const small = [
    { name: `${folder}/METADATA`, content: metadataText({ headers: ['Name: big'] }) },
    { name: `${folder}/WHEEL`, content: 'Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n' },
    { name: `${folder}/RECORD`, content: ['big/data.bin', ...['METADATA', 'WHEEL', 'RECORD'].map((name) => `${folder}/${name}`)].map((name) => `${name},,\n`).join('') },
  ].map(({ name, content }) => ({ name, pieces: [Buffer.from(content)] }));
  const members = [{ name: 'big/data.bin', pieces: Array.from({ length: mebibytes }, () => piece) }, ...small];
  const file = await open(path, 'w');
  try {
    await writeZip(file, members);
  } finally {
    await file.close();
  }
}

async function writeZip(file: FileHandle, members: readonly { readonly name: string; readonly pieces: readonly Buffer[] }[]): Promise<void> {
  const directory: Buffer[] = [];
  let at = 0;
  const write = async (bytes: Buffer): Promise<void> => {
    await file.writeFile(bytes);
    at += bytes.length;
  };
  for (const { name, pieces } of members) {
    const offset = at;
    const sizeBytes = pieces.reduce((sum, piece) => sum + piece.length, 0);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt32LE(pieces.reduce((sum, piece) => crc32(piece, sum), 0), 10);
    facts.writeUInt32LE(sizeBytes, 14);
    facts.writeUInt32LE(sizeBytes, 18);
    facts.writeUInt16LE(name.length, 22);
    await write(Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), facts, Buffer.from(name)]));
    for (const piece of pieces) await write(piece);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), facts, tail, Buffer.from(name));
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(at, 16);
  await write(Buffer.concat([central, end]));
}

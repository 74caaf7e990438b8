import { crc32, deflateRawSync } from 'node:zlib';

/** One member of a zip file, sound unless told otherwise. */
export interface ZipEntryOptions {
  readonly name: string | Buffer;
  readonly content?: string | Buffer;
  /** 0 stored, 8 deflated (default). Others are only written down. */
  readonly method?: number;
  readonly flags?: number;
  readonly comment?: string;
  readonly extra?: Buffer;
  /** Written instead of the true ones. */
  readonly crc32?: number;
  readonly unpackedBytes?: number;
  readonly localUnpackedBytes?: number;
  readonly localName?: string;
}

/** What is odd about the zip file as a whole. */
export interface ZipOptions {
  readonly comment?: string;
  readonly prefix?: Buffer;
  readonly suffix?: Buffer;
  /** How many members the end record counts. */
  readonly count?: number;
}

/** Writes a zip file byte by byte, so that every part of it can be wrong. */
export function buildZip(entries: readonly ZipEntryOptions[], options: ZipOptions = {}): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const { local, central } = writeEntry(entry, offset);
    parts.push(local);
    directory.push(central);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const comment = Buffer.from(options.comment ?? '');
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(options.count ?? entries.length, 8);
  end.writeUInt16LE(options.count ?? entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([options.prefix ?? Buffer.alloc(0), ...parts, central, end, comment, options.suffix ?? Buffer.alloc(0)]);
}

function writeEntry(entry: ZipEntryOptions, offset: number): { local: Buffer; central: Buffer } {
  const content = Buffer.from(entry.content ?? '');
  const method = entry.method ?? 8;
  const packed = method === 8 ? deflateRawSync(content) : content;
  const name = Buffer.from(entry.name);
  const localName = entry.localName === undefined ? name : Buffer.from(entry.localName);
  const flags = entry.flags ?? (/[^\x00-\x7f]/.test(name.toString('utf8')) ? 0x800 : 0);
  const extra = entry.extra ?? Buffer.alloc(0);
  const comment = Buffer.from(entry.comment ?? '');
  const common = (unpackedBytes: number): Buffer => {
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(flags, 2);
    fields.writeUInt16LE(method, 4);
    fields.writeUInt32LE(entry.crc32 ?? crc32(content), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(unpackedBytes, 18);
    fields.writeUInt16LE(name.length, 22);
    fields.writeUInt16LE(extra.length, 24);
    return fields;
  };
  const unpackedBytes = entry.unpackedBytes ?? content.length;
  const localFields = common(entry.localUnpackedBytes ?? unpackedBytes);
  localFields.writeUInt16LE(localName.length, 22);
  const tail = Buffer.alloc(14);
  tail.writeUInt16LE(comment.length, 0);
  tail.writeUInt32LE(offset, 10);
  return {
    local: Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), localFields, localName, extra, packed]),
    central: Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common(unpackedBytes), tail, name, extra, comment]),
  };
}

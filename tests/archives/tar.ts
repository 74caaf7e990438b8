import { gzipSync } from 'node:zlib';

/** One member of a tar file. */
export interface TarEntry {
  readonly name: string;
  readonly content?: string | Buffer;
  /** `0` (default), `2` a symbolic link, `5` a directory, `x` a pax header, `L` a long name, and so on. */
  readonly type?: string;
  readonly linkName?: string;
  /** Written instead of the true size. */
  readonly sizeBytes?: number;
}

/** Writes a tar file. `end: false` leaves its end mark off. */
export function buildTar(entries: readonly TarEntry[], options: { readonly end?: boolean } = {}): Buffer {
  const parts = entries.map((entry) => {
    const content = Buffer.from(entry.content ?? '');
    return Buffer.concat([header(entry, content.length), content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
  });
  return Buffer.concat([...parts, Buffer.alloc(options.end === false ? 0 : 1024)]);
}

/** Writes a tar file and packs it. */
export function buildTarGz(entries: readonly TarEntry[], options: { readonly end?: boolean } = {}): Buffer {
  return gzipSync(buildTar(entries, options));
}

function header(entry: TarEntry, length: number): Buffer {
  const block = Buffer.alloc(512);
  const octal = (value: number, at: number, size: number): void => {
    block.write(`${value.toString(8).padStart(size - 1, '0')}\0`, at, 'latin1');
  };
  block.write(entry.name, 0, 100, 'utf8');
  octal(0o644, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(entry.sizeBytes ?? length, 124, 12);
  octal(0, 136, 12);
  block.write('        ', 148, 'latin1');
  block.write(entry.type ?? '0', 156, 'latin1');
  block.write(entry.linkName ?? '', 157, 100, 'utf8');
  block.write('ustar\x0000', 257, 'latin1');
  octal(block.reduce((sum, byte) => sum + byte, 0), 148, 7);
  return block;
}

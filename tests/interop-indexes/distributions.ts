import { gzipSync, strToU8, zipSync } from 'fflate';

/** One file of a made-up release. */
export interface BuiltFile {
  readonly filename: string;
  readonly bytes: Uint8Array;
}

/** What a made-up project says of itself. */
export interface ProjectOptions {
  /** With underscores, as in file names. */
  readonly stem: string;
  /** Default the stem, with dashes. */
  readonly name?: string;
  readonly version?: string;
  /** Makes the content another one, under the same names. */
  readonly salt?: string;
  /** Further lines of metadata. */
  readonly metadata?: readonly string[];
  /** Default `2.1`. */
  readonly metadataVersion?: string;
  readonly description?: string;
}

/** Builds a wheel that can be installed and imported: its module's `salt` says which build it is. */
export function buildWheel(options: ProjectOptions, tag = 'py3-none-any'): BuiltFile {
  const { stem, version = '1.0' } = options;
  const info = `${stem}-${version}.dist-info`;
  const files: Record<string, string> = {
    [`${stem}/__init__.py`]: `salt = "${options.salt ?? ''}"\n`,
    [`${info}/METADATA`]: metadataOf(options),
    [`${info}/WHEEL`]: `Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: ${tag}\n`,
  };
  files[`${info}/RECORD`] = [...Object.keys(files), `${info}/RECORD`].map((name) => `${name},,\n`).join('');
  const entries = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)]));
  return { filename: `${stem}-${version}-${tag}.whl`, bytes: zipSync(entries, { mtime: new Date(1980, 0, 1) }) };
}

/** Builds a source distribution. */
export function buildSdist(options: ProjectOptions): BuiltFile {
  const { stem, version = '1.0' } = options;
  const folder = `${stem}-${version}`;
  const members = [tarMember(`${folder}/PKG-INFO`, metadataOf(options)), tarMember(`${folder}/${stem}.py`, `salt = "${options.salt ?? ''}"\n`)];
  return { filename: `${folder}.tar.gz`, bytes: gzipSync(Buffer.concat([...members, Buffer.alloc(1024)]), { mtime: 0 }) };
}

function metadataOf({ stem, name = stem.replaceAll('_', '-'), version = '1.0', metadata = [], metadataVersion = '2.1', description = 'A demo.\n' }: ProjectOptions): string {
  return [`Metadata-Version: ${metadataVersion}`, `Name: ${name}`, `Version: ${version}`, ...metadata, '', description].join('\n');
}

function tarMember(name: string, text: string): Buffer {
  const content = Buffer.from(text);
  const head = Buffer.alloc(512);
  head.write(name, 0);
  head.write('0000644\0', 100);
  head.write('0000000\0', 108);
  head.write('0000000\0', 116);
  head.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
  head.write('00000000000\0', 136);
  head.write('        0', 148);
  head.write('ustar\u000000', 257);
  const sum = head.reduce((total, byte) => total + byte, 0);
  head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([head, content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}

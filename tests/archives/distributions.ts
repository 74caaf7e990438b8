import { buildTarGz, type TarEntry } from './tar.ts';
import { buildZip, type ZipEntryOptions, type ZipOptions } from './zip.ts';

/** What a small, sound distribution is made of, and what about it is not. */
export interface DistributionParts {
  /** Default `demo-1.0-py3-none-any.whl` or `demo-1.0.tar.gz`. */
  readonly filename?: string;
  /** Further header lines, `Summary: x`; a header given here replaces the sound one. */
  readonly headers?: readonly string[];
  readonly body?: string;
  /** The whole metadata, instead of the above; `null`: there is none. */
  readonly metadata?: string | Buffer | null;
  /** Further members. */
  readonly files?: Readonly<Record<string, string | Buffer>>;
  /** Members to leave out. */
  readonly without?: readonly string[];
}

/** Sound metadata of demo 1.0, with some headers changed. */
export function metadataText({ headers = [], body = 'A demonstration.\n' }: DistributionParts = {}): string {
  const given = new Set(headers.map((line) => line.split(':', 1)[0]?.toLowerCase()));
  const sound = ['Metadata-Version: 2.4', 'Name: demo', 'Version: 1.0', 'Summary: A demonstration', 'Description-Content-Type: text/plain'];
  const kept = sound.filter((line) => !given.has(line.split(':', 1)[0]?.toLowerCase()));
  return [...kept, ...headers].map((line) => `${line}\n`).join('') + `\n${body}`;
}

/** A wheel, by default one that every index takes. */
export function buildWheel(
  parts: DistributionParts & { readonly record?: string | Buffer; readonly members?: readonly ZipEntryOptions[]; readonly zip?: ZipOptions } = {},
): { readonly filename: string; readonly bytes: Buffer } {
  const filename = parts.filename ?? 'demo-1.0-py3-none-any.whl';
  const directory = `${filename.split('-').slice(0, 2).join('-')}.dist-info`;
  const metadata = parts.metadata === undefined ? metadataText(parts) : parts.metadata;
  const files: Record<string, string | Buffer> = {
    'demo/__init__.py': 'pass\n',
    ...parts.files,
    ...(metadata === null ? {} : { [`${directory}/METADATA`]: metadata }),
    [`${directory}/WHEEL`]: 'Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
  };
  const record = parts.record ?? [...Object.keys(files), `${directory}/RECORD`].map((name) => `${name},,\n`).join('');
  const all = { ...files, [`${directory}/RECORD`]: record };
  const entries = Object.entries(all).filter(([name]) => parts.without?.includes(name) !== true).map(([name, content]) => ({ name, content }));
  return { filename, bytes: buildZip([...entries, ...(parts.members ?? [])], parts.zip) };
}

/** An sdist, by default one that every index takes. */
export function buildSdist(
  parts: DistributionParts & { readonly top?: string; readonly members?: readonly TarEntry[] } = {},
): { readonly filename: string; readonly bytes: Buffer } {
  const top = parts.top ?? 'demo-1.0/';
  const metadata = parts.metadata === undefined ? metadataText(parts) : parts.metadata;
  const files: Record<string, string | Buffer> = {
    ...(metadata === null ? {} : { 'PKG-INFO': metadata }),
    'demo/__init__.py': 'pass\n',
    ...parts.files,
  };
  const entries = Object.entries(files).filter(([name]) => parts.without?.includes(name) !== true).map(([name, content]) => ({ name: `${top}${name}`, content }));
  return { filename: parts.filename ?? 'demo-1.0.tar.gz', bytes: buildTarGz([...entries, ...(parts.members ?? [])]) };
}

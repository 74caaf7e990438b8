import { createHash } from 'node:crypto';
import { zipSync, strToU8 } from 'fflate';

/** One file of a made-up release. */
export interface ReleaseFile {
  readonly filename: string;
  readonly bytes: Uint8Array;
}

/**
 * Builds wheels of one release that differ in their tags; some bytes at random make each `paddingBytes` longer.
 *
 * @param salt - Two releases of different salts have the same names and different bytes.
 */
export function buildRelease(count: number, options: { readonly paddingBytes?: number; readonly salt?: string } = {}): readonly ReleaseFile[] {
  return Array.from({ length: count }, (_, number) => buildWheel(`cp3${number}`, options.paddingBytes ?? 0, options.salt ?? ''));
}

function buildWheel(tag: string, paddingBytes: number, salt: string): ReleaseFile {
  const info = 'fault_demo-1.0.dist-info';
  const files: Record<string, string> = {
    'fault_demo/__init__.py': `tag = "${tag}"\nsalt = "${salt}"\n`,
    [`${info}/METADATA`]: 'Metadata-Version: 2.1\nName: fault-demo\nVersion: 1.0\nSummary: made for a test\n\nA demo.\n',
    [`${info}/WHEEL`]: `Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: ${tag}-none-any\n`,
  };
  files[`${info}/RECORD`] = [...Object.keys(files), `${info}/RECORD`].map((name) => `${name},,\n`).join('');
  const entries = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)]));
  // Stored, not packed: the file is as long as its padding.
  const padding = paddingBytes === 0 ? {} : { 'fault_demo/padding': [pseudoRandom(paddingBytes, `${tag}${salt}`), { level: 0 as const }] as [Uint8Array, { level: 0 }] };
  return { filename: `fault_demo-1.0-${tag}-none-any.whl`, bytes: zipSync({ ...entries, ...padding }, { mtime: new Date(1980, 0, 1) }) };
}

function pseudoRandom(bytes: number, seed: string): Uint8Array {
  return createHash('shake256', { outputLength: bytes }).update(seed).digest();
}

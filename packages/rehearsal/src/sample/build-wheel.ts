import { createHash } from 'node:crypto';
import { strToU8, zipSync, type Zippable } from 'fflate';
import { metadata, moduleSource, sampleFileStem } from './project-files.ts';

/** The earliest date a zip archive can hold: the same bytes every time. */
const earliest = new Date(1980, 0, 1);

const wheelFile = `Wheel-Version: 1.0
Generator: ropewalk
Root-Is-Purelib: true
Tag: py3-none-any
`;

/** Builds the sample project's wheel (PEP 427), the same bytes every time. */
export function buildSampleWheel(): { readonly filename: string; readonly bytes: Uint8Array } {
  const distInfo = `${sampleFileStem}.dist-info`;
  const files = new Map([
    ['ropewalk_sample.py', moduleSource],
    [`${distInfo}/METADATA`, metadata],
    [`${distInfo}/WHEEL`, wheelFile],
  ]);
  files.set(`${distInfo}/RECORD`, record(files, `${distInfo}/RECORD`));

  const entries: Zippable = {};
  for (const [name, text] of files) entries[name] = [strToU8(text), { mtime: earliest, level: 9 }];
  return { filename: `${sampleFileStem}-py3-none-any.whl`, bytes: zipSync(entries) };
}

function record(files: ReadonlyMap<string, string>, own: string): string {
  const lines = [...files].map(([name, text]) => {
    const digest = createHash('sha256').update(text).digest('base64url');
    return `${name},sha256=${digest},${Buffer.byteLength(text)}`;
  });
  return [...lines, `${own},,`, ''].join('\n');
}

import { gzipSync } from 'node:zlib';
import { packTar } from 'modern-tar';
import { metadata, moduleSource, pyproject, readme, sampleFileStem } from './project-files.ts';

/** Builds the sample project's sdist (PEP 625), the same bytes every time. */
export async function buildSampleSdist(): Promise<{ readonly filename: string; readonly bytes: Uint8Array }> {
  const files = { 'PKG-INFO': metadata, 'README.md': readme, 'pyproject.toml': pyproject, 'ropewalk_sample.py': moduleSource };
  const tar = await packTar(
    Object.entries(files).map(([name, text]) => ({
      header: { name: `${sampleFileStem}/${name}`, size: Buffer.byteLength(text), mtime: new Date(0), mode: 0o644 },
      body: text,
    })),
  );
  return { filename: `${sampleFileStem}.tar.gz`, bytes: gzipSync(tar, { level: 9 }) };
}

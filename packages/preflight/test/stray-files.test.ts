import { expect, test } from 'vitest';
import { sortStrays, strayKindOf } from '../src/stray-files.ts';

test.each(['SHA256SUMS', 'sha256sums.txt', '.gitignore', 'demo-1.0.tar.gz.asc', 'x.whl.publish.attestation', 'x.whl.sigstore', 'x.whl.sigstore.json', 'x.whl.provenance', 'x.tar.gz.sha256'])('knows %s as a stray', (name) => {
  expect(strayKindOf(name)).toBeDefined();
});

test.each(['demo-1.0.tar.gz', 'x.whl', 'X.WHL', 'demo-1.0.zip', 'demo.exe', 'notes.txt', 'x.egg', 'attestation', 'asc'])('leaves %s to be judged', (name) => {
  expect(strayKindOf(name)).toBeUndefined();
});

test('parts strays from distributions by the last part of the path', () => {
  expect(sortStrays(['a.asc/x.whl', 'dist/SHA256SUMS'])).toEqual({ distributions: ['a.asc/x.whl'], strays: [{ path: 'dist/SHA256SUMS', kind: 'a checksum list' }] });
});

import { expect, test } from 'vitest';
import { uriName } from '../src/uri-name.ts';

test.each([
  ['https://github.com/o/r/.github/workflows/release.yml@refs/tags/v1', 'https://github.com/o/r/.github/workflows/release.yml@refs/tags/v1'],
  ['https://github.com/o/r/a!(b)*%2Fc.yml', 'https://github.com/o/r/a!(b)*%2Fc.yml'],
  // As the real Fulcio wrote it, a Go program: what was escaped before is decoded and escaped anew.
  ['https://github.com/o/r/re lease%20ü.yml', 'https://github.com/o/r/re%20lease%20%C3%BC.yml'],
  ['https://github.com/o/r/🚀(1).yml', 'https://github.com/o/r/%F0%9F%9A%80%281%29.yml'],
  ['https://gitlab.com', 'https://gitlab.com'],
])('%s is written %s', (address, name) => {
  expect(uriName(address)).toBe(name);
});

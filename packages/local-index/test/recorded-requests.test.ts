import { readFile } from 'node:fs/promises';
import { fixture, hasFixtures } from '@ropewalk-tests/fixtures';
import { describe, expect, test } from 'vitest';
import type { LocalIndex } from '../src/index.ts';
import { githubClaims, signToken } from './support/issuers.ts';
import { indexForTest } from './support/index-for-tests.ts';
import { basic, mintedToken } from './support/requests.ts';

const attested = { project: 'pypi-attestations', filename: 'pypi_attestations-0.0.19.tar.gz' };

const plain = { project: 'rfc8785', filename: 'rfc8785-0.1.2-py3-none-any.whl' };

describe.skipIf(!hasFixtures())('what other programs really send', () => {
  test.each([
    ['twine-attest.txt', attested, true],
    ['twine-attest-two.txt', attested, true],
    ['twine-wheel-plain.txt', plain, false],
    ['uv-wheel-plain.txt', plain, false],
  ])('is taken: %s', async (capture, { project, filename }, hasProvenance) => {
    const publisher = { kind: 'GitHub', repository: 'octo/sample', workflow: 'release.yml' };
    const index = await indexForTest({ publishers: [{ project, publisher }] });

    const answer = await replay(index, capture, filename);

    expect([answer.status, answer.statusText]).toEqual([200, 'OK']);
    expect(index.files()).toMatchObject([{ filename, project, hasProvenance }]);
  });

  // uv sends `license_file` whatever the metadata version is; twine leaves it out where PyPI would refuse it.
  test.each(['uv-attest.txt', 'uv-attest-two.txt'])('is refused where PyPI refuses it: %s', async (capture) => {
    const publisher = { kind: 'GitHub', repository: 'octo/sample', workflow: 'release.yml' };
    const index = await indexForTest({ publishers: [{ project: attested.project, publisher }] });

    const answer = await replay(index, capture, attested.filename);

    expect(answer.statusText).toMatch(/^license-file introduced in metadata version 2\.4, not 2\.1\./);
  });
});

/** Sends a recorded form again, with the file it was made for and a token of this index. */
async function replay(index: LocalIndex, capture: string, filename: string): Promise<Response> {
  const recorded = await readFile(fixture('captures', capture), 'utf8');
  const contentType = /^Content-Type: (multipart\/form-data; boundary=(\S+))$/m.exec(recorded);
  const boundary = contentType?.[2] ?? '';
  const form = recorded.slice(recorded.indexOf('--BOUNDARY\n'), recorded.lastIndexOf('--BOUNDARY--'));
  const parts = form.split('--BOUNDARY\n').slice(1);
  const content = await readFile(fixture('pypi', filename));
  const body = parts.flatMap((part) => [Buffer.from(`--${boundary}\r\n`), ...partOf(part, content), Buffer.from('\r\n')]);
  const token = await mintedToken(index, await signToken(githubClaims()));
  return fetch(index.uploadUrl, {
    method: 'POST',
    body: Buffer.concat([...body, Buffer.from(`--${boundary}--\r\n`)]),
    headers: { 'content-type': contentType?.[1] ?? '', authorization: basic(token) },
  });
}

function partOf(part: string, content: Uint8Array): readonly Uint8Array[] {
  const split = part.indexOf('\n\n');
  const headers = Buffer.from(`${part.slice(0, split).replaceAll('\n', '\r\n')}\r\n\r\n`);
  const value = part.slice(split + 2).replace(/\n$/, '');
  return [headers, /^\[\d+ bytes, sha256 [0-9a-f]{64}\]$/.test(value) ? content : Buffer.from(value)];
}

import { expect, test } from 'vitest';
import type { AttestationToVerify, LocalIndexOptions } from '../src/index.ts';
import { activeStateClaims, githubClaims, signToken } from './support/issuers.ts';
import { githubPublisher, indexForTest } from './support/index-for-tests.ts';
import { mintedToken, upload } from './support/requests.ts';

const publish = 'https://docs.pypi.org/attestations/publish/v1';

const slsa = 'https://slsa.dev/provenance/v1';

test('hands each attestation to the verifier as it came, with the publisher, the name and the digest of the index', async () => {
  const seen: AttestationToVerify[] = [];
  const attestation = { ...attestationOf(publish), extra: true };

  await uploadAttested([attestation], { verifyAttestation: (given) => Promise.resolve(void seen.push(given)) });

  expect(seen).toEqual([
    {
      attestation,
      publisher: { kind: 'GitHub', repository: 'octo/sample', workflow: 'release.yml', environment: null },
      filename: 'sample-1.0.tar.gz',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    },
  ]);
});

test.each([
  ['no JSON', 'x', /^Malformed attestations: 1 validation error for list\[Attestation\]/],
  ['no array', {}, /^Malformed attestations: .*valid array/],
  ['nothing', [], /^Malformed attestations: an empty attestation set is not permitted$/],
  ['another version', [{ ...attestationOf(publish), version: 2 }], /^Malformed attestations: .*0\.version\s+Input should be 1/],
  ['no log entry', [{ ...attestationOf(publish), verification_material: { certificate: 'AAAA', transparency_entries: [] } }], /^Malformed attestations: .*transparency_entries/],
  ['no envelope', [{ ...attestationOf(publish), envelope: null }], /^Malformed attestations: .*0\.envelope/],
  ['a signature that is none', [{ ...attestationOf(publish), envelope: { statement: 'AAAA', signature: '!' } }], /^Malformed attestations: .*0\.envelope\.signature/],
  ['three', [attestationOf(publish), attestationOf(slsa), attestationOf(publish)], /^A maximum of 2 attestations per file are supported$/],
  ['two of a kind', [attestationOf(publish), attestationOf(publish)],
    /^Multiple attestations for the same file with the same predicate type \(https:\/\/docs\.pypi\.org\/attestations\/publish\/v1\) are not supported$/],
  ['an unknown predicate', [attestationOf('https://example.org/v1')], /^Attestation with unsupported predicate type: https:\/\/example\.org\/v1$/],
])('refuses %s and keeps nothing', async (_what, attestations, text) => {
  const { answer, files } = await uploadAttested(attestations);

  expect(answer.status).toBe(400);
  expect(answer.statusText.replace(/^Invalid attestations supplied during upload: /, '')).toMatch(text);
  expect(files).toEqual([]);
});

test('takes a publish and an SLSA attestation together', async () => {
  const { answer, files } = await uploadAttested([attestationOf(publish), attestationOf(slsa)]);

  expect(answer.status).toBe(200);
  expect(files).toMatchObject([{ hasProvenance: true }]);
});

test('calls a bug of the verifier an unknown error', async () => {
  const { answer } = await uploadAttested([attestationOf(publish)], { verifyAttestation: () => Promise.reject(new TypeError('x is undefined')) });

  expect(answer.statusText).toBe('Invalid attestations supplied during upload: Unknown error while trying to verify included attestations: x is undefined');
});

test('takes attestations only from trusted publishers', async () => {
  const index = await indexForTest();

  const answer = await upload(index, { fields: { attestations: '[]' } });

  expect(answer.statusText).toBe('Invalid attestations supplied during upload: Attestations are only supported when using Trusted Publishing');
});

test('takes none from ActiveState', async () => {
  const index = await indexForTest({
    publishers: [{ project: 'sample', publisher: { kind: 'ActiveState', organization: 'octo', project: 'sample', actor_id: 'actor-1' } }],
  });
  const token = await mintedToken(index, await signToken(activeStateClaims()));

  const answer = await upload(index, { token, fields: { attestations: '[]' } });

  expect(answer.statusText).toBe('Invalid attestations supplied during upload: Attestations are not currently supported with ActiveState publishers');
});

test('ignores attestations while they are switched off', async () => {
  const index = await indexForTest();
  index.setFlags({ attestationsDisabled: true });

  expect((await upload(index, { fields: { attestations: 'x' } })).status).toBe(200);
  expect(index.files()).toMatchObject([{ hasProvenance: false }]);
});

async function uploadAttested(
  attestations: unknown,
  options: Partial<LocalIndexOptions> = {},
): Promise<{ readonly answer: Response; readonly files: readonly object[] }> {
  const index = await indexForTest({ publishers: [{ project: 'sample', publisher: githubPublisher }], ...options });
  const token = await mintedToken(index, await signToken(githubClaims()));
  const text = typeof attestations === 'string' ? attestations : JSON.stringify(attestations);
  const answer = await upload(index, { token, fields: { attestations: text } });
  return { answer, files: index.files() };
}

function attestationOf(predicateType: string): object {
  return {
    version: 1,
    verification_material: { certificate: 'AAAA', transparency_entries: [{}] },
    envelope: { statement: Buffer.from(JSON.stringify({ predicateType })).toString('base64'), signature: 'AAAA' },
  };
}

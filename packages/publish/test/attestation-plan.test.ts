import { fixedCredential, type Credential } from '@ropewalk/credentials';
import { createHttpClient } from '@ropewalk/http';
import { expect, test } from 'vitest';
import { attestationPlan } from '../src/attestation-plan.ts';
import { knownDestination } from '../src/destination.ts';
import type { Standing } from '../src/standing.ts';

function standing(repositoryUrl: string, kind: Credential['kind']): Standing {
  const destination = knownDestination({ repositoryUrl }, createHttpClient(), undefined);
  const credential = fixedCredential({ source: 'section [mine] of .pypirc', kind, username: '__token__', origin: destination.repositoryUrl.origin }, 'secret-word');
  return { destination, credential, identity: undefined, note: undefined };
}

test('with an API token, PyPI gets none, and that a file can never get one later is said', () => {
  expect(attestationPlan(standing('https://upload.pypi.org/legacy/', 'token'), 'auto')).toEqual({
    sends: false,
    reason: expect.stringMatching(/uploaded with a token \(from section \[mine\] of \.pypirc\).*can never get one/) as string,
  });
});

test('another index gets none unasked, and is not said to take any', () => {
  const other = standing('https://index.example/legacy/', 'password');

  expect(attestationPlan(other, 'auto')).toEqual({ sends: false, reason: expect.stringMatching(/uploaded with a password .*--attestations required/) as string });
  expect(attestationPlan(other, 'required')).toEqual({ sends: true });
});

test('where they are required, PyPI and a token is a conflict, found before anything is sent', () => {
  expect(() => attestationPlan(standing('https://upload.pypi.org/legacy/', 'token'), 'required')).toThrow(expect.objectContaining({ code: 'CONFIGURATION_CONFLICT' }));
});

test('with trusted publishing they go wherever it is', () => {
  for (const url of ['https://upload.pypi.org/legacy/', 'https://index.example/legacy/']) expect(attestationPlan(standing(url, 'minted'), 'auto')).toEqual({ sends: true });
});

import { describe, expect, test } from 'vitest';
import { parseRefusals } from '../src/refusal.ts';

/** Every refusal PyPI has (warehouse/oidc), and a word that its own advice must have. */
const pypi: readonly (readonly [code: string, description: string, advice: RegExp])[] = [
  ['invalid-payload', 'token: Field required', /fault of the client/],
  ['invalid-payload', 'malformed JWT', /no identity token/],
  ['invalid-payload', 'unknown trusted publishing issuer', /self-managed GitLab/],
  ['invalid-payload', "The name 'x' isn't allowed.", /pending publisher/],
  ['not-enabled', 'GitHub trusted publishing functionality not enabled', /switched trusted publishing off/],
  ['invalid-token', 'malformed or invalid token', /clocks/],
  ['invalid-pending-publisher', 'valid token, but project already exists', /exists already/],
  ['invalid-publisher', 'valid token, but no corresponding publisher (Publisher with matching claims was not found)', /no publisher with these values/],
  ['invalid-publisher', "valid token, but no corresponding publisher (Missing claim 'jti')", /lacks a claim/],
  ['invalid-publisher', "valid token, but no corresponding publisher (Check failed for required claim 'repository')", /differs from the publisher/],
  ['invalid-publisher', "valid token, but no corresponding publisher (Check failed for optional claim 'environment')", /deployment environment/],
  ['invalid-publisher', "valid token, but no corresponding publisher (The job_workflow_ref claim does not match, expecting one of ['a'], got 'b')", /reusable workflow/],
  ['invalid-publisher', "valid token, but no corresponding publisher (The ci_config_ref_uri claim does not match, expecting one of ['a'], got 'b')", /top-level pipeline file/],
  ['invalid-publisher', 'valid token, but no corresponding publisher (Could not job extract workflow filename from OIDC claims)', /names no workflow file/],
  ['invalid-publisher', 'valid token, but no corresponding publisher (The ref and sha claims are empty)', /neither ref nor commit/],
  ['invalid-publisher', "valid token, but no corresponding publisher (Publishing from a workflow invoked via 'pull_request_target' is not supported.)", /another event/],
  ['invalid-publisher', "valid token, but no corresponding publisher (JWT issuer 'a' does not match expected issuer 'b')", /another issuer/],
  ['invalid-reuse-token', 'invalid token: already used', /exchanged once/],
];

describe('every refusal of PyPI', () => {
  test.each(pypi)('%s, %s: has advice of its own', (code, description, advice) => {
    const refusals = parseRefusals({ message: 'Token request failed', errors: [{ code, description }] }, []);

    expect(refusals).toStrictEqual([{ code, description, advice: expect.stringMatching(advice) }]);
  });

  test('has other advice than every other', () => {
    const advice = pypi.map(([code, description]) => parseRefusals({ errors: [{ code, description }] }, [])?.[0]?.advice);

    // Two causes share one code and one kind of words: nothing in the answer tells them apart.
    expect(new Set(advice).size).toBe(pypi.length - 1);
  });
});

test('problem details are read as well', () => {
  const problem = { type: 'https://index.example.com/problems/invalid-publisher', title: 'No publisher', detail: 'nothing matches', status: 422 };

  expect(parseRefusals(problem, [])).toMatchObject([{ code: 'invalid-publisher', description: 'No publisher: nothing matches' }]);
  expect(parseRefusals({ type: 'about:blank', title: 'Refused', code: 'invalid-token' }, [])).toMatchObject([{ code: 'invalid-token', advice: expect.stringMatching(/clocks/) }]);
  expect(parseRefusals({ type: 'about:blank', title: 'Refused' }, [])).toMatchObject([{ code: 'problem' }]);
  expect(parseRefusals({ title: 'Nothing known' }, [])).toMatchObject([{ code: 'problem', advice: expect.stringMatching(/./) }]);
});

test.each([undefined, null, 7, 'x', [], {}, { errors: [] }, { errors: [{ code: 1 }] }, { message: 'x' }, { type: 'about:blank' }])('%j is no refusal', (body) => {
  expect(parseRefusals(body, [])).toBeUndefined();
});

test('the words of an index are bounded in number and length', () => {
  const errors = Array.from({ length: 1000 }, () => ({ code: 'x'.repeat(10_000), description: 'y'.repeat(100_000) }));

  const refusals = parseRefusals({ errors }, []) ?? [];

  expect(JSON.stringify(refusals).length).toBeLessThan(30_000);
});

test('what an index repeats of the token is taken out, in whole and in part, also where something invisible hides it', () => {
  const token = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl';
  const said = ['eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl', 'it is c2lnbmF0dXJl', 'c2lnbm\u200bF0dXJl', '\u001b]0;x\u0007\u202ec2lnbmF0dXJl'];

  const refusals = parseRefusals({ errors: said.map((description) => ({ code: 'invalid-token', description })) }, [token]);

  expect(refusals?.map(({ description }) => description)).toEqual(['[hidden]', 'it is [hidden]', '[hidden]', '[hidden]']);
});

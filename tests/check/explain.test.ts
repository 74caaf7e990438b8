import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { rules } from '@ropewalk/preflight';
import { ropewalk } from '@ropewalk-tests/command/ropewalk.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

async function explainedCodes(): Promise<ReadonlySet<string>> {
  const { stdout } = await ropewalk(['explain', '--json']);
  const { codes }: { readonly codes: readonly { readonly code: string }[] } = JSON.parse(stdout);
  return new Set(codes.map(({ code }) => code));
}

/** Codes as the sources write them: members of the unions of error codes, and codes of checks, mismatches and token problems. */
async function codesInSources(): Promise<ReadonlySet<string>> {
  const codes = new Set<string>();
  for await (const file of glob('{packages,apps}/*/src/**/*.ts', { cwd: root })) {
    if (/packages\/local-/.test(file)) continue;
    const text = readFileSync(`${root}${file}`, 'utf8');
    for (const [, union = ''] of text.matchAll(/export type \w*ErrorCode =([^;]*);/g)) {
      for (const [, code = ''] of union.matchAll(/'([A-Z][A-Z0-9_]+)'/g)) codes.add(code);
    }
    if (/packages\/(?:oidc|verifier|sigstore-verifier|signer|uploader|publish|trusted)/.test(file)) {
      for (const [, code = ''] of text.matchAll(/\bcode: '([A-Z][A-Z0-9_]+)'/g)) codes.add(code);
    }
  }
  return codes;
}

describe('ropewalk explain', () => {
  test('says what a rule demands, what to do and where it comes from', async () => {
    const run = await ropewalk(['explain', 'wheel_platform']);

    expect(run.status).toBe(0);
    expect(run.stdout).toMatch(/^WHEEL_PLATFORM {2}rule of check, error, PyPI and TestPyPI\n {2}A wheel is .*\n {2}what to do .*\n {2}source .*warehouse/);
  });

  test('knows every rule', async () => {
    const known = await explainedCodes();

    expect(rules.filter(({ code }) => !known.has(code))).toEqual([]);
  });

  test('knows every code of an error, a check or a token problem in the sources', async () => {
    const known = await explainedCodes();

    expect([...(await codesInSources())].filter((code) => !known.has(code))).toEqual([]);
  });

  test('takes a code as it is printed', async () => {
    expect((await ropewalk(['explain', '[USAGE_OPTION]', 'SUBJECT_DIGEST'])).status).toBe(0);
  });

  test('suggests what was meant', async () => {
    const run = await ropewalk(['explain', 'WHEEL_PLATFROM']);

    expect(run.status).toBe(2);
    expect(run.stderr).toContain('Did you mean WHEEL_PLATFORM?');
  });
});

import { expect, test } from 'vitest';
import { applies, indexProfiles } from '../src/profile.ts';
import { ruleOf, rules } from '../src/rules.ts';
import { fileCases } from './support/file-cases.ts';
import { codesOf } from './support/judge.ts';
import { metadataCases } from './support/metadata-cases.ts';

const cases = [...fileCases, ...metadataCases];

test.each(cases.map(([code, broken, sound], index) => ({ code, broken, sound, index })))('$code ($index) finds what breaks it, and not what just keeps it', async ({ code, broken, sound }) => {
  expect(await codesOf(broken)).toContain(code);
  expect(await codesOf(sound)).not.toContain(code);
});

test('every rule about one file has a case', () => {
  // Files of 100 MiB and 1 GiB are judged in a test of their own.
  const apart = /^(?:RELEASE|INDEX|ATTESTATION)_|^FILE_(?:TOO_)?LARGE$/;

  const untested = rules.map(({ code }) => code).filter((code) => !apart.test(code) && !cases.some(([tested]) => tested === code));

  expect(untested).toEqual([]);
});

test.each(cases.map(([code, broken], index) => ({ code, broken, index })))('without a known index, $code ($index) counts only where it holds everywhere', async ({ code, broken }) => {
  const found = await codesOf(broken, { index: 'none' });

  expect(found.includes(code)).toBe(ruleOf(code)?.scope === 'standard');
});

test('rules are complete, and none is there twice', () => {
  expect(new Set(rules.map(({ code }) => code)).size).toBe(rules.length);
  for (const rule of rules) {
    expect(rule.code).toMatch(/^[A-Z]+(?:_[A-Z0-9]+)*$/);
    expect(rule.title).toMatch(/\.$/);
    expect(rule.remedy).toMatch(/\.$/);
    expect(rule.source).not.toBe('');
    expect(applies(indexProfiles.pypi, rule)).toBe(true);
  }
});

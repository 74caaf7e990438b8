import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { isCodedError } from '@ropewalk/core';
import { fixture, hasFixtures } from '@ropewalk-tests/fixtures';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTrustedRoot, readTrustedRoot, shippedTrustedRoot } from '../src/index.ts';
import { publicGoodRepository } from '../src/update/index.ts';

type Json = Record<string, unknown>;
type Lists = Record<string, Json[]>;

const text = JSON.stringify(shippedTrustedRoot().json);
const changed = (change: (root: Lists) => void): string => {
  const root = JSON.parse(text) as Lists;
  change(root);
  return JSON.stringify(root);
};
/** An object inside a trusted root. */
const member = (root: Lists, list: string, index: number, ...names: readonly string[]): Json =>
  names.reduce<Json>((value, name) => value[name] as Json, root[list]?.[index] ?? {});
const codeOf = (input: string | Uint8Array): string => {
  try {
    parseTrustedRoot(input, { source: 'test' });
    return 'usable';
  } catch (error) {
    if (isCodedError(error)) return error.code;
    throw error;
  }
};

describe('the shipped trusted root', () => {
  test('is the one that @sigstore/tuf ships', () => {
    const file = createRequire(import.meta.url).resolve('@sigstore/tuf/package.json');
    const seeds = JSON.parse(readFileSync(join(dirname(file), 'seeds.json'), 'utf8')) as Record<string, { 'root.json': string; targets: Record<string, string> }>;
    const seed = seeds['https://tuf-repo-cdn.sigstore.dev'];
    const decoded = (base64 = ''): string => Buffer.from(base64, 'base64').toString('utf8');

    expect(shippedTrustedRoot().json).toEqual(JSON.parse(decoded(seed?.targets['trusted_root.json'])));
    expect(publicGoodRepository.root).toBe(decoded(seed?.['root.json']));
    expect(shippedTrustedRoot().version).toBe((JSON.parse(decoded(seed?.['root.json'])) as { signed: { version: number } }).signed.version);
  });

  test('names authorities and logs, and its age', () => {
    const { material, source, issuedAt } = shippedTrustedRoot();

    expect(source).toBe('shipped');
    expect(issuedAt?.getTime()).toBeGreaterThan(Date.parse('2026-01-01'));
    expect(material.transparencyLogs.map(({ baseUrl }) => baseUrl)).toContain('https://rekor.sigstore.dev');
    expect(material.certificateAuthorities.length).toBeGreaterThanOrEqual(2);
    expect(material.certificateLogs.length).toBeGreaterThanOrEqual(2);
  });
});

describe('a trusted root', () => {
  test.each([
    ['a log without validity', (root: Lists) => delete member(root, 'tlogs', 0, 'publicKey')['validFor']],
    ['a log whose validity has no start', (root: Lists) => delete member(root, 'tlogs', 1, 'publicKey', 'validFor')['start']],
    ['a certificate log without start', (root: Lists) => delete member(root, 'ctlogs', 0, 'publicKey', 'validFor')['start']],
    ['an authority without start', (root: Lists) => delete member(root, 'certificateAuthorities', 0, 'validFor')['start']],
    ['a timestamp authority without start', (root: Lists) => delete member(root, 'timestampAuthorities', 0, 'validFor')['start']],
    ['a window that ends before it starts', (root: Lists) => Object.assign(member(root, 'certificateAuthorities', 0, 'validFor'), { end: '2000-01-01T00:00:00Z' })],
    ['a time that is none', (root: Lists) => Object.assign(member(root, 'certificateAuthorities', 0, 'validFor'), { start: 'yesterday' })],
    ['no logs', (root: Lists) => Object.assign(root, { tlogs: [] })],
    ['no certificate logs', (root: Lists) => delete root['ctlogs']],
    ['no authorities', (root: Lists) => Object.assign(root, { certificateAuthorities: [] })],
    ['a key that is none', (root: Lists) => Object.assign(member(root, 'tlogs', 0, 'publicKey'), { rawBytes: 'AAAA' })],
    ['a key that is no base64', (root: Lists) => Object.assign(member(root, 'tlogs', 0, 'publicKey'), { rawBytes: '###' })],
    ['an unknown media type', (root: Lists) => Object.assign(root, { mediaType: 'text/plain' })],
  ] as const)('with %s is incomplete', (_, change) => {
    expect(codeOf(changed(change))).toBe('TRUSTED_ROOT_INCOMPLETE');
  });

  test('with a key twice is refused: readers could trust different logs', () => {
    expect(codeOf(text.replace('"tlogs":', '"tlogs":[],"tlogs":'))).toBe('TRUSTED_ROOT_INCOMPLETE');
  });

  test.each([['nothing', ''], ['text', 'hello'], ['half of it', text.slice(0, 200)]])('that is %s is no JSON', (_, input) => {
    expect(codeOf(input)).toBe('TRUSTED_ROOT_NOT_JSON');
  });

  test('that cannot be read is unreadable, not incomplete', async () => {
    await expect(readTrustedRoot('/nowhere/trusted_root.json')).rejects.toMatchObject({ code: 'TRUSTED_ROOT_UNREADABLE' });
    await expect(readTrustedRoot('/')).rejects.toMatchObject({ code: 'TRUSTED_ROOT_UNREADABLE' });
  });

  test('of any content is used or refused with a code', () => {
    const isRefused = (input: string | Uint8Array): boolean => codeOf(input).startsWith('TRUSTED_ROOT_');

    fc.assert(fc.property(fc.json(), isRefused));
    fc.assert(fc.property(fc.uint8Array(), isRefused));
  });

  test.skipIf(!hasFixtures())('of another instance is read from its file', async () => {
    const root = await readTrustedRoot(fixture('trust', 'staging.trusted_root.json'));

    expect(root.source).toMatch(/staging\.trusted_root\.json$/);
    expect(root.material.transparencyLogs.length).toBeGreaterThan(0);
  });
});

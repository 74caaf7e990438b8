import { readFileSync } from 'node:fs';
import { fixture, hasFixtures } from '@ropewalk-tests/fixtures';
import { describe, expect, test } from 'vitest';
import { parseSigningConfig } from '../src/index.ts';

const now = () => new Date('2026-06-01T00:00:00Z');
const validFor = { start: '2025-01-01T00:00:00Z' };
const service = (url: string, changes: object = {}) => ({ url, majorApiVersion: 1, validFor, operator: 'example', ...changes });
const config = (changes: object = {}) =>
  JSON.stringify({
    mediaType: 'application/vnd.dev.sigstore.signingconfig.v0.2+json',
    caUrls: [service('https://fulcio.example')],
    rekorTlogUrls: [service('https://rekor.example')],
    ...changes,
  });
const parse = (text: string) => parseSigningConfig(text, { source: 'signing_config.json', now });

describe('a signing configuration', () => {
  test('names Fulcio and Rekor', () => {
    expect(parse(config())).toEqual({ fulcioUrl: new URL('https://fulcio.example'), rekorUrl: new URL('https://rekor.example') });
  });

  test('is never followed into a Rekor v2, even where that is the newer one', () => {
    const newer = service('https://rekor-v2.example', { majorApiVersion: 2, validFor: { start: '2026-01-01T00:00:00Z' } });

    expect(parse(config({ rekorTlogUrls: [newer, service('https://rekor.example')] })).rekorUrl.host).toBe('rekor.example');
    expect(() => parse(config({ rekorTlogUrls: [newer] }))).toThrow(/no Rekor with API version 1/);
  });

  test('gives the newest service whose time has come and not ended', () => {
    const rekorTlogUrls = [
      service('https://ended.example', { validFor: { start: '2026-03-01T00:00:00Z', end: '2026-04-01T00:00:00Z' } }),
      service('https://old.example'),
      service('https://new.example', { validFor: { start: '2026-02-01T00:00:00Z' } }),
      service('https://future.example', { validFor: { start: '2026-07-01T00:00:00Z' } }),
    ];

    expect(parse(config({ rekorTlogUrls })).rekorUrl.host).toBe('new.example');
  });

  test.each([
    ['is not JSON', '{'],
    ['is a list', '[]'],
    ['is of another kind', config({ mediaType: 'application/json' })],
    ['names no authority', config({ caUrls: [] })],
    ['names an authority without a time', config({ caUrls: [service('https://fulcio.example', { validFor: undefined })] })],
    ['has an address that is none', config({ rekorTlogUrls: [service('nonsense')] })],
    ['has no services at all', config({ rekorTlogUrls: 'none' })],
  ])('is refused when it %s', (_name, text) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ code: 'SIGNING_CONFIG_UNUSABLE', message: expect.stringContaining('signing_config.json') }));
  });
});

describe.skipIf(!hasFixtures())('the signing configurations of real servers', () => {
  test.each(['signing_config.json', 'signing_config.v1.json'])('%s names the Rekor v1', (name) => {
    const path = fixture('sigstore-servers', name);

    expect(parseSigningConfig(readFileSync(path), { source: path }).rekorUrl.href).toBe('http://127.0.0.1:3000/');
  });
});

import { describe, expect, test } from 'vitest';
import { importsOf, readSources, readWorkspaces, withoutComments } from './workspace.ts';

const workspaces = readWorkspaces();
const packages = workspaces.filter((workspace) => workspace.folder !== 'cli');
const sources = packages.flatMap((workspace) => readSources(workspace).map((source) => ({ ...source, folder: workspace.folder })));

describe('rules every package keeps', () => {
  test('only http opens connections', () => {
    const openers = /^(undici|node:https?|node:net|node:tls|node:dgram|node:http2)(\/|$)/;
    // The loopback servers listen; they do not connect.
    const listeners = /^local-/;

    const found = sources
      .filter(({ folder }) => folder !== 'http' && !listeners.test(folder))
      .filter(({ text }) => importsOf(text).some((name) => openers.test(name)) || /\bfetch\s*\(/.test(withoutComments(text)))
      .map(({ file }) => file);

    expect(found).toEqual([]);
  });

  test('only sigstore-verifier imports @sigstore/verify', () => {
    const found = sources
      .filter(({ folder, text }) => folder !== 'sigstore-verifier' && importsOf(text).some((name) => name.startsWith('@sigstore/verify')))
      .map(({ file }) => file);

    expect(found).toEqual([]);
  });

  test('packages never print, never exit, and read the environment only as the default of an option', () => {
    const found = sources
      .filter(({ text }) => /\bconsole\.|process\.(exit|stdout|stderr)\b|process\.env[.[]/.test(withoutComments(text)))
      .map(({ file }) => file);

    expect(found).toEqual([]);
  });

  test('publish, signer, verifier and uploader contain no provider’s name', () => {
    const neutral = new Set(['publish', 'signer', 'verifier', 'uploader']);

    const found = sources
      .filter(({ folder, text }) => neutral.has(folder) && /github|gitlab|google|circleci|buildkite/i.test(withoutComments(text)))
      .map(({ file }) => file);

    expect(found).toEqual([]);
  });

  test('nothing is silenced: no any, no non-null assertion, no disabled check', () => {
    const found = sources
      .filter(({ text }) => /@ts-(ignore|expect-error|nocheck)|oxlint-disable|eslint-disable|\bas any\b|:\s*any\b/.test(text))
      .map(({ file }) => file);

    expect(found).toEqual([]);
  });

  test('no install script is run by any dependency, and none is shipped by us', () => {
    const scripts = workspaces.flatMap((workspace) => {
      const names = Object.keys((workspace.manifest['scripts'] ?? {}) as Record<string, string>);
      return names.filter((name) => /^(pre|post)?install$|^prepare$/.test(name)).map((name) => `${workspace.name}: ${name}`);
    });

    expect(scripts).toEqual([]);
  });

  test.each(packages)('$name states licence, engines, exports and what is shipped', (workspace) => {
    expect(workspace.manifest).toMatchObject({
      license: 'Apache-2.0',
      type: 'module',
      files: expect.arrayContaining(['dist']) as unknown,
      engines: { node: '^22.22.2 || ^24.15.0 || >=26.0.0' },
      exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
    });
  });
});

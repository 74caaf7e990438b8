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
      .filter(({ text }) => importsOf(withoutAddressRules(text)).some((name) => openers.test(name)) || /\bfetch\s*\(/.test(withoutComments(text)))
      .map(({ file }) => file);

    expect(found).toEqual([]);
  });

  test('only programs starts programs', () => {
    // Forks Node itself, for the native module of a keyring.
    const ownProcess = 'credentials/src/native-keyring.ts';

    const found = workspaces
      .flatMap((workspace) => readSources(workspace).map((source) => ({ ...source, folder: workspace.folder })))
      .filter(({ folder, file }) => folder !== 'programs' && file !== ownProcess)
      .filter(({ text }) => importsOf(text).includes('node:child_process'))
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
    // Names of package indexes, as data: some of these companies run both.
    const indexVendors = new Set(['uploader/src/vendor-answers.ts']);

    const found = sources
      .filter(({ file, folder, text }) => neutral.has(folder) && !indexVendors.has(file) && /github|gitlab|google|circleci|buildkite/i.test(withoutComments(text)))
      .map(({ file }) => file);

    expect(found).toEqual([]);
  });

  test('no check is silenced without a reason beside it (the linter itself refuses any and non-null assertions)', () => {
    const found = sources
      .filter(({ text }) => /@ts-(ignore|expect-error|nocheck)|(oxlint|eslint)-disable(?!-next-line \S+ -- \S)/.test(text))
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

/** `node:net` also holds arithmetic on addresses, and `node:http` the names of statuses: these open nothing. */
function withoutAddressRules(text: string): string {
  return text.replace("const { STATUS_CODES } = process.getBuiltinModule('node:http');", '').replaceAll(/^import \{ (?:isIP|isIPv4|isIPv6|BlockList)(?:, (?:isIP|isIPv4|isIPv6|BlockList))* \} from 'node:net';$/gm, '');
}

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHttpClient } from '@ropewalk/http';
import { parseDistributionFilename } from '@ropewalk/packaging';
import { expect, onTestFinished, test } from 'vitest';
import { findExisting, type ExistingRelease } from '../src/existing-files.ts';
import type { ReleaseItem } from '../src/read-release.ts';

const sha256 = 'a'.repeat(64);

test('one project whose page cannot be read does not make the others unknown', async () => {
  const existing = await ask(['alpha-1.0.tar.gz', 'beta-1.0.tar.gz', 'beta-1.0-py3-none-any.whl'], { beta: 403 });

  if (!existing.isKnown) throw new Error(existing.reason);
  expect(existing.existences.map(({ type }) => type)).toEqual(['same', 'unknown', 'unknown']);
  expect([...existing.unreadable.keys()]).toEqual(['beta']);
});

test('a page that could not be read is asked for once, and again only after something was sent', async () => {
  const asked: string[] = [];
  const existing = await ask(['alpha-1.0.tar.gz', 'beta-1.0.tar.gz', 'beta-1.0-py3-none-any.whl'], { beta: 403 }, asked);
  if (!existing.isKnown) throw new Error(existing.reason);
  const file = { filename: 'beta-1.0.tar.gz', project: 'beta', version: '1.0', sizeBytes: 1, sha256, fields: [], content: '' };

  await expect(existing.lookUp(file, { fresh: false })).rejects.toMatchObject({ code: expect.any(String) as string });
  expect(asked.filter((path) => path === '/simple/beta/')).toHaveLength(1);

  await existing.lookUp(file, { fresh: true }).catch(() => undefined);
  expect(asked.filter((path) => path === '/simple/beta/')).toHaveLength(2);
});

test('where no page can be read, nothing is known of the index, and why is said once', async () => {
  const existing = await ask(['alpha-1.0.tar.gz', 'beta-1.0.tar.gz'], { alpha: 403, beta: 403 });

  expect(existing).toMatchObject({ isKnown: false, reason: expect.stringContaining('/simple/alpha/') as string });
});

/** Asks an index that has `alpha` 1.0, and answers with the status given for a project's page. */
async function ask(filenames: readonly string[], statuses: Readonly<Record<string, number>>, asked: string[] = []): Promise<ExistingRelease> {
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    const project = /^\/simple\/([^/]+)\/$/.exec(path)?.[1] ?? '';
    const files = project === 'alpha' ? [{ filename: 'alpha-1.0.tar.gz', url: '/alpha-1.0.tar.gz', hashes: { sha256 } }] : [];
    response.writeHead(statuses[project] ?? 200, { 'content-type': 'application/vnd.pypi.simple.v1+json' }).end(JSON.stringify({ meta: { 'api-version': '1.3' }, name: project, files }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const http = createHttpClient({ loopbackOnly: true, env: {} });
  onTestFinished(async () => {
    await http.close();
    server.close();
  });
  const root = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const destination = { repositoryUrl: new URL('legacy/', root), addressed: new URL('legacy/', root), simpleUrl: new URL('simple/', root), name: undefined, isDefault: false, http, audience: undefined, allowsNoCredential: true };
  const items = filenames.map((filename) => ({ distribution: { filename, parsed: parseDistributionFilename(filename), sha256 } }) as ReleaseItem);
  return findExisting(items, { destination, credential: undefined, identity: undefined, note: undefined }, { isAwaited: true, signal: undefined });
}

import { onTestFinished } from 'vitest';
import { startLocalIndex, type LocalIndex, type LocalIndexOptions } from '../../src/index.ts';
import { issuerHttp, issuers } from './issuers.ts';

/** The GitHub publisher of `sample`. */
export const githubPublisher = { kind: 'GitHub', repository: 'octo/sample', workflow: 'release.yml' } as const;

/** An index that ends with the test: one GitHub publisher for `sample`, one user token, a verifier that believes everything. */
export async function indexForTest(changes: Partial<LocalIndexOptions> = {}): Promise<LocalIndex> {
  const index = await startLocalIndex({
    http: issuerHttp,
    issuers,
    customIssuers: new Map([
      ['https://gitlab.example.org', 'gitlab'],
      ['https://github.example.org', 'github'],
    ]),
    publishers: [{ project: 'sample', publisher: githubPublisher }],
    tokens: [{ token: 'pypi-known', username: 'alice' }],
    verifyAttestation: () => Promise.resolve(),
    ...changes,
  });
  onTestFinished(() => index.close());
  return index;
}

import { inspect } from 'node:util';
import type { LocalIndex } from '@ropewalk/local-index';
import type { UploadFile } from '@ropewalk/uploader';
import { expect, onTestFinished, test } from 'vitest';
import type { Fault, SeenRequest } from './fault-proxy.ts';
import { startPublishingWorld, type EndedJob, type PublishingWorld } from './publishing-world.ts';
import { buildRelease } from './release.ts';
import { readRelease } from './world.ts';

async function worldWith(faultFor: (request: SeenRequest, index: LocalIndex) => Fault | undefined): Promise<PublishingWorld> {
  const world = await startPublishingWorld(faultFor);
  onTestFinished(() => world.close());
  return world;
}

/** Ends every token when the upload of this number begins. */
function endingTokensAt(number: number): (request: SeenRequest, index: LocalIndex) => undefined {
  let uploads = 0;
  return ({ method, path }, index) => {
    if (method !== 'POST' || path !== '/legacy/') return undefined;
    uploads += 1;
    if (uploads === number) index.expireTokens();
    return undefined;
  };
}

function stored(world: PublishingWorld): readonly (readonly [string, string])[] {
  return world.index.files().map(({ filename, sha256 }) => [filename, sha256] as const).toSorted();
}

function wanted(files: readonly UploadFile[]): readonly (readonly [string, string])[] {
  return files.map(({ filename, sha256 }) => [filename, sha256] as const).toSorted();
}

function results({ files }: EndedJob): readonly string[] {
  return files.map(({ outcome }) => (outcome.status === 'failed' ? outcome.error.code : outcome.status));
}

function seen(job: EndedJob): string {
  return `${inspect(job.events, { depth: Infinity, showHidden: true, maxStringLength: null })} ${JSON.stringify(job.events)}`;
}

function expectNoSecrets(job: EndedJob): void {
  const everything = seen(job);
  expect(job.secrets.length).toBeGreaterThan(3);
  for (const secret of job.secrets) expect(everything).not.toContain(secret);
}

test('a token that the index ends in the middle of a release is replaced by one more exchange: all files are there, once', async () => {
  const world = await worldWith(endingTokensAt(3));
  const files = await readRelease(buildRelease(8, { paddingBytes: 300_000 }));

  const job = await world.run(world.ci.github().env, files);

  expect(results(job)).toEqual(files.map(() => 'uploaded'));
  expect(stored(world)).toEqual(wanted(files));
  expect(world.exchanges()).toBe(2);
  expect(job.events.some(({ type }) => type === 'upload-note')).toBe(true);
  expectNoSecrets(job);
});

test('four uploads that are under way when it ends share the new one', async () => {
  const world = await worldWith(endingTokensAt(2));
  const files = await readRelease(buildRelease(5));
  const waiting: (() => void)[] = [];

  const job = await world.run(world.ci.github().env, files, {
    // The four that follow the first begin together, with the token that ends then.
    lookUp: async (file) => {
      if (file.filename === files[0]?.filename) return undefined;
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        if (waiting.length === 4) for (const begin of waiting) begin();
      });
      return undefined;
    },
  });

  expect(results(job)).toEqual(files.map(() => 'uploaded'));
  expect(job.events.filter(({ type }) => type === 'upload-note')).toHaveLength(4);
  expect(world.exchanges()).toBe(2);
  expect(stored(world)).toEqual(wanted(files));
});

test('an exchange whose answer is lost is made again, and the release still ends whole', async () => {
  const world = await worldWith(endingTokensAt(3));
  world.index.inject({ route: 'mint', kind: { type: 'reply-lost' }, after: 1 });
  const files = await readRelease(buildRelease(5));

  const job = await world.run(world.ci.github().env, files, { concurrency: 1 });

  expect(results(job)).toEqual(files.map(() => 'uploaded'));
  expect(stored(world)).toEqual(wanted(files));
});

test('a token that is ended again and again stops the release at the second refusal', async () => {
  const world = await worldWith(({ method, path }, index) => {
    if (method === 'POST' && path === '/legacy/') index.expireTokens();
    return undefined;
  });
  const files = await readRelease(buildRelease(3));

  const job = await world.run(world.ci.github().env, files);

  expect(results(job)).toEqual(['UPLOAD_UNAUTHORIZED', 'UPLOAD_NOT_TRIED', 'UPLOAD_NOT_TRIED']);
  expect(job.files[0]?.outcome).toMatchObject({ error: { said: 'Invalid API Token: token is expired' } });
  expect(world.exchanges()).toBe(2);
  expectNoSecrets(job);
});

test('a GitLab job, which has one identity token, says so, sends nothing more, and a new job finishes', async () => {
  const world = await worldWith(endingTokensAt(3));
  const files = await readRelease(buildRelease(4));
  const begin = async (): Promise<EndedJob> => world.run((await world.ci.gitlab({ audiences: ['rehearsal'] })).env, files, { concurrency: 1 });

  const job = await begin();
  const after = stored(world);
  const again = await begin();

  expect(results(job)).toEqual(['uploaded', 'uploaded', 'UPLOAD_UNAUTHORIZED', 'UPLOAD_NOT_TRIED']);
  expect(after).toHaveLength(2);
  expect(job.files[2]?.outcome).toMatchObject({
    scope: 'all',
    error: {
      message: expect.stringMatching(/token is expired.*ended before its time.*gitlab has no new identity token/),
      remedy: expect.stringMatching(/in a new job: what is done stays done/),
      cause: { code: 'IDENTITY_TOKEN_SPENT' },
    },
  });
  expectNoSecrets(job);
  expect(results(again)).toEqual(['unchanged', 'unchanged', 'uploaded', 'uploaded']);
  expect(stored(world)).toEqual(wanted(files));
});

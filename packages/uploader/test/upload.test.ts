import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resultOf } from '@ropewalk/core';
import { fixedCredential, mintedCredential } from '@ropewalk/credentials';
import { createHttpClient } from '@ropewalk/http';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { upload, type UploadEvent, type UploadFile, type UploadOutcome, type UploadRequest } from '../src/index.ts';
import { fileOf, gate, startUploadServer } from './upload-server.ts';

const http = createHttpClient({ env: {}, userAgent: 'ropewalk/0.1.0' });
afterAll(() => http.close());

async function outcomesOf(request: Omit<UploadRequest, 'http'>): Promise<readonly UploadOutcome[]> {
  const result = await resultOf(upload({ http, sleep: async () => undefined, ...request }));
  return result.files.map((file) => file.outcome);
}

async function outcomeOf(file: UploadFile, request: Omit<UploadRequest, 'http' | 'files'>): Promise<UploadOutcome> {
  const [outcome] = await outcomesOf({ files: [file], ...request });
  if (outcome === undefined) throw new Error('no outcome');
  return outcome;
}

async function written(name: string, content: string | Uint8Array): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'uploader-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

describe('one file', () => {
  test('is sent as a form of plain parts and one typed file, with its length stated', async () => {
    const server = await startUploadServer((_upload, response) => void response.end());
    const file = fileOf('demo-1.0.tar.gz', 'the bytes', { fields: [['name', 'demo'], ['attestations', '[{"version":1}]'], ['summary', 'ünïcode\nlines']] });

    const outcome = await outcomeOf(file, { repositoryUrl: server.url });

    const [received] = server.received;
    const boundary = /boundary=(\w+)$/.exec(received?.headers['content-type'] ?? '')?.[1] ?? '';
    expect(outcome).toMatchObject({ status: 'uploaded', confirmedBy: 'answer', attempts: 1 });
    expect(received?.headers['content-length']).toBe(String(received?.body.byteLength));
    expect(received?.headers['transfer-encoding']).toBeUndefined();
    expect(received?.headers['accept']).toContain('application/json');
    expect(received?.headers['user-agent']).toBe('ropewalk/0.1.0');
    expect(received?.body.toString('utf8').replaceAll(boundary, 'BOUNDARY')).toBe(
      [
        '--BOUNDARY\r\nContent-Disposition: form-data; name="name"\r\n\r\ndemo\r\n',
        '--BOUNDARY\r\nContent-Disposition: form-data; name="attestations"\r\n\r\n[{"version":1}]\r\n',
        '--BOUNDARY\r\nContent-Disposition: form-data; name="summary"\r\n\r\nünïcode\nlines\r\n',
        '--BOUNDARY\r\nContent-Disposition: form-data; name="content"; filename="demo-1.0.tar.gz"\r\n',
        'Content-Type: application/octet-stream\r\n\r\nthe bytes\r\n--BOUNDARY--\r\n',
      ].join(''),
    );
  });

  test('takes its OpenPGP signature along as a file of its own', async () => {
    const server = await startUploadServer((_upload, response) => void response.end());
    const signature = { filename: 'demo-1.0.tar.gz.asc', bytes: Buffer.from('-----BEGIN PGP SIGNATURE-----') };

    const outcome = await outcomeOf(fileOf('demo-1.0.tar.gz', 'the bytes', { signature }), { repositoryUrl: server.url });

    const [received] = server.received;
    expect(outcome.status).toBe('uploaded');
    expect(received?.headers['content-length']).toBe(String(received?.body.byteLength));
    expect(received?.body.toString('utf8')).toContain('name="gpg_signature"; filename="demo-1.0.tar.gz.asc"\r\n\r\n-----BEGIN PGP SIGNATURE-----\r\n--');
  });

  test('goes from a path in many pieces, whole', async () => {
    // Random, for its memory is used again and again while it is sent.
    const bytes = randomBytes(8 * 1024 * 1024 + 17);
    const path = await written('demo-1.0.tar.gz', bytes);
    const server = await startUploadServer((_upload, response) => void response.end());

    const outcome = await outcomeOf(fileOf('demo-1.0.tar.gz', bytes, { content: path }), { repositoryUrl: server.url });

    expect(outcome.status).toBe('uploaded');
    expect(server.received[0]?.body.includes(bytes)).toBe(true);
  });

  test('is sent with the credential, to its own origin only', async () => {
    const server = await startUploadServer((_upload, response) => void response.end());
    const facts = { source: 'a test', kind: 'token', username: '__token__' } as const;
    const good = fixedCredential({ ...facts, origin: server.url.origin }, 'secret-word');
    const other = fixedCredential({ ...facts, origin: 'https://upload.pypi.org' }, 'secret-word');

    const first = await outcomeOf(fileOf('a-1.0.tar.gz'), { repositoryUrl: server.url, credential: good });
    const second = await outcomeOf(fileOf('b-1.0.tar.gz'), { repositoryUrl: server.url, credential: other });

    expect(first.status).toBe('uploaded');
    expect(server.received[0]?.headers.authorization).toBe(`Basic ${Buffer.from('__token__:secret-word').toString('base64')}`);
    expect(second).toMatchObject({ status: 'failed', scope: 'all', error: { code: 'CREDENTIAL_FOR_OTHER_INDEX' } });
    expect(server.received).toHaveLength(1);
  });

  test('tells what happens, from start to end', async () => {
    const server = await startUploadServer((_upload, response) => void response.end());
    const events: UploadEvent[] = [];

    for await (const event of upload({ http, files: [fileOf('demo-1.0.tar.gz')], repositoryUrl: server.url })) events.push(event);

    const types = events.map((event) => event.type);
    expect(types[0]).toBe('upload-start');
    expect(types.slice(-3)).toEqual(['upload-wait', 'upload-end', 'uploads-end']);
    const last = events.findLast((event) => event.type === 'upload-progress');
    expect(last).toMatchObject({ sentBytes: server.received[0]?.body.byteLength, totalBytes: server.received[0]?.body.byteLength });
  });

  test('is never complete on the wire when it has changed since it was read', async () => {
    const whole: string[] = [];
    const server = await startUploadServer((received, response) => {
      whole.push(received.filename);
      response.end();
    });
    const small = 'what was signed';
    const large = small.repeat(100_000);

    for (const signed of [small, large]) {
      const file = fileOf('demo-1.0.tar.gz', signed);
      for (const changed of [signed.replace(/d$/, 'D'), `${signed} and more`, signed.slice(0, -7), '']) {
        const outcome = await outcomeOf({ ...file, content: Buffer.from(changed) }, { repositoryUrl: server.url });
        expect(outcome).toMatchObject({ status: 'failed', scope: 'file', error: { code: 'FILE_CHANGED' } });
        const fromPath = await outcomeOf({ ...file, content: await written('demo-1.0.tar.gz', changed) }, { repositoryUrl: server.url });
        expect(fromPath).toMatchObject({ status: 'failed', scope: 'file', error: { code: 'FILE_CHANGED' } });
      }
    }
    expect(whole).toEqual([]);
  });

  test('that is gone is named', async () => {
    const server = await startUploadServer((_upload, response) => void response.end());

    const outcome = await outcomeOf(fileOf('demo-1.0.tar.gz', 'x', { content: '/no/such/file' }), { repositoryUrl: server.url });

    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'FILE_UNREADABLE' } });
  });
});

describe('a file that is there already', () => {
  const file = fileOf('demo-1.0.tar.gz', 'ours');

  test('with the same digest is unchanged, and nothing is sent', async () => {
    const server = await startUploadServer((_upload, response) => void response.end());

    const outcome = await outcomeOf(file, { repositoryUrl: server.url, lookUp: async () => ({ sha256: file.sha256.toUpperCase(), hasProvenance: false }) });

    expect(outcome).toEqual({ status: 'unchanged', hasProvenance: false });
    expect(server.received).toHaveLength(0);
  });

  test('with another digest is an error that names both, also when existing files are skipped', async () => {
    const server = await startUploadServer((_upload, response) => void response.end());
    const theirs = 'f'.repeat(64);

    const outcome = await outcomeOf(file, { repositoryUrl: server.url, skipExisting: true, lookUp: async () => ({ sha256: theirs }) });

    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'FILE_CONFLICT' } });
    expect(JSON.stringify(outcome.status === 'failed' ? outcome.error.message : '')).toContain(theirs);
    expect(server.received).toHaveLength(0);
  });

  test('and cannot be asked about is sent, with a note', async () => {
    const server = await startUploadServer((_upload, response) => void response.end());
    const events: UploadEvent[] = [];
    const lookUp = async (): Promise<undefined> => {
      const { HttpError } = await import('@ropewalk/core');
      throw new HttpError({ code: 'HTTP_UNREACHABLE', message: 'No answer.', remedy: 'None.' });
    };

    for await (const event of upload({ http, files: [file], repositoryUrl: server.url, lookUp })) events.push(event);

    expect(events.find((event) => event.type === 'upload-note')).toBeDefined();
    expect(server.received).toHaveLength(1);
  });

  test('is skipped only when that was asked for and nobody can compare', async () => {
    const server = await startUploadServer((_upload, response) => void response.writeHead(409).end('Package demo already exists!'));

    const refused = await outcomeOf(file, { repositoryUrl: server.url });
    const skipped = await outcomeOf(file, { repositoryUrl: server.url, skipExisting: true });
    let asked = 0;
    const compared = await outcomeOf(file, {
      repositoryUrl: server.url,
      skipExisting: true,
      lookUp: async () => {
        asked += 1;
        return asked === 1 ? undefined : { sha256: 'e'.repeat(64) };
      },
    });

    expect(refused).toMatchObject({ status: 'failed', error: { code: 'FILE_EXISTS' } });
    expect(skipped).toMatchObject({ status: 'skipped' });
    expect(compared).toMatchObject({ status: 'failed', error: { code: 'FILE_CONFLICT' } });
  });
});

describe('an upload that fails in passing', () => {
  const file = fileOf('demo-1.0.tar.gz', 'ours');

  test('is made again with the whole body', async () => {
    const server = await startUploadServer((_upload, response, count) => void response.writeHead(count < 3 ? 503 : 200).end());

    const outcome = await outcomeOf(file, { repositoryUrl: server.url });

    expect(outcome).toMatchObject({ status: 'uploaded', attempts: 3 });
    expect(new Set(server.received.map((upload) => upload.body.byteLength)).size).toBe(1);
  });

  test('is not made again when the index lists it after the answer was lost', async () => {
    const server = await startUploadServer((_upload, response) => void response.destroy());
    let asked = 0;

    const outcome = await outcomeOf(file, {
      repositoryUrl: server.url,
      lookUp: async () => {
        asked += 1;
        return asked === 1 ? undefined : { sha256: file.sha256 };
      },
    });

    expect(outcome).toMatchObject({ status: 'uploaded', confirmedBy: 'index' });
    expect(server.received).toHaveLength(1);
  });

  test('is a conflict when meanwhile somebody else put another file there', async () => {
    const server = await startUploadServer((_upload, response) => void response.writeHead(502).end());
    let asked = 0;

    const outcome = await outcomeOf(file, {
      repositoryUrl: server.url,
      lookUp: async () => {
        asked += 1;
        return asked === 1 ? undefined : { sha256: 'd'.repeat(64) };
      },
    });

    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'FILE_CONFLICT' } });
  });

  test('ends after the attempts allowed, with the server\'s words', async () => {
    const server = await startUploadServer((_upload, response) => void response.writeHead(500, 'Out of <b>\u00e4pples').end());

    const outcome = await outcomeOf(file, { repositoryUrl: server.url, retries: { attempts: 3 } });

    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'UPLOAD_UNAVAILABLE', status: 500 } });
    expect(server.received).toHaveLength(3);
  });

  test('waits as the index asks, and gives up at once when that is too long', async () => {
    const pauses: number[] = [];
    const sleep = async (milliseconds: number): Promise<void> => {
      pauses.push(milliseconds);
    };
    const short = await startUploadServer((_upload, response, count) => void response.writeHead(count === 1 ? 429 : 200, count === 1 ? { 'retry-after': '5' } : {}).end());
    const long = await startUploadServer((_upload, response) => void response.writeHead(429, { ratelimit: '"project.create.user";r=0;t=86400' }).end('Too many new projects created'));

    const first = await outcomeOf(file, { repositoryUrl: short.url, sleep, random: () => 0 });
    const second = await outcomeOf(file, { repositoryUrl: long.url, sleep });

    expect(first).toMatchObject({ status: 'uploaded', attempts: 2 });
    expect(pauses).toEqual([5000]);
    expect(second).toMatchObject({ status: 'failed', scope: 'project', error: { code: 'UPLOAD_RATE_LIMITED' } });
    expect(long.received).toHaveLength(1);
  });

  test('does not hammer an index that lets no more projects be created, and goes on with those that exist', async () => {
    const server = await startUploadServer((received, response) => {
      const isNew = received.filename.startsWith('new');
      response.writeHead(isNew ? 429 : 200).end(isNew ? 'Too many new projects created' : '');
    });

    const outcomes = await outcomesOf({
      files: [fileOf('new-1.0.tar.gz', 'a', { project: 'new' }), fileOf('new-1.0-py3-none-any.whl', 'b', { project: 'new' }), file],
      repositoryUrl: server.url,
    });

    expect(outcomes.map((outcome) => (outcome.status === 'failed' ? outcome.error.code : outcome.status))).toEqual(['UPLOAD_RATE_LIMITED', 'UPLOAD_NOT_TRIED', 'uploaded']);
    expect(server.received).toHaveLength(2);
  });

  test('ends when the network takes nothing, and when the answer does not come', async () => {
    const silent = await startUploadServer(() => undefined);

    const outcome = await outcomeOf(file, { repositoryUrl: silent.url, patience: { answerMs: 50, minBytesPerSecond: 1 }, retries: { attempts: 2 } });

    expect(outcome).toMatchObject({ status: 'failed', scope: 'all', error: { code: 'UPLOAD_UNAVAILABLE' } });
    expect(silent.received).toHaveLength(2);
  });
});

test('a yes in the form of a web page is believed only when the index lists the file', async () => {
  const server = await startUploadServer((_upload, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<!DOCTYPE html><title>Sign in</title>'));
  const file = fileOf('demo-1.0.tar.gz', 'ours');
  let asked = 0;
  const lookUp = async (): Promise<{ sha256: string } | undefined> => {
    asked += 1;
    return asked === 1 ? undefined : { sha256: file.sha256 };
  };

  expect(await outcomeOf(file, { repositoryUrl: server.url })).toMatchObject({ status: 'failed', error: { code: 'UPLOAD_WRONG_URL' } });
  expect(await outcomeOf(file, { repositoryUrl: server.url, lookUp })).toMatchObject({ status: 'uploaded', confirmedBy: 'index' });
});

describe('redirects', () => {
  test('within the origin are followed with the whole body, a few times', async () => {
    const server = await startUploadServer((received, response) => {
      if (received.path === '/legacy/') response.end();
      else response.writeHead(308, { location: '/legacy/' }).end();
    });
    const circle = await startUploadServer((_upload, response) => void response.writeHead(307, { location: '/legacy/' }).end());
    const file = fileOf('demo-1.0.tar.gz');

    const followed = await outcomeOf(file, { repositoryUrl: new URL('/legacy', server.url) });
    const endless = await outcomeOf(file, { repositoryUrl: circle.url });

    expect(followed.status).toBe('uploaded');
    expect(server.received.map((upload) => [upload.path, upload.body.byteLength])).toEqual([
      ['/legacy', server.received[0]?.body.byteLength],
      ['/legacy/', server.received[0]?.body.byteLength],
    ]);
    expect(endless).toMatchObject({ status: 'failed', scope: 'all', error: { code: 'UPLOAD_REDIRECTED' } });
    expect(circle.received).toHaveLength(4);
  });

  test('to another origin are not followed, and the credential does not go there', async () => {
    const other = await startUploadServer((_upload, response) => void response.end());
    const server = await startUploadServer((_upload, response) => void response.writeHead(308, { location: `${other.url.href}?key=secret` }).end());

    const outcome = await outcomeOf(fileOf('demo-1.0.tar.gz'), { repositoryUrl: server.url });

    expect(outcome).toMatchObject({ status: 'failed', scope: 'all', error: { code: 'UPLOAD_REDIRECTED', location: other.url.href } });
    expect(other.received).toHaveLength(0);
  });
});

describe('several files', () => {
  const wheels = ['a', 'b', 'c', 'd', 'e', 'f'].map((tag) => fileOf(`demo-1.0-${tag}-none-any.whl`));

  test('go after the first, which creates the release, and then several at once', async () => {
    let underWay = 0;
    const most: number[] = [];
    const server = await startUploadServer((_upload, response) => {
      underWay += 1;
      most.push(underWay);
      setTimeout(() => {
        underWay -= 1;
        response.end();
      }, 40);
    });

    const outcomes = await outcomesOf({ files: wheels, repositoryUrl: server.url });

    expect(outcomes.every((outcome) => outcome.status === 'uploaded')).toBe(true);
    expect(server.received[0]?.filename).toBe('demo-1.0-a-none-any.whl');
    expect(most.slice(0, 2)).toEqual([1, 1]);
    expect(Math.max(...most)).toBe(4);
  });

  test('have their results in the order given, whichever ends first', async () => {
    const slow = gate();
    const server = await startUploadServer((received, response) => {
      if (received.filename.includes('-b-')) void slow.opened.then(() => response.end());
      else response.end();
      if (received.filename.includes('-f-')) slow.open();
    });

    const result = await resultOf(upload({ http, files: wheels, repositoryUrl: server.url }));

    expect(result.files.map((file) => file.file)).toEqual(wheels.map((file) => file.filename));
  });

  test('go on when one is refused', async () => {
    const server = await startUploadServer((received, response) => {
      const isBad = received.filename.includes('-a-') || received.filename.includes('-c-');
      response.writeHead(isBad ? 400 : 200).end(isBad ? 'no such tag' : '');
    });

    const outcomes = await outcomesOf({ files: wheels, repositoryUrl: server.url });

    expect(outcomes.map((outcome) => outcome.status)).toEqual(['failed', 'uploaded', 'failed', 'uploaded', 'uploaded', 'uploaded']);
  });

  test('stop when what is wrong is wrong for all', async () => {
    const server = await startUploadServer((_upload, response) => void response.writeHead(403).end('Invalid or non-existent authentication information.'));

    const outcomes = await outcomesOf({ files: wheels, repositoryUrl: server.url });

    expect(server.received).toHaveLength(1);
    expect(outcomes[0]).toMatchObject({ status: 'failed', error: { code: 'UPLOAD_UNAUTHORIZED' } });
    for (const outcome of outcomes.slice(1)) expect(outcome).toMatchObject({ status: 'failed', error: { code: 'UPLOAD_NOT_TRIED' } });
  });

  test('stop when one after the other finds the index out of order', async () => {
    const server = await startUploadServer((_upload, response) => void response.writeHead(500).end());

    const outcomes = await outcomesOf({ files: wheels, repositoryUrl: server.url, retries: { attempts: 2 } });

    expect(outcomes.map((outcome) => outcome.status === 'failed' && outcome.error.code)).toEqual([...Array<string>(3).fill('UPLOAD_UNAVAILABLE'), ...Array<string>(3).fill('UPLOAD_NOT_TRIED')]);
    expect(server.received).toHaveLength(6);
  });

  test('of another project go on when one project is refused', async () => {
    const files = [...wheels.slice(0, 2), fileOf('other-1.0.tar.gz', 'o', { project: 'other' })];
    const server = await startUploadServer((received, response) => {
      response.writeHead(received.filename.startsWith('demo') ? 403 : 200).end("The user 'x' isn't allowed to upload to project 'demo'");
    });

    const outcomes = await outcomesOf({ files, repositoryUrl: server.url });

    expect(outcomes.map((outcome) => outcome.status)).toEqual(['failed', 'failed', 'uploaded']);
    expect(server.received.filter((upload) => upload.filename.startsWith('demo'))).toHaveLength(1);
  });

  test('get a token each, so that a renewed one is used', async () => {
    let count = 0;
    const tokens = {
      token: async () => {
        count += 1;
        const mine = `token-${count}`;
        return { expiresAt: new Date(Date.now() + 900_000), reveal: () => mine };
      },
    };
    const server = await startUploadServer((_upload, response) => void response.end());

    await outcomesOf({ files: wheels.slice(0, 2), repositoryUrl: server.url, credential: mintedCredential({ source: 'a test', origin: server.url.origin }, tokens) });

    const sent = server.received.map((upload) => Buffer.from((upload.headers.authorization ?? '').slice(6), 'base64').toString());
    expect(sent).toEqual(['__token__:token-1', '__token__:token-2']);
  });
});

describe('an upload that is broken off', () => {
  test('by the signal, rejects with its reason', async () => {
    const controller = new AbortController();
    const server = await startUploadServer(() => controller.abort(new Error('interrupted')));

    const running = resultOf(upload({ http, files: [fileOf('demo-1.0.tar.gz')], repositoryUrl: server.url, signal: controller.signal }));

    await expect(running).rejects.toThrow('interrupted');
  });

  test('by leaving the loop, ends the request', async () => {
    const closed = gate();
    const server = await startUploadServer((_upload, response) => void response.on('close', closed.open));

    for await (const event of upload({ http, files: [fileOf('demo-1.0.tar.gz')], repositoryUrl: server.url })) {
      if (event.type === 'upload-wait') break;
    }

    await closed.opened;
  });
});

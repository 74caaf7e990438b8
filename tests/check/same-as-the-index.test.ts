import { readFile } from 'node:fs/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { resultOf } from '@ropewalk/core';
import { fixedCredential } from '@ropewalk/credentials';
import { inspectDistribution, readDistribution } from '@ropewalk/distribution';
import { createHttpClient } from '@ropewalk/http';
import { startLocalIndex } from '@ropewalk/local-index';
import { checkRelease } from '@ropewalk/preflight';
import { upload, uploadFileOf, type UploadOutcome } from '@ropewalk/uploader';
import { buildSdist, buildWheel } from '@ropewalk-tests/archives';

interface SmallFile {
  readonly filename: string;
  readonly bytes: Buffer;
}

/** Sends a file to an index that judges by the same rules, past every check of our own. */
async function sendUnchecked({ filename, bytes }: SmallFile): Promise<UploadOutcome> {
  const http = createHttpClient({ loopbackOnly: true });
  const index = await startLocalIndex({
    http,
    issuers: new Map(),
    verifyAttestation: () => Promise.resolve(),
    checkDistribution: async (sent) => {
      const findings = checkRelease([await inspectDistribution({ filename: sent.filename, bytes: await readFile(sent.path) })]);
      return findings.find(({ severity }) => severity === 'error')?.message;
    },
  });
  onTestFinished(async () => {
    await index.close();
    await http.close();
  });
  const credential = fixedCredential({ source: 'the test', kind: 'token', username: '__token__', origin: index.url.origin }, index.createToken());
  const file = uploadFileOf(await readDistribution({ filename, bytes }), { bytes });
  const { files } = await resultOf(upload({ files: [file], repositoryUrl: index.uploadUrl, credential, http }));
  if (files[0] === undefined) throw new TypeError('There is no outcome.');
  return files[0].outcome;
}

async function errorsIn({ filename, bytes }: SmallFile): Promise<readonly string[]> {
  const findings = checkRelease([await inspectDistribution({ filename, bytes })]);
  return findings.filter(({ severity }) => severity === 'error').map(({ code }) => code);
}

const rst = (body: string): SmallFile => buildSdist({ headers: ['Description-Content-Type: text/x-rst'], body });

describe('what the rules pass, an index takes that has them', () => {
  test.each<readonly [string, SmallFile]>([
    ['a plain wheel', buildWheel()],
    ['a plain sdist', buildSdist()],
    ['names and versions in another spelling', buildSdist({ headers: ['Name: De-Mo', 'Version: 1.0.0'], filename: 'de_mo-1.0.0.tar.gz', top: 'de_mo-1.0.0/' })],
    ['a name with dots', buildWheel({ headers: ['Name: de.mo'], filename: 'de_mo-1.0-py3-none-any.whl' })],
    ['a build number and several tags', buildWheel({ filename: 'demo-1.0-1build-py2.py3-none-any.whl' })],
    ['an epoch and a pre-release', buildSdist({ headers: ['Version: 1!2.0rc1'], filename: 'demo-1!2.0rc1.tar.gz', top: 'demo-1!2.0rc1/' })],
    ['metadata 1.0', buildSdist({ metadata: 'Metadata-Version: 1.0\nName: demo\nVersion: 1.0\n' })],
    ['metadata 2.5 with import names', buildSdist({ headers: ['Metadata-Version: 2.5', 'Import-Name: demo'] })],
    ['UNKNOWN where something may be left out', buildSdist({ headers: ['Author: UNKNOWN', 'License: UNKNOWN'] })],
    ['unknown headers', buildSdist({ headers: ['X-Made-By: hand'] })],
    ['text that is not ASCII', buildSdist({ headers: ['Author: Zoë 🐍', 'Summary: ünï'] })],
    ['a summary of 512 characters', buildSdist({ headers: [`Summary: ${'x'.repeat(512)}`] })],
    ['a description in good reStructuredText', rst('Demo\n====\n\nSome *text*.\n')],
  ])('%s', async (_, file) => {
    expect(await errorsIn(file)).toEqual([]);
    expect(await sendUnchecked(file)).toMatchObject({ status: 'uploaded' });
  });
});

describe('what the rules refuse, it refuses', () => {
  test.each<readonly [string, SmallFile, code: string]>([
    ['a local version', buildSdist({ headers: ['Version: 1.0+x'], filename: 'demo-1.0+x.tar.gz', top: 'demo-1.0+x/' }), 'VERSION_LOCAL'],
    ['a summary of 513 characters', buildSdist({ headers: [`Summary: ${'x'.repeat(513)}`] }), 'SUMMARY_LENGTH'],
    ['an unknown classifier', buildWheel({ headers: ['Classifier: No :: Such'] }), 'CLASSIFIER_UNKNOWN'],
    ['a direct dependency', buildWheel({ headers: ['Requires-Dist: x @ https://example.org/x.whl'] }), 'DIRECT_DEPENDENCY'],
    ['a platform for Linux alone', buildWheel({ filename: 'demo-1.0-cp313-cp313-linux_x86_64.whl' }), 'WHEEL_PLATFORM'],
    ['a wheel without RECORD', buildWheel({ without: ['demo-1.0.dist-info/RECORD'] }), 'RECORD_MISSING'],
    ['a licence file that is not there', buildSdist({ headers: ['License-File: LICENSE'] }), 'LICENSE_FILE_MISSING'],
    ['broken reStructuredText', rst('Some *text\n'), 'DESCRIPTION_BROKEN'],
  ])('%s', async (_, file, code) => {
    expect(await errorsIn(file)).toContain(code);
    expect(await sendUnchecked(file)).toMatchObject({ status: 'failed', error: { code: 'UPLOAD_REFUSED' } });
  });
});

import { fixedCredential } from '@ropewalk/credentials';
import { readDistribution, type DistributionSource } from '@ropewalk/distribution';
import { createHttpClient } from '@ropewalk/http';
import { upload, uploadFileOf } from '@ropewalk/uploader';
import type { RecordedRequest } from './recorded-request.ts';
import { startRecorder } from './recorder.ts';

/** Uploads a distribution with our uploader to a server that writes down what it gets. */
export async function recordOurs(source: DistributionSource, attestations: readonly string[]): Promise<RecordedRequest> {
  const recorder = await startRecorder();
  const http = createHttpClient({ env: {}, userAgent: 'ropewalk/1.0.0' });
  const { repositoryUrl } = recorder;
  try {
    const file = uploadFileOf(await readDistribution(source), { attestations, ...(typeof source === 'string' ? {} : { bytes: source.bytes }) });
    const credential = fixedCredential({ source: 'the test', kind: 'password', username: 'x', origin: repositoryUrl.origin }, 'y');
    for await (const event of upload({ files: [file], repositoryUrl, credential, http })) void event;
  } finally {
    await http.close();
    recorder.close();
  }
  const [request] = recorder.requests;
  if (request === undefined) throw new Error('Nothing was sent.');
  return request;
}

import { createHttpClient } from '@ropewalk/http';
import { fixedCredential } from '@ropewalk/credentials';
import { createFileLookup, createIndexClient } from '@ropewalk/index-client';
import { upload } from '@ropewalk/uploader';
import { buildRelease } from './release.ts';
import { readRelease } from './world.ts';

// Run as a process of its own, which a test kills: node upload-once.ts INDEX TOKEN COUNT
const [indexUrl = '', token = '', count = '0'] = process.argv.slice(2);
const repositoryUrl = new URL('/legacy/', indexUrl);
const http = createHttpClient({ loopbackOnly: true });
const files = await readRelease(buildRelease(Number(count), { paddingBytes: 400_000 }));
const credential = fixedCredential({ source: 'the test', kind: 'token', username: '__token__', origin: repositoryUrl.origin }, token);
const lookUp = createFileLookup(createIndexClient({ http, simpleUrl: new URL('/simple/', indexUrl) }));
for await (const event of upload({ files, repositoryUrl, credential, http, lookUp })) {
  if (event.type === 'uploads-end') console.log(event.result.files.map(({ outcome }) => outcome.status).join(' '));
  if (event.type === 'upload-start' && event.file === files[0]?.filename) console.log('started');
}
await http.close();

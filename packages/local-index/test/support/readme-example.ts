// oxlint-disable no-console -- the README prints
import { createHttpClient } from '@ropewalk/http';
import { startLocalIndex } from '../../src/index.ts';

const index = await startLocalIndex({
  http: createHttpClient({ loopbackOnly: true }),
  // Where the index finds the keys of an issuer. Tokens carry the issuer's real name.
  issuers: new Map([['https://token.actions.githubusercontent.com', new URL('http://127.0.0.1:9000/jwks')]]),
  publishers: [
    { project: 'sample', publisher: { kind: 'GitHub', repository: 'octo/sample', workflow: 'release.yml' } },
  ],
  verifyAttestation: async ({ filename, sha256 }) => {
    if (filename === 'bad.tar.gz') throw new Error(`subject does not match ${sha256}`);
  },
});

const token = index.createToken({ projects: ['sample'] });
const form = new FormData();
form.append(':action', 'file_upload');

const answer = await fetch(index.uploadUrl, {
  method: 'POST',
  body: form,
  headers: { authorization: `Basic ${btoa(`__token__:${token}`)}` },
});

console.log(answer.status, answer.statusText);
// 400 '' is an invalid value for Name. Error: This field is required. See https://packaging.python.org/…

await index.close();

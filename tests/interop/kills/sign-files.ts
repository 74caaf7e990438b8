import { readFile } from 'node:fs/promises';
import { createHttpClient } from '@ropewalk/http';
import { githubIdentity } from '@ropewalk/oidc-github';
import { bundleToAttestation, createStatement } from '@ropewalk/pep740';
import { keepAttestation } from '@ropewalk/publish';
import { createSigner, signAll } from '@ropewalk/signer';
import { parseTrustedRoot } from '@ropewalk/trusted-root';
import { unsignedFiles } from './release-folder.ts';

// Signs what is not signed yet in a folder, and writes each attestation down at once. May be killed at any moment.
const [folder = '', fulcioUrl = '', rekorUrl = '', rootFile = ''] = process.argv.slice(2);
const trustedRoot = parseTrustedRoot(await readFile(rootFile), { source: rootFile });
const missing = await unsignedFiles(folder, trustedRoot);
const http = createHttpClient({ loopbackOnly: true });
const identity = await githubIdentity({ http }).detect();
if (identity === undefined) throw new Error('This is no job.');
const signer = createSigner({ identity, http, fulcioUrl: new URL(fulcioUrl), rekorUrl: new URL(rekorUrl), trustedRoot });

for await (const event of signAll(signer, missing.map(createStatement), { inOrder: false })) {
  const file = event.type === 'sign-end' ? missing[event.index] : undefined;
  if (event.type === 'sign-end' && file !== undefined) await keepAttestation(folder, file.filename, 'publish', bundleToAttestation(event.bundle));
}
await http.close();

// One offline call that verifies 50 files of a release, beside one that verifies a single file of it. The release is signed
// by local servers with one certificate, as a release is.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseIdentityToken } from '@ropewalk/core';
import { createHttpClient } from '@ropewalk/http';
import { formatPublisher, publisherOfToken } from '@ropewalk/oidc/publisher';
import { sign } from '@ropewalk/publish';
import { parseTrustedRoot } from '@ropewalk/trusted-root';
import { programPath } from '@ropewalk-tests/command/ropewalk.ts';
import type { SlowSigstore } from '@ropewalk-tests/interop/slow-sigstore.ts';
import { pair, type Command } from './pairs.ts';

const files = 50;

const server = fork(fileURLToPath(import.meta.resolve('@ropewalk-tests/interop/slow-sigstore.ts')), { env: { ...process.env, DELAY_MS: '0' } });
const folder = await mkdtemp(join(tmpdir(), 'ropewalk-bench-'));
try {
  const [sigstore]: readonly SlowSigstore[] = await once(server, 'message');
  if (sigstore === undefined) throw new Error('The servers did not start.');
  await measure(sigstore);
} finally {
  server.disconnect();
  await rm(folder, { recursive: true, force: true });
}

async function measure(sigstore: SlowSigstore): Promise<void> {
  const token = parseIdentityToken(sigstore.token, 'sigstore');
  const publisher = publisherOfToken(token);
  if (publisher === undefined) throw new Error('The token is of no publisher.');
  const [one, many] = [join(folder, 'one'), join(folder, 'many')];
  const [first] = await signRelease(many, sigstore);
  await mkdir(one);
  for (const ending of ['', '.publish.attestation']) await cp(`${first}${ending}`, join(one, `sampleproject-1.0.0.tar.gz${ending}`));
  const root = join(folder, 'trusted_root.json');
  await writeFile(root, JSON.stringify(sigstore.trustedRoot));
  const verify = (target: string): Command => [process.execPath, programPath, 'verify', target, '--publisher', formatPublisher(publisher), '--trusted-root', root, '--offline'];

  const { medianMs, otherMedianMs, ratio } = pair(verify(many), verify(one));
  console.log(`verify ${files} files    ${medianMs.toFixed(1)} ms, one file ${otherMedianMs.toFixed(1)} ms: ${ratio.toFixed(2)} × (aim ≤ 1.3 ×)`);
}

/** Writes and signs a release; the attestations lie beside its files. */
async function signRelease(name: string, { fulcioUrl, rekorUrl, trustedRoot, token }: SlowSigstore): Promise<readonly string[]> {
  await mkdir(name);
  const paths = Array.from({ length: files }, (_, index) => join(name, `sampleproject-1.0.${index}.tar.gz`));
  for (const path of paths) await writeFile(path, `contents of ${path}`);
  const http = createHttpClient({ loopbackOnly: true });
  const identity = { provider: 'github', requestToken: async (audience: string) => parseIdentityToken(token, audience) };
  const sigstore = { fulcioUrl: new URL(fulcioUrl), rekorUrl: new URL(rekorUrl), trustedRoot: parseTrustedRoot(JSON.stringify(trustedRoot), { source: 'local' }) };
  for await (const event of sign(paths, { identity: { name: 'bench', detect: async () => identity }, sigstore, http, env: {} })) void event;
  await http.close();
  return paths;
}

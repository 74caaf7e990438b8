import { parseIdentityToken } from '@ropewalk/core';
import { createHttpClient } from '@ropewalk/http';
import { startLocalCi } from '@ropewalk/local-ci';
import { startLocalSigstore } from '@ropewalk/local-sigstore';
import { createStatement } from '@ropewalk/pep740';
import { createSigner } from '@ropewalk/signer';
import { parseTrustedRoot } from '@ropewalk/trusted-root';

/** What the parent process is told. */
export interface SlowSigstore {
  readonly fulcioUrl: string;
  readonly rekorUrl: string;
  readonly trustedRoot: object;
  readonly token: string;
}

// A process of its own, so that the servers' work is not counted as the client's. `DELAY_MS` is added to each request;
// each message is answered with the requests since the last one.
const http = createHttpClient({ loopbackOnly: true });
const ci = await startLocalCi();
const sigstore = await startLocalSigstore({ http, issuers: ci.issuers });
await warmUp();
const delayMs = Number(process.env['DELAY_MS']);
sigstore.misbehave('fulcio', { kind: 'slow', delayMs });
sigstore.misbehave('rekor', { kind: 'slow', delayMs });
let counted = sigstore.requests();
process.on('message', () => {
  const now = sigstore.requests();
  process.send?.({ fulcio: now.fulcio - counted.fulcio, rekor: now.rekor - counted.rekor });
  counted = now;
});
process.on('disconnect', () => process.exit());
const started: SlowSigstore = {
  fulcioUrl: sigstore.fulcioUrl.href,
  rekorUrl: sigstore.rekorUrl.href,
  trustedRoot: sigstore.trustedRoot,
  token: await ci.issueToken('github', { audience: 'sigstore' }),
};
process.send?.(started);

/** The servers' own first steps are not what is measured. */
async function warmUp(): Promise<void> {
  const identity = { provider: 'github', requestToken: async (audience: string) => parseIdentityToken(await ci.issueToken('github', { audience }), audience) };
  const { fulcioUrl, rekorUrl } = sigstore;
  const trustedRoot = parseTrustedRoot(JSON.stringify(sigstore.trustedRoot), { source: 'local' });
  for (let round = 0; round < 20; round += 1) {
    const signer = createSigner({ identity, http, fulcioUrl, rekorUrl, trustedRoot });
    await signer.sign(createStatement({ filename: `warm-0.${round}.tar.gz`, sha256: '0'.repeat(64) }));
  }
}

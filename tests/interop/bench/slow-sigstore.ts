import { createHttpClient } from '@ropewalk/http';
import { startLocalCi } from '@ropewalk/local-ci';
import { startLocalSigstore } from '@ropewalk/local-sigstore';

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
const delayMs = Number(process.env['DELAY_MS']);
sigstore.misbehave('fulcio', { kind: 'slow', delayMs });
sigstore.misbehave('rekor', { kind: 'slow', delayMs });
let counted = { fulcio: 0, rekor: 0 };
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

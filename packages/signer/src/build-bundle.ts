// oxlint-disable-next-line typescript/triple-slash-reference -- an ambient file cannot be imported
/// <reference path="./undeclared-modules.d.ts" />
import type { SigstoreBundle } from '@ropewalk/pep740';
// By its file, which the library's manifest allows and whose place our pinned version of it fixes: its index brings an HTTP
// client of its own, which is never used and takes 60 to 90 ms to load.
import { DSSEBundleBuilder } from '@sigstore/sign/dist/bundler/dsse.js';
import { logEnvelope } from './rekor-client.ts';
import type { LogEntry } from './rekor-entry.ts';
import type { Service } from './service-request.ts';
import type { SigningKey } from './signing-key.ts';

/** What a bundle is made of. */
export interface BundleParts {
  readonly payload: Uint8Array;
  readonly payloadType: string;
  readonly key: SigningKey;
  readonly rekor: Service;
  readonly signal: AbortSignal | undefined;
}

/** Signs, logs and writes the bundle. Nothing of it is verified yet. */
export async function buildBundle(parts: BundleParts): Promise<{ bundle: SigstoreBundle; entry: LogEntry }> {
  const { payload, payloadType, key, rekor, signal } = parts;
  let entry: LogEntry | undefined;
  const builder = new DSSEBundleBuilder({
    signer: {
      sign: async (data) => ({
        signature: key.sign(data),
        key: { $case: 'x509Certificate', certificate: key.certificatePem },
      }),
    },
    witnesses: [
      {
        testify: async (content, certificatePem) => {
          if (content.$case !== 'dsseEnvelope') throw new TypeError('Only DSSE envelopes are logged.');
          const signature = content.dsseEnvelope.signatures[0]?.sig.toString('base64') ?? '';
          entry = await logEnvelope(rekor, { payload, payloadType, signature, certificatePem }, signal);
          return {};
        },
      },
    ],
  });
  const { mediaType, content } = await builder.create({ data: Buffer.from(payload), type: payloadType });
  const signature = content.$case === 'dsseEnvelope' ? content.dsseEnvelope.signatures[0] : undefined;
  if (entry === undefined || signature === undefined) throw new TypeError('The bundle was built without its log entry.');
  return {
    entry,
    // Written out here, because the library's own writer leaves out indexes that are 0 and paths that are empty.
    bundle: {
      mediaType,
      verificationMaterial: {
        certificate: { rawBytes: key.certificate.raw.toString('base64') },
        tlogEntries: [entry],
        timestampVerificationData: { rfc3161Timestamps: [] },
      },
      dsseEnvelope: {
        payload: Buffer.from(payload).toString('base64'),
        payloadType,
        signatures: [{ sig: signature.sig.toString('base64'), keyid: signature.keyid }],
      },
    },
  };
}

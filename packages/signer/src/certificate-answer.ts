import { X509Certificate, type KeyObject } from 'node:crypto';
import type { HttpResponse } from '@ropewalk/core';
import { isJsonObject, parseJson, type JsonValue } from '@ropewalk/encoding';
import type { TrustedRoot } from '@ropewalk/trusted-root';
import { X509Certificate as SigstoreCertificate } from '@sigstore/core';
import { certificateWrong } from './certificate-wrong.ts';
import { SignerError } from './signer-error.ts';

/** What is expected of a certificate. */
export interface CertificateExpectation {
  readonly host: string;
  readonly publicKey: KeyObject;
  readonly trustedRoot: TrustedRoot;
  /** This machine's clock, for answers without a `date`. */
  readonly now: Date;
}

/** How far this machine's clock may be behind Fulcio's, in milliseconds. Verifiers tolerate five minutes. */
const MOST_BEHIND_MS = 4 * 60_000;
/** Tolerated between the clock of Fulcio's authority and that of its web server, in milliseconds. */
const CLOCK_TOLERANCE_MS = 60_000;

/**
 * Reads Fulcio's answer.
 *
 * @returns The leaf: for our key, below a trusted authority, valid now, with the embedded SCT of a trusted log.
 * @throws {@link SignerError} `CERTIFICATE_WRONG`, `CLOCK_WRONG`
 */
export function certificateOfAnswer(response: HttpResponse, expected: CertificateExpectation): X509Certificate {
  const { host, publicKey, trustedRoot } = expected;
  const leaf = leafOf(response, host);
  if (!leaf.publicKey.equals(publicKey)) throw certificateWrong(host, 'it is for another key than the one sent');
  if (!trustedRoot.material.certificateAuthorities.some(({ certificates }) => isIssuedBy(leaf, certificates[0]))) {
    throw certificateWrong(host, `it was not issued by an authority of the trusted root (${trustedRoot.source})`);
  }
  checkCertificateLogs(leaf, expected);
  const clock = serverClock(response) ?? expected.now;
  const [start, end] = [leaf.validFromDate, leaf.validToDate];
  if (start.getTime() > clock.getTime() + CLOCK_TOLERANCE_MS || end.getTime() < clock.getTime()) {
    const window = `${start.toISOString()} to ${end.toISOString()}`;
    throw certificateWrong(host, `it is valid from ${window}, but now it is ${clock.toISOString()}`);
  }
  const behindMs = clock.getTime() - expected.now.getTime();
  if (behindMs > MOST_BEHIND_MS) throw clockWrong(host, behindMs);
  return leaf;
}

/** That the log's signature holds is verified later, with the whole bundle; that nobody trusts the log is found out here. */
function checkCertificateLogs(leaf: X509Certificate, { host, trustedRoot }: CertificateExpectation): void {
  const timestamps = timestampsIn(leaf, host);
  if (timestamps.length === 0) throw certificateWrong(host, 'it carries no proof of certificate transparency (SCT)');
  const known = new Set(trustedRoot.material.certificateLogs.map(({ logId }) => Buffer.from(logId).toString('hex')));
  if (timestamps.some(({ logID }) => known.has(logID.toString('hex')))) return;
  throw certificateWrong(host, `its proof of certificate transparency (SCT) comes from a log that is not in the trusted root (${trustedRoot.source})`);
}

function timestampsIn(leaf: X509Certificate, host: string): readonly { readonly logID: Buffer }[] {
  try {
    return SigstoreCertificate.parse(leaf.raw).extSCT?.signedCertificateTimestamps ?? [];
  } catch (cause) {
    throw certificateWrong(host, 'its proof of certificate transparency (SCT) cannot be read', cause);
  }
}

function clockWrong(host: string, behindMs: number): SignerError {
  return new SignerError({
    code: 'CLOCK_WRONG',
    message: `This machine's clock is ${Math.round(behindMs / 1000)} seconds behind that of Fulcio at ${host}: what is signed now would seem to come from the future.`,
    remedy: "Set this machine's clock, then run the command again. Nothing was logged.",
  });
}

function leafOf(response: HttpResponse, host: string): X509Certificate {
  const answer = jsonOf(response, host);
  if (!isJsonObject(answer)) throw certificateWrong(host, 'the answer is not an object');
  if ('signedCertificateDetachedSct' in answer) {
    throw certificateWrong(host, 'its proof of certificate transparency (SCT) is detached or missing, not embedded');
  }
  const embedded = answer['signedCertificateEmbeddedSct'];
  const chain = isJsonObject(embedded) ? embedded['chain'] : undefined;
  const certificates = isJsonObject(chain) ? chain['certificates'] : undefined;
  const leaf: unknown = Array.isArray(certificates) ? certificates[0] : undefined;
  if (typeof leaf !== 'string') throw certificateWrong(host, 'the answer holds no certificate');
  try {
    return new X509Certificate(leaf);
  } catch (cause) {
    throw certificateWrong(host, 'it cannot be read', cause);
  }
}

function jsonOf(response: HttpResponse, host: string): JsonValue {
  try {
    return parseJson(response.body);
  } catch (cause) {
    throw certificateWrong(host, 'the answer is not JSON', cause);
  }
}

function isIssuedBy(leaf: X509Certificate, issuer: Uint8Array | undefined): boolean {
  if (issuer === undefined) return false;
  const authority = new X509Certificate(issuer);
  return leaf.checkIssued(authority) && leaf.verify(authority.publicKey);
}

function serverClock(response: HttpResponse): Date | undefined {
  const time = Date.parse(response.headers['date'] ?? '');
  return Number.isNaN(time) ? undefined : new Date(time);
}

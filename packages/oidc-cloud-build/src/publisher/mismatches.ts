import { type CertificateIdentity, type Mismatch, spellingHint } from '@ropewalk/core';
import { contradictions } from './contradictions.ts';
import { googleIssuer, type GooglePublisher } from './publisher.ts';

/** Compares a certificate with a publisher as PyPI's verifier does (issuer and e-mail address, exactly), and with itself. */
export function mismatches(expected: GooglePublisher, certificate: CertificateIdentity): readonly Mismatch[] {
  return [...issuerMismatches(certificate), ...emailMismatches(expected, certificate), ...contradictions(certificate)];
}

/** The old form of the issuer is the one PyPI's verifier reads for Google. */
function issuerMismatches({ issuerV1: actual }: CertificateIdentity): readonly Mismatch[] {
  if (actual === googleIssuer) return [];
  return [{ code: 'PUBLISHER_ISSUER', subject: 'issuer', expected: googleIssuer, actual }];
}

function emailMismatches({ email: expected }: GooglePublisher, { subjectAlternativeNames }: CertificateIdentity): readonly Mismatch[] {
  const [name] = subjectAlternativeNames;
  if (name?.type === 'email' && name.value === expected) return [];
  const hint = spellingHint(expected, name?.value);
  return [{ code: 'PUBLISHER_EMAIL', subject: 'account', expected, actual: name?.value, ...(hint === undefined ? {} : { hint }) }];
}

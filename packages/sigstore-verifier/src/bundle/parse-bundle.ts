import { refuse } from '../refuse.ts';
import { parseContent } from './parse-content.ts';
import { parseEntry, type EntryRules } from './parse-entry.ts';
import { parseSigner } from './parse-signer.ts';
import { readMembers, type MemberReader } from './member-reader.ts';
import type { ParsedBundle } from './parsed-bundle.ts';

/** Media type → whether a chain of certificates is allowed in place of the one certificate. */
const mediaTypes = new Map([
  ['application/vnd.dev.sigstore.bundle+json;version=0.1', true],
  ['application/vnd.dev.sigstore.bundle+json;version=0.2', true],
  ['application/vnd.dev.sigstore.bundle+json;version=0.3', false],
  ['application/vnd.dev.sigstore.bundle.v0.3+json', false],
]);
const materialMembers = ['certificate', 'x509CertificateChain', 'publicKey', 'tlogEntries', 'timestampVerificationData'];
const maxEntries = 8;
const maxTimestamps = 32;

/**
 * Reads a Sigstore bundle 0.1 to 0.3, given as parsed JSON, so that no two readers can read it differently.
 *
 * @throws {@link SigstoreVerificationError} `BUNDLE_*`
 */
export function parseBundle(json: unknown, rules: EntryRules): ParsedBundle {
  const bundle = readMembers(json, 'root', ['mediaType', 'verificationMaterial', 'dsseEnvelope', 'messageSignature']);
  const mediaType = bundle.text('mediaType');
  const chainAllowed = mediaTypes.get(mediaType);
  if (chainAllowed === undefined) throw refuse('BUNDLE_MALFORMED', 'The media type is not one of a Sigstore bundle 0.1 to 0.3.');
  const material = bundle.object('verificationMaterial', materialMembers);
  return {
    mediaType,
    signer: parseSigner(material, { chainAllowed }),
    content: parseContent(bundle),
    entries: material.list('tlogEntries', maxEntries).map((entry, index) => parseEntry(entry, `tlogEntries[${index}]`, rules)),
    timestamps: timestampsOf(material),
  };
}

function timestampsOf(material: MemberReader): readonly Buffer[] {
  if (!material.has('timestampVerificationData')) return [];
  const list = material.object('timestampVerificationData', ['rfc3161Timestamps']).list('rfc3161Timestamps', maxTimestamps);
  return list.map((item, index) => readMembers(item, `rfc3161Timestamps[${index}]`, ['signedTimestamp']).bytes('signedTimestamp'));
}


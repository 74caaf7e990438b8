import { refuse } from '../refuse.ts';
import { readMembers, type MemberReader } from './member-reader.ts';
import type { DsseContent, MessageContent } from './parsed-bundle.ts';

/** The names and sizes of the digests a bare signature may state. */
const algorithms = new Map([
  ['SHA2_256', { algorithm: 'sha256', lengthBytes: 32 }],
  ['SHA2_384', { algorithm: 'sha384', lengthBytes: 48 }],
  ['SHA2_512', { algorithm: 'sha512', lengthBytes: 64 }],
] as const);

/** Reads what was signed: a DSSE envelope with exactly one signature, or a signature over an artifact. */
export function parseContent(bundle: MemberReader): DsseContent | MessageContent {
  if (bundle.has('dsseEnvelope') === bundle.has('messageSignature')) {
    throw refuse('BUNDLE_MALFORMED', 'The bundle holds neither or both of a DSSE envelope and a message signature.');
  }
  return bundle.has('dsseEnvelope') ? envelopeFrom(bundle.object('dsseEnvelope', ['payload', 'payloadType', 'signatures'])) : messageFrom(bundle.object('messageSignature', ['messageDigest', 'signature']));
}

function envelopeFrom(envelope: MemberReader): DsseContent {
  const signatures = envelope.list('signatures', 32);
  if (signatures.length !== 1) throw refuse('BUNDLE_MALFORMED', `The envelope has ${signatures.length} signatures, not exactly one.`);
  return {
    type: 'dsse',
    payload: envelope.bytes('payload'),
    payloadType: envelope.text('payloadType'),
    signature: readMembers(signatures[0], 'dsseEnvelope.signatures[0]', ['sig', 'keyid']).bytes('sig'),
  };
}

function messageFrom(message: MemberReader): MessageContent {
  const stated = message.object('messageDigest', ['algorithm', 'digest']);
  const known = algorithms.get(stated.text('algorithm') as 'SHA2_256');
  if (known === undefined) throw refuse('BUNDLE_MALFORMED', 'The message digest is of an unknown algorithm.');
  const digest = stated.bytes('digest');
  if (digest.length !== known.lengthBytes) throw refuse('BUNDLE_MALFORMED', 'The message digest has the wrong length.');
  return { type: 'message', algorithm: known.algorithm, digest, signature: message.bytes('signature') };
}

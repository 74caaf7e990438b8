import type { toSignedEntity } from '@sigstore/verify';
import type { MessageContent, ParsedBundle, ParsedEntry } from './bundle/parsed-bundle.ts';

type LibraryBundle = Parameters<typeof toSignedEntity>[0];
type LibraryEntry = LibraryBundle['verificationMaterial']['tlogEntries'][number];

/** `HashAlgorithm` of Sigstore's protobuf definitions. */
const hashAlgorithm = { sha256: 1, sha384: 2, sha512: 3 } as const satisfies Record<MessageContent['algorithm'], number>;

/**
 * Writes a strictly read bundle in the library's terms. The signer is left out: the library would parse the certificate
 * again, so the caller puts its own in.
 */
export function libraryBundle(bundle: ParsedBundle): LibraryBundle {
  return {
    mediaType: bundle.mediaType,
    verificationMaterial: {
      content: { $case: 'publicKey', publicKey: { hint: '' } },
      tlogEntries: bundle.entries.map(entryOf),
      timestampVerificationData: { rfc3161Timestamps: bundle.timestamps.map((signedTimestamp) => ({ signedTimestamp })) },
    },
    content: contentOf(bundle),
  };
}

function contentOf({ content }: ParsedBundle): LibraryBundle['content'] {
  if (content.type === 'message') {
    const { algorithm, digest, signature } = content;
    return { $case: 'messageSignature', messageSignature: { messageDigest: { algorithm: hashAlgorithm[algorithm], digest }, signature } };
  }
  const { payload, payloadType, signature } = content;
  return { $case: 'dsseEnvelope', dsseEnvelope: { payload, payloadType, signatures: [{ sig: signature, keyid: '' }] } };
}

function entryOf(entry: ParsedEntry): LibraryEntry {
  return {
    logIndex: String(entry.logIndex),
    logId: { keyId: entry.logId },
    kindVersion: { kind: entry.kind, version: entry.version },
    integratedTime: String(entry.integratedTime),
    inclusionPromise: entry.promise === undefined ? undefined : { signedEntryTimestamp: entry.promise },
    inclusionProof: entry.proof === undefined ? undefined : proofOf(entry.proof),
    canonicalizedBody: entry.body,
  };
}

function proofOf(proof: NonNullable<ParsedEntry['proof']>): NonNullable<LibraryEntry['inclusionProof']> {
  return {
    logIndex: String(proof.logIndex),
    rootHash: proof.rootHash,
    treeSize: String(proof.treeSize),
    hashes: [...proof.hashes],
    checkpoint: { envelope: proof.checkpoint },
  };
}

import { createHash } from 'node:crypto';
import { derOctetString } from './der.ts';
import { createLogKey, type LogKey } from './log-key.ts';
import { createMerkleTree, type MerkleTree } from './merkle-tree.ts';
import { withoutPoison } from './precertificate.ts';

/** OID of the extension that holds embedded SCTs (RFC 6962, section 3.3). */
export const SCT_LIST_OID = '1.3.6.1.4.1.11129.2.4.2';

/** A certificate transparency log: it promises, by an SCT, to have seen a precertificate. */
export interface CertificateLog {
  readonly key: LogKey;
  readonly tree: MerkleTree;
  /**
   * Logs a precertificate.
   *
   * @param precertificate - DER, with the poison extension.
   * @param issuerPublicKey - DER SubjectPublicKeyInfo of the certificate that will sign the final one.
   * @returns The serialised SCT.
   */
  addPrecertificate(precertificate: Uint8Array, issuerPublicKey: Uint8Array): Uint8Array;
}

/**
 * Makes an empty log.
 *
 * @param options.now - The clock its SCTs carry. Default: the real one.
 */
export function createCertificateLog(options: { readonly now?: () => Date } = {}): CertificateLog {
  const now = options.now ?? (() => new Date());
  const key = createLogKey();
  const tree = createMerkleTree();
  return {
    key,
    tree,
    addPrecertificate(precertificate, issuerPublicKey) {
      const timestamp = unsigned64(now().getTime());
      const entry = Buffer.concat([
        timestamp,
        Buffer.from([0, 1]),
        createHash('sha256').update(issuerPublicKey).digest(),
        opaque24(withoutPoison(precertificate)),
        Buffer.from([0, 0]),
      ]);
      const [version, certificateTimestamp, timestampedEntry] = [Buffer.from([0]), Buffer.from([0]), Buffer.from([0])];
      tree.append(Buffer.concat([version, timestampedEntry, entry]));
      const signature = key.sign(Buffer.concat([version, certificateTimestamp, entry]));
      const sha256WithEcdsa = Buffer.from([4, 3]);
      return Buffer.concat([version, key.logId, timestamp, Buffer.from([0, 0]), sha256WithEcdsa, opaque16(signature)]);
    },
  };
}

/** Builds the value of the SCT list extension from serialised SCTs. */
export function sctListExtension(scts: readonly Uint8Array[]): Uint8Array {
  return derOctetString(opaque16(Buffer.concat(scts.map(opaque16))));
}

function unsigned64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}

function opaque16(bytes: Uint8Array): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function opaque24(bytes: Uint8Array): Buffer {
  const length = Buffer.alloc(3);
  length.writeUIntBE(bytes.length, 0, 3);
  return Buffer.concat([length, bytes]);
}

import type { EvidenceSource } from '../evidence/evidence-source.ts';

/** One distribution to verify. */
export interface Subject {
  /** As the command line names it. */
  readonly target: string;
  readonly filename: string;
  /** Where it is on this machine; `undefined` for one on an index. */
  readonly path?: string;
  /** Where it is on the index. */
  readonly url?: URL;
  /** The digest of its bytes, and whose word that is. */
  digest(): Promise<SubjectDigest>;
  /** All its bytes, for evidence that signs them directly; absent where they are not here. */
  bytes?(): Promise<Uint8Array>;
  /** Where its attestations may be. */
  evidence(): Promise<readonly EvidenceSource[]>;
}

/** A digest, and where it comes from. */
export interface SubjectDigest {
  readonly sha256: string;
  /** `file`: bytes on this machine; `download`: bytes fetched now; `index`: only what the index states. */
  readonly digestFrom: 'file' | 'download' | 'index';
}

import type { JsonObject } from '@ropewalk/encoding';
import type { ProvenancePublisher, Statement } from '@ropewalk/pep740';
import type { CertificateFacts } from '../../evidence/certificate-facts.ts';

/** What a file holds, read but not verified. */
export type Inspected =
  | { readonly type: 'attestation'; readonly signed: Signed }
  | { readonly type: 'bundle'; readonly mediaType: string; readonly signed: Signed }
  | { readonly type: 'provenance'; readonly bundles: readonly { readonly publisher: ProvenancePublisher; readonly attestations: readonly Signed[] }[] }
  | { readonly type: 'certificate'; readonly certificate: CertificateFacts }
  | { readonly type: 'statement'; readonly statement: Statement };

/** Something signed, with what is needed to verify it. */
export interface Signed {
  /** `undefined` when something else than a statement was signed, or it cannot be read: `problem` then says why. */
  readonly statement?: Statement;
  readonly problem?: string;
  /** `undefined`: a bare key. */
  readonly certificate?: CertificateFacts;
  readonly logEntries: readonly LogEntryFacts[];
  /** RFC 3161 timestamps. */
  readonly timestamps: number;
  /** Members that no specification has. */
  readonly otherMembers?: JsonObject;
}

/** What a log entry says of itself. */
export interface LogEntryFacts {
  readonly logIndex: string;
  /** Base64, as it is written there. */
  readonly logId?: string;
  readonly kind?: string;
  readonly version?: string;
  readonly integratedTime?: Date;
  readonly hasPromise: boolean;
  readonly hasProof: boolean;
}

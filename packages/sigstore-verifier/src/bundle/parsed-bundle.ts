/** A bundle, read strictly and decoded. Nothing in it is verified. */
export interface ParsedBundle {
  readonly mediaType: string;
  readonly signer: { readonly type: 'certificate'; readonly der: Buffer } | { readonly type: 'key'; readonly hint: string };
  readonly content: DsseContent | MessageContent;
  readonly entries: readonly ParsedEntry[];
  /** RFC 3161 timestamp responses, DER. */
  readonly timestamps: readonly Buffer[];
}

/** A DSSE envelope with its one signature. */
export interface DsseContent {
  readonly type: 'dsse';
  readonly payload: Buffer;
  readonly payloadType: string;
  readonly signature: Buffer;
}

/** A signature over an artifact's bytes. */
export interface MessageContent {
  readonly type: 'message';
  readonly algorithm: 'sha256' | 'sha384' | 'sha512';
  readonly digest: Buffer;
  readonly signature: Buffer;
}

/** An entry of a transparency log. */
export interface ParsedEntry {
  readonly logIndex: number;
  readonly logId: Buffer;
  readonly kind: string;
  readonly version: string;
  /** Seconds; 0 when the log states none. */
  readonly integratedTime: number;
  /** The signed entry timestamp. */
  readonly promise: Buffer | undefined;
  readonly proof: ParsedProof | undefined;
  readonly body: Buffer;
}

/** Where the entry lies in the log's tree. */
export interface ParsedProof {
  readonly logIndex: number;
  readonly treeSize: number;
  readonly rootHash: Buffer;
  readonly hashes: readonly Buffer[];
  /** The signed note. */
  readonly checkpoint: string;
}

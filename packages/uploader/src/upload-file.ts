/** One file to upload, with everything that is sent beside it. Made by `uploadFileOf`, or by hand. */
export interface UploadFile {
  readonly filename: string;
  /** Normalised name of the project. */
  readonly project: string;
  /** Canonical version. */
  readonly version: string;
  readonly sizeBytes: number;
  /** As it was read (and signed), in lower-case hex. What is sent is held against it. */
  readonly sha256: string;
  /** The text parts of the form, in order. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** Where the bytes are: a path, or the bytes themselves. */
  readonly content: string | Uint8Array;
  /** A detached OpenPGP signature, for indexes that keep such; PyPI ignores it. Default none. */
  readonly signature?: { readonly filename: string; readonly bytes: Uint8Array };
}

import type { UploadTokenSource } from './credential.ts';
import type { Keyring } from './keyring.ts';
import type { Netrc } from './netrc.ts';
import type { CredentialPrompt } from './prompt.ts';
import type { Pypirc } from './pypirc.ts';

/** Which index, and where to look. Only what is handed in is looked at: nothing here reads a terminal or asks a CI. */
export interface CredentialRequest {
  /** Where the upload goes. A username and password in it count as options. */
  readonly repositoryUrl: URL;
  /**
   * Name of the index, as a section of `.pypirc` has it, when a person named it: that section and no other counts. Default:
   * the section is found by its address and `projects`.
   */
  readonly repository?: string;
  /**
   * The normalised names of the projects that are uploaded. A PyPI token that is limited to others is then not sent; where
   * `.pypirc` or a keyring has several, the one for these is taken. Default: not known, and nothing is compared.
   */
  readonly projects?: readonly string[];
  /** An API token, from an option. */
  readonly token?: string;
  /** From an option. Default `__token__` where a secret is found and no name beside it. */
  readonly username?: string;
  /** From an option. */
  readonly password?: string;
  /** Default `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /**
   * Trusted publishing, or the way to find out whether it is possible here. Asked only when neither options nor
   * environment have a secret. Default none.
   */
  readonly tokenSource?: UploadTokenSource | (() => Promise<UploadTokenSource | undefined>);
  /** Reads `.pypirc`: `readPypirc`. Asked when needed. Default none. */
  readonly pypirc?: () => Promise<Pypirc | undefined>;
  /** The system's keyring: `programKeyring()`, `nativeKeyring()`, or `severalKeyrings` of both. Default none. */
  readonly keyring?: Keyring;
  /** Reads netrc: `readNetrc`. Asked when needed. Default none. */
  readonly netrc?: () => Promise<Netrc | undefined>;
  /** Asks a person, when all else has nothing. Hand it in only where `mayPrompt`. Default none. */
  readonly prompt?: CredentialPrompt;
  /** The clock for the expiry of tokens. Default the real one. */
  readonly now?: () => Date;
  readonly signal?: AbortSignal;
}

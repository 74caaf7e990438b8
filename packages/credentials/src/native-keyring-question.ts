/** What the process that loads the native module is asked, once. */
export interface NativeKeyringQuestion {
  /** The folder of the module. */
  readonly folder: string;
  readonly platform: NodeJS.Platform;
  readonly service: string;
  readonly username?: string;
}

/** What it answers. */
export type NativeKeyringReply =
  | { readonly status: 'found'; readonly username: string; readonly password: string }
  | { readonly status: 'none' }
  | { readonly status: 'failed'; readonly reason: string };

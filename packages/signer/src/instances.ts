/** Where certificates and log entries come from. */
export interface SigstoreInstance {
  readonly fulcioUrl: URL;
  /** A Rekor v1. */
  readonly rekorUrl: URL;
}

/** The public-good instance, the only one PyPI trusts. */
export const publicGoodInstance: SigstoreInstance = {
  fulcioUrl: new URL('https://fulcio.sigstore.dev'),
  rekorUrl: new URL('https://rekor.sigstore.dev'),
};

/** The staging instance: for trying out, trusted by no index. */
export const stagingInstance: SigstoreInstance = {
  fulcioUrl: new URL('https://fulcio.sigstage.dev'),
  rekorUrl: new URL('https://rekor.sigstage.dev'),
};

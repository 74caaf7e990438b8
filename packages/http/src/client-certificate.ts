/** A certificate and key by which this client proves itself to a server, as PEM text. */
export interface ClientCertificate {
  readonly certificate: string;
  readonly key: string;
  /** Of an encrypted key. */
  readonly passphrase?: string;
}

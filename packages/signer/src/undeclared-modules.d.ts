// The type declarations of @sigstore/sign import these two modules, which bring none. Nothing here touches what they
// describe: the library's own HTTP client and its REST types are never used.
declare module 'make-fetch-happen' {
  export interface MakeFetchHappenOptions {
    readonly retry?: unknown;
  }
  export type FetchOptions = MakeFetchHappenOptions;
  const fetch: unknown;
  export default fetch;
}

declare module '@sigstore/rekor-types' {
  export type LogEntry = Readonly<Record<string, unknown>>;
  export type ProposedEntry = unknown;
  export type ProposedDSSEEntry = unknown;
  export type ProposedHashedRekordEntry = unknown;
  export type ProposedIntotoEntry = unknown;
}

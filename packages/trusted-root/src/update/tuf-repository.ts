import { shippedTufRootJson } from './tuf-root-data.ts';

/** A TUF repository that serves a `trusted_root.json`. */
export interface TufRepository {
  /** Where its metadata lies; targets lie below it in `targets/`. */
  readonly url: URL;
  /** The root metadata trust starts from, as text. Comes with the operator, never from the repository. */
  readonly root: string;
}

/** The repository of the Sigstore public-good instance. */
export const publicGoodRepository: TufRepository = {
  url: new URL('https://tuf-repo-cdn.sigstore.dev/'),
  root: shippedTufRootJson,
};

/** A place where the operating system keeps secrets. */
export interface Keyring {
  /** For people: `the keyring program`. */
  readonly name: string;
  /**
   * Looks up a secret.
   *
   * @param service - What it is for: the upload URL, as twine stores it, or the host, as uv does.
   * @param username - `undefined`: whichever user there is.
   * @throws The reason of `signal` when that aborts; whatever was started to ask is ended.
   */
  get(service: string, username: string | undefined, options?: { readonly signal?: AbortSignal }): Promise<KeyringAnswer>;
  /** The keyrings this one is made of, in order. Each is then asked and reported by itself. */
  readonly members?: readonly Keyring[];
}

/** `undefined`: it has nothing of that name. */
export type KeyringAnswer = KeyringEntry | KeyringUnavailable | undefined;

/** A secret of a keyring. */
export interface KeyringEntry {
  readonly username: string;
  readonly password: string;
}

/** The keyring could not be asked, which is as good as having nothing. */
export interface KeyringUnavailable {
  /** Why, as the end of a sentence: `not installed`. */
  readonly unavailable: string;
}

/** One keyring made of several, asked in the order given; one that cannot be asked is passed over. */
export function severalKeyrings(...members: readonly Keyring[]): Keyring {
  return {
    name: members.map(({ name }) => name).join(' or '),
    members,
    async get(service, username, options) {
      let unavailable: KeyringUnavailable | undefined;
      for (const member of members) {
        const answer = await member.get(service, username, options);
        if (answer !== undefined && !('unavailable' in answer)) return answer;
        unavailable ??= answer;
      }
      return unavailable;
    },
  };
}

import { isLoopbackUrl } from '@ropewalk/http';

/** A right to read one index. */
export interface IndexLogin {
  /** Where it came from, for messages: `the netrc file`. No part of the secret. */
  readonly source: string;
  /** The value of the `Authorization` header for one request: a secret. */
  authorization(url: URL, options?: { readonly signal?: AbortSignal }): Promise<string>;
}

/** That there is no login. */
export interface NoLogin {
  /** What a person can do about it: it becomes the remedy of `INDEX_REFUSED`. */
  readonly remedy: string;
}

/** Where the login of an index can be had. */
export interface LoginSource {
  /** Look before the first request. Default false: only when the index answers 401 or 403, so that nobody is asked in vain. */
  readonly isImmediate?: boolean;
  /** Looks for it. Asked once at most by one client. */
  find(options?: { readonly signal?: AbortSignal }): Promise<IndexLogin | NoLogin>;
}

/** How an index may be told who is reading. */
export interface LoginOptions {
  /** The value of the `Authorization` header, for those who have it already. Default none. */
  readonly authorization?: ((url: URL) => Promise<string>) | undefined;
  /** Not asked where `authorization` is given. Default none. */
  readonly logins?: LoginSource | undefined;
}

/** The login of one index, as far as it is known by now. It goes to the index's own origin, and over plain http to this machine only. */
export interface LoginState {
  /** The `authorization` header for an address, where there is a login and it may go there. */
  headersFor(url: URL, signal: AbortSignal | undefined): Promise<Readonly<Record<string, string>>>;
  /** Looks for a login after an address answered without one. @returns Whether there is one for it. */
  lookFor(url: URL, signal: AbortSignal | undefined): Promise<boolean>;
  /** Whether a login may go there. */
  mayGoTo(url: URL): boolean;
  /** What a search brought; `undefined`: there was none. */
  known(): IndexLogin | NoLogin | undefined;
}

/** Keeps the login of the index at `origin`. */
export function createLoginState(origin: string, { authorization, logins }: LoginOptions): LoginState {
  let known: IndexLogin | NoLogin | undefined;
  let search: Promise<IndexLogin | NoLogin> | undefined;
  const mayGoTo = (url: URL): boolean => url.origin === origin && (url.protocol === 'https:' || isLoopbackUrl(url));
  const look = async (signal: AbortSignal | undefined): Promise<void> => {
    if (logins === undefined || authorization !== undefined) return;
    search ??= logins.find(signal === undefined ? {} : { signal });
    known = await search;
  };
  return {
    mayGoTo,
    known: () => known,
    async headersFor(url, signal) {
      if (!mayGoTo(url)) return {};
      if (authorization !== undefined) return { authorization: await authorization(url) };
      if (logins?.isImmediate === true) await look(signal);
      return isLogin(known) ? { authorization: await known.authorization(url, signal === undefined ? {} : { signal }) } : {};
    },
    async lookFor(url, signal) {
      if (!mayGoTo(url)) return false;
      await look(signal);
      return isLogin(known);
    },
  };
}

/** Asks, and asks again with the login of the index when it wants one and none was sent. */
export async function askWithLogin<Answer extends { readonly status: number } | undefined>(
  login: LoginState,
  { url, signal }: { readonly url: URL; readonly signal: AbortSignal | undefined },
  ask: (headers: Readonly<Record<string, string>>) => Promise<Answer>,
): Promise<Answer> {
  const headers = await login.headersFor(url, signal);
  const answer = await ask(headers);
  if (answer === undefined || !isRefused(answer) || 'authorization' in headers || !(await login.lookFor(url, signal))) return answer;
  return ask(await login.headersFor(url, signal));
}

/** Whether an answer may be another one for somebody else. */
export function isRefused({ status }: { readonly status: number }): boolean {
  return status === 401 || status === 403;
}

/** Whether a search brought a login. */
export function isLogin(found: IndexLogin | NoLogin | undefined): found is IndexLogin {
  return found !== undefined && 'authorization' in found;
}

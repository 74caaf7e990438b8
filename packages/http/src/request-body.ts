import type { HttpRequest, HttpStreamBody } from '@ropewalk/core';

/** A body made for one attempt. */
export interface AttemptBody {
  readonly data: string | Uint8Array | AsyncIterable<Uint8Array> | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** What the caller's own body threw; then it is no failure of the network and is not tried again. */
  failure(): { readonly error: unknown } | undefined;
}

/** Makes the body of one attempt; a streamed one begins afresh. Its length is always stated. */
export function bodyForAttempt(body: HttpRequest['body']): AttemptBody {
  if (body === undefined) return { data: undefined, headers: {}, failure: () => undefined };
  if (typeof body === 'string') return { data: body, headers: lengthHeader(Buffer.byteLength(body)), failure: () => undefined };
  if (body instanceof Uint8Array) return { data: body, headers: lengthHeader(body.byteLength), failure: () => undefined };
  return streamForAttempt(body);
}

function streamForAttempt(body: HttpStreamBody): AttemptBody {
  let failure: { readonly error: unknown } | undefined;
  async function* chunks(): AsyncIterable<Uint8Array> {
    try {
      yield* body.chunks();
    } catch (error) {
      failure = { error };
      throw error;
    }
  }
  return { data: chunks(), headers: lengthHeader(body.lengthBytes), failure: () => failure };
}

function lengthHeader(bytes: number): Readonly<Record<string, string>> {
  return { 'content-length': String(bytes) };
}

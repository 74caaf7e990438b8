import type { SigstoreBundle } from '@ropewalk/pep740';
import { SignerError } from './signer-error.ts';
import { beginWork, type SignStart } from './sign-work.ts';
import type { Signer } from './signer.ts';

/** How many statements are signed. */
export interface SignAllOptions {
  /** How many are in flight at once. Default 8. */
  readonly concurrency?: number;
  /**
   * Whether `sign-end` waits for its turn in the order of the statements. With `false` each bundle is handed out as soon as
   * it is there, and its place in flight is free only when the next event is asked for: for whoever writes each down at
   * once, so that a process that is killed loses no more than was in flight. Default true.
   */
  readonly inOrder?: boolean;
  /** Time for all of them in milliseconds. Default ten minutes. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** What happens while several statements are signed; the last event carries the bundles. */
export type SignEvent =
  | SignStart
  | { readonly type: 'sign-end'; readonly index: number; readonly bundle: SigstoreBundle }
  | { readonly type: 'sign-result'; readonly result: readonly SigstoreBundle[] };

/**
 * Signs statements concurrently. `sign-end` comes in the order of the statements, unless `inOrder` is false; the result always does.
 *
 * When one fails, nothing new is begun; those in flight are waited for and still handed out, so that nothing that was
 * logged is lost. Then the error is thrown, with the positions that remain in `remaining`.
 *
 * @throws {@link SignerError}; `SIGNING_TIMEOUT` when `timeoutMs` is over.
 */
export async function* signAll(
  signer: Signer,
  statements: readonly Uint8Array[],
  options: SignAllOptions = {},
): AsyncGenerator<SignEvent, void, undefined> {
  const { concurrency = 8, inOrder = true, timeoutMs = 600_000 } = options;
  const leaving = new AbortController();
  const deadline = AbortSignal.timeout(timeoutMs);
  const signal = AbortSignal.any([leaving.signal, deadline, ...(options.signal === undefined ? [] : [options.signal])]);
  const work = beginWork(signer, statements, { concurrency, waitsForTaking: !inOrder, signal });
  const bundles: SigstoreBundle[] = [];
  const remaining: number[] = [];
  try {
    for (const turn of statements.keys()) {
      yield* work.starts();
      const index = inOrder ? turn : await work.nextToEnd();
      const outcome = await work.outcome(index);
      if (outcome === undefined || 'error' in outcome) {
        remaining.push(index);
        work.taken(index);
        continue;
      }
      bundles[index] = outcome.bundle;
      yield { type: 'sign-end', index, bundle: outcome.bundle };
      work.taken(index);
    }
  } finally {
    leaving.abort();
  }
  const [failure] = work.failures();
  if (failure !== undefined) throw withRemaining(failure.error, remaining.sort((a, b) => a - b), statements.length, { timeoutMs, isOver: deadline.aborted });
  yield { type: 'sign-result', result: bundles };
}

function withRemaining(
  error: unknown,
  remaining: readonly number[],
  total: number,
  deadline: { readonly timeoutMs: number; readonly isOver: boolean },
): unknown {
  const rest = `${remaining.length} of ${total} remain to be signed.`;
  if (deadline.isOver) {
    return new SignerError({
      code: 'SIGNING_TIMEOUT',
      message: `Signing took longer than ${deadline.timeoutMs / 1000} seconds; ${rest}`,
      remedy: 'Run the command again: what is signed and kept is not signed again.',
      cause: error,
      remaining,
    });
  }
  if (!(error instanceof SignerError)) return error;
  const { code, message, remedy, cause } = error;
  return new SignerError({ code, message: total === 1 ? message : `${message} ${rest}`, remedy, cause, remaining });
}

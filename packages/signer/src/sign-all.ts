import type { SigstoreBundle } from '@ropewalk/pep740';
import { SignerError } from './signer-error.ts';
import type { Signer } from './signer.ts';

/** How many statements are signed. */
export interface SignAllOptions {
  /** How many are in flight at once. Default 8. */
  readonly concurrency?: number;
  /** Time for all of them in milliseconds. Default ten minutes. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** What happens while several statements are signed; the last event carries the bundles. */
export type SignEvent =
  | { readonly type: 'sign-start'; readonly index: number }
  | { readonly type: 'sign-end'; readonly index: number; readonly bundle: SigstoreBundle }
  | { readonly type: 'sign-result'; readonly result: readonly SigstoreBundle[] };

type Outcome = { readonly bundle: SigstoreBundle } | { readonly error: unknown };

/**
 * Signs statements concurrently. `sign-end` comes in the order of the statements.
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
  const { concurrency = 8, timeoutMs = 600_000 } = options;
  const leaving = new AbortController();
  const deadline = AbortSignal.timeout(timeoutMs);
  const signals = [leaving.signal, deadline, ...(options.signal === undefined ? [] : [options.signal])];
  const signal = AbortSignal.any(signals);
  const outcomes: Promise<Outcome>[] = [];
  const bundles: SigstoreBundle[] = [];
  const failures: unknown[] = [];

  const begin = (index: number, statement: Uint8Array): SignEvent => {
    const task = signer.sign(statement, { signal });
    outcomes[index] = task.then(
      (bundle) => ({ bundle }),
      (error: unknown) => {
        failures.push(error);
        return { error };
      },
    );
    return { type: 'sign-start', index };
  };

  const remaining: number[] = [];
  try {
    for (const [index] of statements.entries()) {
      while (failures.length === 0 && outcomes.length < Math.min(statements.length, index + concurrency)) {
        const next = statements[outcomes.length];
        if (next !== undefined) yield begin(outcomes.length, next);
      }
      const outcome = await outcomes[index];
      if (outcome === undefined || 'error' in outcome) {
        remaining.push(index);
        continue;
      }
      bundles.push(outcome.bundle);
      yield { type: 'sign-end', index, bundle: outcome.bundle };
    }
  } finally {
    leaving.abort();
  }
  if (failures.length > 0) throw withRemaining(failures[0], remaining, statements.length, { timeoutMs, isOver: deadline.aborted });
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
      remedy: 'Run the command again: what is signed already is kept.',
      cause: error,
      remaining,
    });
  }
  if (!(error instanceof SignerError)) return error;
  const { code, message, remedy, cause } = error;
  return new SignerError({ code, message: total === 1 ? message : `${message} ${rest}`, remedy, cause, remaining });
}

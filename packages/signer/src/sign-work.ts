import type { SigstoreBundle } from '@ropewalk/pep740';
import type { Signer } from './signer.ts';

/** How one statement ended. */
export type Outcome = { readonly bundle: SigstoreBundle } | { readonly error: unknown };

/** Statements that are being signed. */
export interface Work {
  /** Starts that were not told yet. */
  starts(): readonly SignStart[];
  /** `undefined` for a statement that was never begun, because another one failed. */
  outcome(index: number): Promise<Outcome | undefined>;
  /** Positions as they end; to be asked as often as there are statements. */
  nextToEnd(): Promise<number>;
  /** Says that whoever wanted this outcome has dealt with it. */
  taken(index: number): void;
  failures(): readonly { readonly error: unknown }[];
}

/** A statement whose turn has come. */
export interface SignStart {
  readonly type: 'sign-start';
  readonly index: number;
}

/** Keeps `concurrency` signatures in the making until all are made or one failed. */
export function beginWork(
  signer: Signer,
  statements: readonly Uint8Array[],
  { concurrency, waitsForTaking, signal }: { readonly concurrency: number; readonly waitsForTaking: boolean; readonly signal: AbortSignal },
): Work {
  const starts: SignStart[] = [];
  const failures: { error: unknown }[] = [];
  const outcomes = statements.map(() => deferred<Outcome | undefined>());
  const queue = [...statements.entries()];
  const ends = statements.map(() => deferred<number>());
  const takings = statements.map(() => deferred<void>());
  let [ended, asked] = [0, 0];
  const end = (index: number, outcome: Outcome | undefined): void => {
    outcomes[index]?.resolve(outcome);
    ends[ended]?.resolve(index);
    ended += 1;
  };

  async function workThrough(): Promise<void> {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [index, statement] = next;
      if (failures.length > 0) {
        end(index, undefined);
        continue;
      }
      starts.push({ type: 'sign-start', index });
      try {
        end(index, { bundle: await signer.sign(statement, { signal }) });
      } catch (error) {
        failures.push({ error });
        end(index, { error });
      }
      if (waitsForTaking) await takings[index]?.promise;
    }
  }

  for (let worker = 0; worker < concurrency; worker += 1) void workThrough();
  return {
    starts: () => starts.splice(0),
    outcome: async (index) => outcomes[index]?.promise,
    async nextToEnd() {
      const next = ends[asked];
      asked += 1;
      if (next === undefined) throw new TypeError('Everything has ended already.');
      return next.promise;
    },
    taken: (index) => takings[index]?.resolve(),
    failures: () => failures,
  };
}

function deferred<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

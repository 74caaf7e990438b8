import { spawnSync } from 'node:child_process';

/** A program and its arguments. */
export type Command = readonly [program: string, ...args: string[]];

/** What a paired measurement found: medians in milliseconds and the median of the ratios pair by pair. */
export interface Pairing {
  readonly medianMs: number;
  readonly otherMedianMs: number;
  readonly ratio: number;
}

/**
 * Times two commands as whole processes in turn (A B A B …), so that a machine whose speed drifts slows both alike.
 *
 * @param expected - The exit status `command` must have; another is an error, not a fast run.
 */
export function pair(command: Command, other: Command, options: { readonly runs?: number; readonly expected?: number } = {}): Pairing {
  const runs = options.runs ?? 21;
  const pairs: { readonly own: number; readonly other: number }[] = [];
  for (let run = -2; run < runs; run += 1) {
    const timed = { own: time(command, options.expected ?? 0), other: time(other, 0) };
    // The first two warm the page cache.
    if (run >= 0) pairs.push(timed);
  }
  return {
    medianMs: median(pairs.map((timed) => timed.own)),
    otherMedianMs: median(pairs.map((timed) => timed.other)),
    ratio: median(pairs.map((timed) => timed.own / timed.other)),
  };
}

function time([program, ...args]: Command, expected: number): number {
  const started = performance.now();
  const result = spawnSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
  const elapsed = performance.now() - started;
  if (result.status !== expected) throw new Error(`${program} ${args.join(' ')} exited ${result.status}: ${result.stderr}`);
  return elapsed;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

import { isCodedError, type CodedError } from '@ropewalk/core';
import { abortableSleep } from '@ropewalk/http';
import type { Provenance } from '@ropewalk/pep740';
import type { IndexClient } from './index-client.ts';
import type { IndexFile, IndexProject } from './index-project.ts';

/** A file that was uploaded and has to show. */
export interface AwaitedFile {
  readonly project: string;
  readonly filename: string;
  readonly sha256: string;
  /** Whether its attestations have to show too. */
  readonly needsProvenance: boolean;
}

/** What an index serves of an awaited file. */
export type ServedFile =
  | { readonly filename: string; readonly status: 'served'; readonly file: IndexFile; readonly provenance?: Provenance }
  /** Another file has this name there. */
  | { readonly filename: string; readonly status: 'different'; readonly sha256: string }
  /** The time was over: it does not show, or its attestations do not. */
  | { readonly filename: string; readonly status: 'missing' | 'without-provenance' }
  /** The time was over: the index could not be read, at last because of this. */
  | { readonly filename: string; readonly status: 'unreadable'; readonly error: CodedError };

/** How long is waited. */
export interface WaitOptions {
  /** In milliseconds. Default 180 000. */
  readonly timeoutMs?: number;
  /** The first pause; each is half as long again as the last, up to five times the first. Default 2 000 ms. */
  readonly pauseMs?: number;
  readonly now?: () => Date;
  readonly sleep?: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;
  readonly signal?: AbortSignal;
}

/**
 * Waits until an index serves files with the right digests and, where needed, with attestations that can be parsed
 * (whether they verify is for the caller to see). Ends when all are decided or the time is over.
 *
 * @returns What there is of each file, in the order given.
 */
export async function waitUntilServed(client: IndexClient, files: readonly AwaitedFile[], options: WaitOptions = {}): Promise<readonly ServedFile[]> {
  const now = options.now ?? (() => new Date());
  const sleep = options.sleep ?? abortableSleep;
  const firstPauseMs = options.pauseMs ?? 2000;
  const endsAt = now().getTime() + (options.timeoutMs ?? 180_000);
  const states = new Map<AwaitedFile, ServedFile>();

  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 1.5, firstPauseMs * 5)) {
    await lookAgain(client, files.filter((file) => !isDecided(states.get(file))), states, options.signal);
    const isDone = files.every((file) => isDecided(states.get(file)));
    const leftMs = endsAt - now().getTime();
    if (isDone || leftMs <= 0) break;
    await sleep(Math.min(pauseMs, leftMs), options.signal);
    options.signal?.throwIfAborted();
  }
  return files.map((file) => states.get(file) ?? { filename: file.filename, status: 'missing' });
}

function isDecided(state: ServedFile | undefined): boolean {
  return state?.status === 'served' || state?.status === 'different';
}

async function lookAgain(client: IndexClient, files: readonly AwaitedFile[], states: Map<AwaitedFile, ServedFile>, signal: AbortSignal | undefined): Promise<void> {
  const request = signal === undefined ? {} : { signal };
  for (const project of new Set(files.map((file) => file.project))) {
    const awaited = files.filter((file) => file.project === project);
    const page = await attempt(client.project(project, request), signal);
    for (const file of awaited) states.set(file, await stateOf(client, file, page, request));
  }
}

async function stateOf(
  client: IndexClient,
  awaited: AwaitedFile,
  page: Attempt<IndexProject | undefined>,
  request: { readonly signal?: AbortSignal },
): Promise<ServedFile> {
  const { filename } = awaited;
  if ('error' in page) return { filename, status: 'unreadable', error: page.error };
  const file = page.value?.files.find((candidate) => candidate.filename === filename);
  if (file === undefined) return { filename, status: 'missing' };
  if (file.sha256 !== undefined && file.sha256 !== awaited.sha256) return { filename, status: 'different', sha256: file.sha256 };
  if (!awaited.needsProvenance) return { filename, status: 'served', file };
  const provenance = await attempt(client.provenance(file, request), request.signal);
  if ('error' in provenance) return { filename, status: 'unreadable', error: provenance.error };
  if (provenance.value === undefined) return { filename, status: 'without-provenance' };
  return { filename, status: 'served', file, provenance: provenance.value };
}

type Attempt<Value> = { readonly value: Value } | { readonly error: CodedError };

async function attempt<Value>(promise: Promise<Value>, signal: AbortSignal | undefined): Promise<Attempt<Value>> {
  try {
    return { value: await promise };
  } catch (error) {
    if (!isCodedError(error) || signal?.aborted === true) throw error;
    return { error };
  }
}

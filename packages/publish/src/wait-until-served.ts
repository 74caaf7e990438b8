import { waitUntilServed, type IndexClient, type ServedFile } from '@ropewalk/index-client';
import type { DestinationEvent, PublishedFile, ServedState } from './publish-events.ts';

/** For how long an index is asked. */
export interface ServeWait {
  /** Whether the index can be asked about a file at all; the others are not awaited. */
  readonly isReadable: (file: PublishedFile) => boolean;
  readonly timeoutMs: number;
  /** The first pause. */
  readonly pauseMs: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Asks an index, for a bounded time, until it serves every file that is there now with the right digest, and with its
 * provenance where one was sent.
 *
 * @returns The files, each with what is served of it.
 */
export async function* waitUntilAllServed(
  client: IndexClient,
  files: readonly PublishedFile[],
  wait: ServeWait,
): AsyncGenerator<DestinationEvent, readonly PublishedFile[]> {
  const awaited = files.filter((file) => file.outcome.status === 'uploaded' && wait.isReadable(file));
  const [first] = awaited;
  if (first === undefined) return files;
  yield { type: 'serve-wait', repositoryUrl: first.repositoryUrl, files: awaited.map(({ file }) => file), timeoutMs: wait.timeoutMs };
  const served = await waitUntilServed(
    client,
    awaited.map(({ file, project, sha256, attestations }) => ({ filename: file, project, sha256, needsProvenance: attestations.length > 0 })),
    { timeoutMs: wait.timeoutMs, pauseMs: wait.pauseMs, ...(wait.signal === undefined ? {} : { signal: wait.signal }) },
  );
  const states = new Map(served.map((state) => [state.filename, stateOf(state)]));
  for (const [file, state] of states) yield { type: 'serve-end', file, served: state };
  return files.map((file) => (states.has(file.file) ? { ...file, served: states.get(file.file) } : file));
}

function stateOf(served: ServedFile): ServedState {
  switch (served.status) {
    case 'served':
      return { status: 'served', hasProvenance: served.provenance !== undefined };
    case 'different':
      return { status: 'different', sha256: served.sha256 };
    case 'missing':
    case 'without-provenance':
      return { status: served.status };
    case 'unreadable':
      return { status: 'unreadable', error: served.error };
  }
}

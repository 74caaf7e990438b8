import { exitCodeOf, exitCodes } from '../exit-codes.ts';
import { interruption } from '../interruption.ts';
import { jsonReport } from './json-report.ts';
import { writeEvent } from './write-event.ts';

/** A command that prints for programs. */
export interface ToldCommand {
  readonly command: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal;
}

/**
 * Runs what comes before a release, and the release: where it fails before that begins, a program that reads `--events` or
 * `--json` is told all the same. What fails later is told where more is known.
 */
export async function tellPrograms({ command, options, signal }: ToldCommand, work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (thrown) {
    const error = signal.aborted ? interruption() : thrown;
    if (options['events'] === true) writeEvent({ type: 'error', error, finish: null });
    if (options['json'] === true) jsonReport(command).end({ status: signal.aborted ? exitCodes.interrupted : exitCodeOf(error), error });
    throw thrown;
  }
}

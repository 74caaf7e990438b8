import { isCodedError } from '@ropewalk/core';
import { exitCodeOf, exitCodes } from '../../exit-codes.ts';
import { processConsole as console, styled } from '../../output/console.ts';
import { describeFailure } from '../../output/failure.ts';
import { jsonText } from '../../output/json-text.ts';
import { printable } from '../../output/printable.ts';
import { readBounded } from '../../read-bounded.ts';
import { requireFiles } from '../../require-files.ts';
import { inspectBytes } from './inspect-bytes.ts';
import type { Inspected } from './inspected.ts';
import { showInspected } from './show-inspected.ts';

const maxBytes = 32 * 1024 * 1024;

/** `ropewalk inspect F…`: what attestations, provenances, bundles, certificates and statements say. Nothing is verified. */
export async function inspectCommand(files: readonly string[], options: Readonly<Record<string, unknown>>): Promise<number> {
  await requireFiles(files);
  const isJson = options['json'] === true;
  const documents: object[] = [];
  let status: number = exitCodes.ok;
  for (const file of files) {
    try {
      const contents = inspectBytes(await readBounded(file, maxBytes));
      if (!isJson) showFile(file, contents);
      documents.push({ file, contents });
    } catch (error) {
      if (!isCodedError(error)) throw error;
      status = exitCodeOf(error);
      const { code, message, remedy } = error;
      documents.push({ file, contents: [], problem: { code, message, remedy } });
      if (!isJson) console.note(`${printable(file)}: ${describeFailure(error, { debug: options['debug'] === true })}`);
    }
  }
  if (isJson) console.data(jsonText({ schema: 'urn:ropewalk:schema:inspection:1', verified: false, files: documents }));
  return status;
}

function showFile(file: string, contents: readonly Inspected[]): void {
  console.out(`${styled(['bold', 'yellow'], 'not verified')}  ${printable(file)}: this is what it claims`);
  contents.forEach(showInspected);
}

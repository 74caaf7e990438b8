import { styleText } from 'node:util';
import { inspectDistribution, requireSound } from '@ropewalk/distribution';
import { findPython, openDocutils, renderDescriptions, twineCheck, type Docutils, type TwineVerdict } from '@ropewalk/preflight';
import { processConsole as console } from '../../output/console.ts';
import { printable } from '../../output/printable.ts';
import type { ParsedArguments } from './argument-parser.ts';
import { TwineError } from './twine-error.ts';
import { expandPatterns, readTwineDistribution } from './twine-inputs.ts';
import { twineRecords } from './twine-records.ts';

/** `twine check`: exits 1 if any file failed, else 0. */
export async function twineCheckCommand(parsed: ParsedArguments): Promise<number> {
  const records = twineRecords({ isVerbose: false });
  const strict = parsed.flags.has('strict');
  let isLineOpen = false;
  try {
    const files = (await expandPatterns(parsed.positionals)).filter((file) => !/\.(?:asc|attestation)$/.test(file));
    if (files.length === 0) {
      records.error('No files to check.');
      return 0;
    }
    const docutils = await someDocutils();
    let hasFailed = false;
    for (const file of files) {
      process.stdout.write(`Checking ${printable(file)}: `);
      isLineOpen = true;
      const verdict = await verdictOn(file, strict, docutils);
      hasFailed ||= verdict.verdict.startsWith('FAILED');
      console.out(coloured(verdict));
      isLineOpen = false;
      for (const text of verdict.errors) records.error(text);
      for (const text of verdict.warnings) records.warning(text);
    }
    return hasFailed ? 1 : 0;
  } catch (error) {
    if (!(error instanceof TwineError)) throw error;
    if (isLineOpen) console.out();
    records.error(`${error.title}: ${error.message}`);
    return 1;
  }
}

async function verdictOn(file: string, strict: boolean, docutils: Docutils | undefined): Promise<TwineVerdict> {
  await readTwineDistribution(file);
  const distribution = requireSound(await inspectDistribution(file));
  const rendered = docutils === undefined ? undefined : [...(await renderDescriptions([distribution], docutils)).values()][0];
  return twineCheck(distribution, { strict, ...(rendered === undefined ? {} : { rendered }) });
}

/** docutils has the word where some Python of this machine has it; else ropewalk's own reading decides. */
async function someDocutils(): Promise<Docutils | undefined> {
  for (const python of await findPython({ project: process.cwd() })) {
    const docutils = await openDocutils(python);
    if (docutils !== undefined) return docutils;
  }
  return undefined;
}

function coloured({ verdict }: TwineVerdict): string {
  const colour = verdict.startsWith('FAILED') ? 'red' : verdict === 'PASSED' ? 'green' : 'yellow';
  return styleText(colour, verdict, { stream: process.stdout, validateStream: true });
}

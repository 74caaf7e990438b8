import { Command } from 'commander';
import { addCheck } from './commands/check/check-definition.ts';
import { addConvert } from './commands/convert/convert-definition.ts';
import { addExplain } from './commands/explain/explain-definition.ts';
import { addInspect } from './commands/inspect/inspect-definition.ts';
import { addPublish } from './commands/publish/publish-definition.ts';
import { addRehearse } from './commands/rehearse/rehearse-definition.ts';
import { addSign } from './commands/sign/sign-definition.ts';
import { addTwine } from './commands/twine/twine-definition.ts';
import { addUpload } from './commands/upload/upload-definition.ts';
import { addTrustedRoot } from './commands/trusted-root/trusted-root-definition.ts';
import { addVerify } from './commands/verify/verify-definition.ts';
import { addWhoami } from './commands/whoami/whoami-definition.ts';
import type { ProgramContext } from './program-context.ts';

/** Each command's definition by its name, in the order of the help. */
const definitions: ReadonlyMap<string, (program: Command, context: ProgramContext) => void> = new Map([
  ['verify', addVerify],
  ['inspect', addInspect],
  ['convert', addConvert],
  ['trusted-root', addTrustedRoot],
  ['check', addCheck],
  ['explain', addExplain],
  ['sign', addSign],
  ['publish', addPublish],
  ['upload', addUpload],
  ['whoami', addWhoami],
  ['rehearse', addRehearse],
  ['twine', addTwine],
]);

/**
 * Builds the command line, for these arguments. Each command's code is loaded when it runs, and where a command is named
 * none but that one is defined, so that starting costs next to nothing.
 */
export function createProgram(version: string, context: ProgramContext, args: readonly string[]): Command {
  const program = new Command('ropewalk')
    .description('Publish Python distributions so that anyone can check who built them, and check what others published.')
    .version(version, '-V, --version')
    .option('--debug', 'show stack traces')
    .showSuggestionAfterError()
    .exitOverride()
    .enablePositionalOptions()
    .addHelpText('after', '\nAn attestation says who built a file, never whether to trust them.');

  const named = definitions.get(args[0] ?? '');
  for (const define of named === undefined ? definitions.values() : [named]) define(program, context);
  return program;
}

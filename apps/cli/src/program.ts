import { Command } from 'commander';
import { addPublish } from './commands/publish/publish-definition.ts';
import { addRehearse } from './commands/rehearse/rehearse-definition.ts';
import { addVerify } from './commands/verify/verify-definition.ts';
import type { ProgramContext } from './program-context.ts';

/** Builds the command line. Each command's code is loaded when it runs, so that `--help` costs next to nothing. */
export function createProgram(version: string, context: ProgramContext): Command {
  const program = new Command('ropewalk')
    .description('Publish Python distributions so that anyone can check who built them, and check what others published.')
    .version(version, '-V, --version')
    .showSuggestionAfterError()
    .exitOverride()
    .enablePositionalOptions()
    .addHelpText('after', '\nAn attestation says who built a file, never whether to trust them.');

  addVerify(program, context);
  addPublish(program, context);
  addRehearse(program, context);
  return program;
}

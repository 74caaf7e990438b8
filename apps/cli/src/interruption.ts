import { CommandError } from './command-error.ts';

/** What the document of `--json` says of a run that Ctrl-C ended. */
export function interruption(): CommandError {
  return new CommandError({ code: 'INTERRUPTED', message: 'The run was interrupted.', remedy: 'Run the same command again: what is done already is not done twice.' });
}

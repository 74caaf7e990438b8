import packageJson from '../../../package.json' with { type: 'json' };
import { processConsole as console } from '../../output/console.ts';
import { parseArguments, UsageError } from './argument-parser.ts';
import { twineCheckCommand } from './check-command.ts';
import { checkArguments, globalArguments, uploadArguments } from './twine-arguments.ts';
import { twineUploadCommand } from './upload-command.ts';

/** `ropewalk twine …`: exits 0 when all is well, 1 for any failure, 2 for a wrong command line, as twine does. */
export async function twineCommand(args: readonly string[], signal: AbortSignal): Promise<number> {
  // Everything up to the command's name is twine's own; the rest is handed on unparsed.
  const place = args.findIndex((word) => !word.startsWith('-'));
  const command = place < 0 ? undefined : args[place];
  const rest = place < 0 ? [] : args.slice(place + 1);
  try {
    const globals = parseArguments(globalArguments, place < 0 ? args : args.slice(0, place));
    if (globals.flags.has('version')) return say(`twine version 7.0.0 (ropewalk: ${packageJson.version})`);
    if (globals.flags.has('help')) return say(globalArguments.help);
    switch (command) {
      case 'upload': {
        const parsed = parseArguments(uploadArguments, rest);
        return parsed.flags.has('help') ? say(uploadArguments.help) : await twineUploadCommand(parsed, signal);
      }
      case 'check': {
        const parsed = parseArguments(checkArguments, rest);
        return parsed.flags.has('help') ? say(checkArguments.help) : await twineCheckCommand(parsed);
      }
      case undefined:
        throw new UsageError(globalArguments, 'the following arguments are required: command');
      default:
        throw new UsageError(globalArguments, `argument command: invalid choice: '${command}' (choose from check, upload)`);
    }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.note(error.message);
    return 2;
  }
}

function say(text: string): number {
  console.out(text);
  return 0;
}

import { Option, type Command } from 'commander';
import type { ProgramContext } from '../../program-context.ts';
import { subcommand } from '../../subcommand.ts';
import { collect } from '../../text-option.ts';

/** Adds `ropewalk check`. */
export function addCheck(program: Command, context: ProgramContext): void {
  subcommand(program, 'check')
    .description("Judge a whole release by the index's own rules, before anything is signed or sent.")
    .argument('[files...]', 'wheels and sdists; several projects are several releases (default: dist/*)')
    .option('--strict', 'let warnings fail too')
    .option('--select <code>', 'report only these codes; more than once, or with commas', collect)
    .option('--ignore <code>', 'do not report these codes', collect)
    .option('--index <name>', 'whose rules: pypi, testpypi, none (only what holds everywhere), a section of .pypirc, or an address for uploads; a private one is read with the login in its address, .pypirc, the keyring or netrc', 'pypi')
    .option('--offline', 'open no connection: nothing is compared with what the index has')
    .option('--verbose', 'show every finding under its file, where equal ones are otherwise put together')
    .addOption(new Option('--format <format>', 'how findings are printed').choices(['text', 'json', 'github', 'gitlab', 'sarif']).default('text'))
    .action(async (files: readonly string[], options: Record<string, unknown>) => {
      const { checkCommand } = await import('./check-command.ts');
      context.ends(await checkCommand(files, options, context.signal));
    });
}

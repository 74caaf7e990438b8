import type { Command } from 'commander';
import type { ProgramContext } from '../../program-context.ts';
import { subcommand } from '../../subcommand.ts';

/** Adds `ropewalk explain`. */
export function addExplain(program: Command, context: ProgramContext): void {
  subcommand(program, 'explain')
    .description('Say what a code means and what to do: a rule of check, a check of verify, or an error.')
    .argument('[codes...]', 'such as WHEEL_PLATFORM (default: list all codes)')
    .option('--json', 'print one JSON document')
    .action(async (codes: readonly string[], options: Record<string, unknown>) => {
      const { explainCommand } = await import('./explain-command.ts');
      context.ends(explainCommand(codes, options));
    });
}

import type { Command } from 'commander';
import type { ProgramContext } from '../../program-context.ts';
import { subcommand } from '../../subcommand.ts';

/** Adds `ropewalk rehearse`. */
export function addRehearse(program: Command, context: ProgramContext): void {
  subcommand(program, 'rehearse')
    .description('Play a whole release on this machine: a CI, a Sigstore and an index on loopback, then a stranger who verifies.')
    .argument('[files...]', 'wheels and sdists of one release (default: a small sample project)')
    .option('--keep <dir>', 'keep distributions, attestations, provenance and the trusted root there')
    .action(async (files: readonly string[], options: Record<string, unknown>) => {
      const { rehearseCommand } = await import('./rehearse-command.ts');
      context.ends(await rehearseCommand(files, options, context.signal));
    });
}

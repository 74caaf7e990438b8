import type { Command } from 'commander';
import type { ProgramContext } from '../../program-context.ts';
import { strictOptions } from '../../strict-options.ts';
import { subcommand } from '../../subcommand.ts';

/** Adds `ropewalk trusted-root`. */
export function addTrustedRoot(program: Command, context: ProgramContext): void {
  const group = program.command('trusted-root').description('Whom verification trusts: refresh it over TUF, look at it, take it along.');
  withRepository(subcommand(group, 'update'))
    .description('Refresh the trusted root over TUF, and keep it.')
    .option('-o, --output <file>', 'write it there as trusted_root.json too, in place of an older one')
    .action(async (options: Record<string, unknown>) => {
      const { updateCommand } = await import('./update-command.ts');
      context.ends(await updateCommand(options, context.signal));
    });
  withRoot(subcommand(group, 'show'))
    .description('Show the trusted root that verify uses. Opens no connection.')
    .option('--json', 'print JSON')
    .action(async (options: Record<string, unknown>) => {
      const { showCommand } = await import('./show-command.ts');
      context.ends(await showCommand(options));
    });
  withRoot(subcommand(group, 'export'))
    .description('Write the trusted root that verify uses as trusted_root.json. Opens no connection.')
    .option('-o, --output <file>', 'write there instead of to standard output')
    .action(async (options: Record<string, unknown>) => {
      const { exportCommand } = await import('./export-command.ts');
      context.ends(await exportCommand(options));
    });
  group.commands.forEach(strictOptions);
}

function withRepository(command: Command): Command {
  return command
    .option('--tuf-url <url>', "another Sigstore's TUF repository; needs --tuf-root")
    .option('--tuf-root <file>', 'the root.json to start from, as the operator of that repository hands it out');
}

function withRoot(command: Command): Command {
  return command
    .option('--trusted-root <file>', 'a trusted_root.json [ROPEWALK_TRUSTED_ROOT]')
    .option('--max-root-age <days>', 'refuse one that was not refreshed for longer');
}

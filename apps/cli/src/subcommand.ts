import type { Command } from 'commander';

/** Begins the definition of a command, with the options that every command has. */
export function subcommand(program: Command, name: string): Command {
  return program.command(name).option('--debug', 'show stack traces').showHelpAfterError('(--help lists arguments and options)');
}

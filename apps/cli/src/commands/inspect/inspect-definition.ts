import type { Command } from 'commander';
import type { ProgramContext } from '../../program-context.ts';
import { subcommand } from '../../subcommand.ts';

/** Adds `ropewalk inspect`. */
export function addInspect(program: Command, context: ProgramContext): void {
  subcommand(program, 'inspect')
    .description('Show what an attestation, provenance, Sigstore bundle, certificate or statement claims. Nothing is verified.')
    .argument('<files...>', 'JSON, JSON lines, PEM or DER')
    .option('--json', 'print one JSON document for all files')
    .action(async (files: readonly string[], options: Record<string, unknown>) => {
      const { inspectCommand } = await import('./inspect-command.ts');
      context.ends(await inspectCommand(files, options));
    });
}

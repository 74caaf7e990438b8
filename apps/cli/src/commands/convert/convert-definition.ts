import { Option, type Command } from 'commander';
import type { ProgramContext } from '../../program-context.ts';
import { strictOptions } from '../../strict-options.ts';
import { subcommand } from '../../subcommand.ts';

/** Adds `ropewalk convert`. */
export function addConvert(program: Command, context: ProgramContext): void {
  const command = subcommand(program, 'convert')
    .description('Turn a PEP 740 attestation into a Sigstore bundle, or the other way round. Nothing is verified.')
    .argument('<file>', 'an attestation, a provenance, or Sigstore bundles')
    .addOption(new Option('--to <form>', 'what to make').choices(['attestation', 'bundle']).makeOptionMandatory())
    .option('-o, --output <file>', 'write there instead of to standard output')
    .action(async (file: string, options: Record<string, unknown>) => {
      const { convertCommand } = await import('./convert-command.ts');
      context.ends(await convertCommand(file, options));
    });
  strictOptions(command);
}

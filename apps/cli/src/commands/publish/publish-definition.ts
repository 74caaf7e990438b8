import type { Command } from 'commander';
import { addDeliveryOptions } from '../../delivery/delivery-options.ts';
import { addIdentityOptions } from '../../identity/identity-options.ts';
import type { ProgramContext } from '../../program-context.ts';
import { addSigningOptions } from '../../sigstore/signing-definition.ts';
import { subcommand } from '../../subcommand.ts';

/** Adds `ropewalk publish`. */
export function addPublish(program: Command, context: ProgramContext): void {
  addSigningOptions(addDeliveryOptions(addIdentityOptions(subcommand(program, 'publish'))))
    .description('Check, sign and upload a release, with the identity of the CI job or with a token.')
    .argument('<files...>', 'wheels and sdists of one release; attestations among them are understood')
    .action(async (files: readonly string[], options: Record<string, unknown>) => {
      const { publishCommand } = await import('./publish-command.ts');
      context.ends(await publishCommand(files, options, context.signal));
    });
}

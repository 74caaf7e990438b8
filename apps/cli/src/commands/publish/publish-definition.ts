import type { Command } from 'commander';
import { addDeliveryOptions, type DeliveryTexts } from '../../delivery/delivery-options.ts';
import { addIdentityOptions } from '../../identity/identity-options.ts';
import type { ProgramContext } from '../../program-context.ts';
import { addSigningOptions } from '../../sigstore/signing-definition.ts';
import { strictOptions } from '../../strict-options.ts';
import { subcommand } from '../../subcommand.ts';

/** Adds `ropewalk publish`. */
export function addPublish(program: Command, context: ProgramContext): void {
  const command = addSigningOptions(addDeliveryOptions(addIdentityOptions(subcommand(program, 'publish')), texts))
    .description('Check, sign and upload a release, with the identity of the CI job or with a token.')
    .argument('<files...>', 'wheels and sdists, of one release or several; attestations among them are understood')
    .action(async (files: readonly string[], options: Record<string, unknown>) => {
      const { publishCommand } = await import('./publish-command.ts');
      context.ends(await publishCommand(files, options, context.signal));
    });
  strictOptions(command);
}

const texts: DeliveryTexts = {
  attestations: 'left out: made and sent where the index takes them, and no file goes there without one; auto: go on without where signing does not work; required: every file must have one on every index; off: none',
  attestationDir: 'keep attestations there, and use those that are there',
  dryRun: 'check everything, and in CI exchange the identity at the index; sign and upload nothing',
};

import type { Command } from 'commander';
import { addDeliveryOptions } from '../../delivery/delivery-options.ts';
import { addIdentityOptions } from '../../identity/identity-options.ts';
import type { ProgramContext } from '../../program-context.ts';
import { subcommand } from '../../subcommand.ts';

/** Adds `ropewalk upload`. */
export function addUpload(program: Command, context: ProgramContext): void {
  addDeliveryOptions(addIdentityOptions(subcommand(program, 'upload')))
    .description('Upload files without signing anything; attestations beside them (NAME.publish.attestation) go along where the index takes them.')
    .argument('<files...>', 'wheels and sdists; attestations and other files that belong beside them may be among them')
    .option('--trusted-root <file>', "a private Sigstore's trusted_root.json, with --fulcio-url and --rekor-url [ROPEWALK_TRUSTED_ROOT]")
    .option('--fulcio-url <url>', '[ROPEWALK_FULCIO_URL]')
    .option('--rekor-url <url>', '[ROPEWALK_REKOR_URL]')
    .action(async (files: readonly string[], options: Record<string, unknown>) => {
      const { uploadCommand } = await import('./upload-command.ts');
      context.ends(await uploadCommand(files, options, context.signal));
    });
}

import type { Command } from 'commander';
import { addDeliveryOptions, type DeliveryTexts } from '../../delivery/delivery-options.ts';
import { addIdentityOptions } from '../../identity/identity-options.ts';
import type { ProgramContext } from '../../program-context.ts';
import { strictOptions } from '../../strict-options.ts';
import { subcommand } from '../../subcommand.ts';

/** Adds `ropewalk upload`. */
export function addUpload(program: Command, context: ProgramContext): void {
  const command = addDeliveryOptions(addIdentityOptions(subcommand(program, 'upload')), texts)
    .description('Upload files without signing anything; attestations beside them (NAME.publish.attestation) go along where the index takes them.')
    .argument('<files...>', 'wheels and sdists; attestations and other files that belong beside them may be among them')
    .option('--trusted-root <file>', "a private Sigstore's trusted_root.json, with --fulcio-url and --rekor-url [ROPEWALK_TRUSTED_ROOT]")
    .option('--fulcio-url <url>', "that Sigstore's Fulcio; needs --rekor-url and --trusted-root [ROPEWALK_FULCIO_URL]")
    .option('--rekor-url <url>', "that Sigstore's Rekor [ROPEWALK_REKOR_URL]")
    .action(async (files: readonly string[], options: Record<string, unknown>) => {
      const { uploadCommand } = await import('./upload-command.ts');
      context.ends(await uploadCommand(files, options, context.signal));
    });
  strictOptions(command);
}

const texts: DeliveryTexts = {
  attestations: 'left out or auto: those beside the files are sent where the index takes them; required: every file must have one on every index; off: none',
  attestationDir: 'look for attestations there besides; nothing is written',
  dryRun: 'check everything, and in CI exchange the identity at the index; upload nothing',
};

import { Option, type Command } from 'commander';
import { addIdentityOptions } from '../../identity/identity-options.ts';
import type { ProgramContext } from '../../program-context.ts';
import { addSigningOptions } from '../../sigstore/signing-definition.ts';
import { strictOptions } from '../../strict-options.ts';
import { subcommand } from '../../subcommand.ts';

/** Adds `ropewalk sign`. */
export function addSign(program: Command, context: ProgramContext): void {
  const command = addSigningOptions(addIdentityOptions(subcommand(program, 'sign')))
    .description('Sign distributions with the identity of the CI job: FILE.publish.attestation beside each, as PEP 740 has it. Uploads nothing.')
    .argument('<files...>', 'wheels and sdists; attestations among them are understood')
    .option('--output-dir <dir>', 'put attestations there instead of beside the files')
    .option('--bundle', 'write Sigstore bundles too: FILE.sigstore.json')
    .option('--overwrite', 'replace attestations of another identity')
    .option('--cert <file>', 'certificate authorities to trust besides those of the system [ROPEWALK_CERT, TWINE_CERT]')
    .addOption(new Option('--json', 'print one JSON document').conflicts('events'))
    .option('--events', 'print every event as a line of JSON')
    .action(async (files: readonly string[], options: Record<string, unknown>) => {
      const { signCommand } = await import('./sign-command.ts');
      context.ends(await signCommand(files, options, context.signal));
    });
  strictOptions(command);
}

import type { Command } from 'commander';
import type { ProgramContext } from '../../program-context.ts';
import { addIdentityOptions } from '../../identity/identity-options.ts';
import { subcommand } from '../../subcommand.ts';

/** Adds `ropewalk publish`. */
export function addPublish(program: Command, context: ProgramContext): void {
  addIdentityOptions(subcommand(program, 'publish'))
    .description('Check, sign and upload a release, with the identity of the CI job or with a token.')
    .argument('<files...>', 'wheels and sdists of one release')
    .option('--repository-url <url>', 'where the index takes uploads; default PyPI [ROPEWALK_REPOSITORY_URL]')
    .option('--token <token>', 'an upload token; attestations are then off [ROPEWALK_TOKEN, TWINE_PASSWORD]')
    .option('--audience <audience>', "the index's audience, where it is not its own name [ROPEWALK_AUDIENCE]")
    .option('--fulcio-url <url>', 'a private Fulcio; needs --rekor-url and --trusted-root [ROPEWALK_FULCIO_URL]')
    .option('--rekor-url <url>', 'a private Rekor [ROPEWALK_REKOR_URL]')
    .option('--trusted-root <file>', "the private Sigstore's trusted_root.json [ROPEWALK_TRUSTED_ROOT]")
    .option('--allow-public-log', 'let the name of a repository that is not public enter the public log for ever')
    .action(async (files: readonly string[], options: Record<string, unknown>) => {
      const { publishCommand } = await import('./publish-command.ts');
      context.ends(await publishCommand(files, options, context.signal));
    });
}

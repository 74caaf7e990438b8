import type { Command } from 'commander';
import { collect } from '../text-option.ts';

/** Adds the options that say what is signed and by which Sigstore: `sign` and `publish` have them. */
export function addSigningOptions(command: Command): Command {
  return command
    .optionsGroup('What is signed:')
    .option('--slsa', 'attest SLSA provenance of the build besides')
    .option('--from-bundle <file>', 'Sigstore bundles of this identity to use instead of signing, one or one a line; may be repeated', collect)
    .option('--allow-public-log', 'let the name of a repository that is not public enter the public log for ever')
    .option('--signing-timeout <seconds>', 'how long signing may take (default: 600)')
    .optionsGroup('By which Sigstore (default: the public good instance, the only one PyPI accepts):')
    .option('--fulcio-url <url>', 'a private Fulcio; needs --rekor-url and --trusted-root [ROPEWALK_FULCIO_URL]')
    .option('--rekor-url <url>', 'a private Rekor (API version 1) [ROPEWALK_REKOR_URL]')
    .option('--trusted-root <file>', "the private Sigstore's trusted_root.json [ROPEWALK_TRUSTED_ROOT]")
    .option('--signing-config <file>', 'a signing_config.json instead of the two addresses [ROPEWALK_SIGNING_CONFIG]')
    .option('--staging', "Sigstore's staging instance, for trying out; needs --trusted-root")
    .optionsGroup('Options:');
}

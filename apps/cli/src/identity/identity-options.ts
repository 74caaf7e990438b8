import { Option, type Command } from 'commander';
import { collect } from '../text-option.ts';

/** Adds the options by which a person says who this process is, and who it must be: `sign`, `publish` and `upload` have them. */
export function addIdentityOptions(command: Command): Command {
  return addProviderOptions(command)
    .option('--publisher <publisher>', 'who this process must be: github:OWNER/REPO, gitlab:GROUP/PROJECT or google:EMAIL', collect)
    .option('--workflow <file>', 'the workflow it must be: release.yml, or the path of the pipeline file');
}

/** Adds the options by which a person says who this process is. */
export function addProviderOptions(command: Command): Command {
  return command
    .addOption(new Option('--identity <name>', 'take the identity from this CI only').choices(['github', 'gitlab', 'google']))
    .option('--identity-token-file <file>', 'a file with an identity token; once for every audience', collect)
    .option('--identity-module <file>', 'a module of yours that exports an identity provider; it runs with all your rights');
}

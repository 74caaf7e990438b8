import type { Command } from 'commander';

/** Adds the options by which a person says who this process is, and who it must be. */
export function addIdentityOptions(command: Command): Command {
  return command
    .option('--identity <name>', 'take the identity from github, gitlab or google only')
    .option('--identity-token-file <file>', 'a file with an identity token; once for every audience', collect)
    .option('--identity-module <file>', 'a module of yours that exports an identity provider; it runs with all your rights')
    .option('--publisher <publisher>', 'who this process must be: github:OWNER/REPO, gitlab:GROUP/PROJECT or google:EMAIL', collect)
    .option('--workflow <file>', 'the workflow it must be: release.yml, or the path of the pipeline file');
}

/** Collects an option that may be given more than once. */
function collect(value: string, earlier: readonly string[] | undefined): readonly string[] {
  return [...(earlier ?? []), value];
}

import { Option, type Command } from 'commander';
import type { ProgramContext } from '../../program-context.ts';
import { strictOptions } from '../../strict-options.ts';
import { subcommand } from '../../subcommand.ts';
import { collect } from '../../text-option.ts';

/** Adds `ropewalk verify`. */
export function addVerify(program: Command, context: ProgramContext): void {
  const command = subcommand(program, 'verify')
    .description('Check who built distributions, against their attestations and the publisher you expect.')
    .argument('<targets...>', 'files, directories, NAME==VERSION, NAME==VERSION/FILE, pypi:FILE, pkg:pypi/NAME@VERSION, URLs of files')
    .action(async (targets: readonly string[], options: Record<string, unknown>) => {
      const { verifyCommand } = await import('./verify-command.ts');
      context.ends(await verifyCommand(targets, options, context.signal));
    });
  addExpectation(command);
  addEvidence(command);
  command
    .option('--trusted-root <file>', "another Sigstore's trusted_root.json (default: the public good instance's) [ROPEWALK_TRUSTED_ROOT]")
    .option('--max-root-age <days>', 'refuse a trusted root that was not refreshed for longer')
    .option('--explain', 'list every check, with what was seen')
    .option('--json', 'print one JSON document for all targets');
  strictOptions(command);
}

function addExpectation(command: Command): void {
  command
    .optionsGroup('Who is expected:')
    .option('--publisher <publisher>', 'github:OWNER/REPO, gitlab:GROUP/PROJECT or google:EMAIL; several: any of them', collect)
    .option('--workflow <file>', "GitHub's file name (release.yml) or GitLab's pipeline path")
    .option('--ref <ref>', 'the git ref, exact or with * (refs/tags/v*)')
    .option('--commit <sha>', 'the commit, all its digits')
    .option('--owner-id <number>', "the number of the repository's owner, which survives renaming")
    .option('--repository-id <number>', 'the number of the repository, which survives renaming')
    .option('--trigger <event>', 'the event that started the run, such as release')
    .option('--runner <kind>', 'the kind of machine, such as github-hosted')
    .option('--signer-workflow <workflow>', 'the workflow that signed, where a reusable one was called')
    .option('--environment <name>', 'the deployment environment, as the index claims it (not signed)')
    .option('--predicate-type <type>', 'publish, slsa, or the whole type: look at such attestations only')
    .option('--certificate-identity <name>', 'the exact name in the certificate, for signers of other kinds')
    .option('--certificate-oidc-issuer <url>', 'who vouched for that name; goes with --certificate-identity')
    .option('--any-publisher', 'check integrity alone, whoever signed')
    .option('--at-least <number>', 'how many attestations of each file must verify (default: all there are)');
}

function addEvidence(command: Command): void {
  command
    .optionsGroup('Where attestations are (default: beside the file; on the index, for what is named as being there):')
    .addOption(new Option('--attestation <file>', 'a PEP 740 attestation; may be repeated').argParser(collect).conflicts(['provenance', 'bundle']))
    .addOption(new Option('--bundle <file>', 'a Sigstore bundle, or several one a line; may be repeated').argParser(collect).conflicts('provenance'))
    .option('--provenance <file>', 'the provenance object an index serves')
    .option('--index-url <url>', 'the simple API of the one index to ask, or pypi or testpypi; a private one is read with the login in its address, .pypirc, the keyring or netrc [ROPEWALK_INDEX_URL]')
    .option('--download', 'check the bytes on the index, not only the digest it states')
    .option('--offline', 'open no connection')
    .optionsGroup('Options:');
}

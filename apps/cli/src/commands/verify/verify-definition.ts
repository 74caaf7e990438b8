import { Option, type Command } from 'commander';
import type { ProgramContext } from '../../program-context.ts';
import { subcommand } from '../../subcommand.ts';

/** Adds `ropewalk verify`. */
export function addVerify(program: Command, context: ProgramContext): void {
  subcommand(program, 'verify')
    .description('Check who built a distribution, against its attestation and the publisher you expect.')
    .argument('<file>', 'a wheel or sdist; it is hashed, never opened')
    .option('--publisher <publisher>', 'who you expect: github:OWNER/REPO, gitlab:GROUP/PROJECT or google:EMAIL')
    .option('--workflow <file>', "the workflow you expect: GitHub's file name (release.yml) or GitLab's pipeline path")
    .option('--any-publisher', 'check integrity alone, whoever signed')
    .addOption(new Option('--attestation <file>', 'a PEP 740 attestation').conflicts('provenance'))
    .option('--provenance <file>', 'the provenance object an index serves')
    .option('--trusted-root <file>', "another Sigstore's trusted_root.json (default: Sigstore's public good instance, shipped)")
    .option('--offline', 'open no connection')
    .action(async (file: string, options: Record<string, unknown>) => {
      const { verifyCommand } = await import('./verify-command.ts');
      context.ends(await verifyCommand(file, options));
    });
}

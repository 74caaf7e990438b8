import { basename } from 'node:path';
import { identifyDistribution } from '@ropewalk/distribution';
import { publisherKinds } from '@ropewalk/oidc/publisher';
import { readTrustedRoot, shippedTrustedRoot, type TrustedRoot } from '@ropewalk/trusted-root';
import { anyPublisherUnsafe, report, type Expectation } from '@ropewalk/verifier';
import { exitCodes } from '../../exit-codes.ts';
import { requireFile } from '../../require-files.ts';
import { textOption } from '../../text-option.ts';
import { readExpectation } from './expectation-options.ts';
import { localEvidence } from './local-evidence.ts';
import { showClaims, showVerdict } from './show-verdict.ts';
import { unusable, verdictOf, type Verdict } from './verdict.ts';

/** `ropewalk verify FILE`: who built it, checked against whom the person expects. */
export async function verifyCommand(file: string, options: Readonly<Record<string, unknown>>): Promise<number> {
  const expectation = readExpectation(options);
  await requireFile(file);
  const verdict = await verifyFile(file, expectation, options);
  if (expectation === undefined) {
    showClaims(verdict);
    return exitCodes.usage;
  }
  showVerdict(verdict);
  return verdict.status === 'verified' ? exitCodes.ok : exitCodes.no;
}

async function verifyFile(file: string, expectation: Expectation | undefined, options: Readonly<Record<string, unknown>>): Promise<Verdict> {
  const sources = await localEvidence(file, options);
  const looked = sources.map(({ place }) => place);
  const target = basename(file);
  try {
    const trustedRoot = await readRoot(options);
    const distribution = await identifyDistribution(file);
    const given = (await Promise.all(sources.map((source) => source.read()))).flat();
    const context = {
      distribution,
      publisher: expectation ?? anyPublisherUnsafe(),
      kinds: publisherKinds,
      trustedRoot,
      expectationSource: 'command line',
    };
    return verdictOf(target, given.map((attestation) => report({ ...context, ...attestation })), looked);
  } catch (error) {
    return unusable(target, error, looked);
  }
}

async function readRoot(options: Readonly<Record<string, unknown>>): Promise<TrustedRoot> {
  const path = textOption(options, 'trustedRoot');
  return path === undefined ? shippedTrustedRoot() : await readTrustedRoot(path);
}

import { isCodedError } from '@ropewalk/core';
import { exitCodes } from '../../exit-codes.ts';
import { processConsole as console } from '../../output/console.ts';
import { inOrder } from '../../in-order.ts';
import { jsonText } from '../../output/json-text.ts';
import { chooseTrustedRoot } from '../../trust/choose-trusted-root.ts';
import { showSummary } from './output/show-summary.ts';
import { showVerdict } from './output/show-verdict.ts';
import { verdictsAsData } from './output/verdicts-as-data.ts';
import { resolveTargets } from './targets/resolve-targets.ts';
import type { Verdict } from './verdict.ts';
import { CommandError } from '../../command-error.ts';
import { readRequest, type VerifyRequest } from './verify-request.ts';
import { verifySubject, type Trust } from './verify-subject.ts';

/** `ropewalk verify TARGET…`: who built it, checked against whom the person expects. */
export async function verifyCommand(targets: readonly string[], options: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<number> {
  const request = readRequest(options);
  if (request.isOffline && request.isDownload) {
    throw new CommandError({ code: 'USAGE_OPTION', message: '--download needs a connection, and --offline opens none.', remedy: 'Leave one of them out.' });
  }
  const subjects = await resolveTargets(targets, request, signal);
  const trust = await readTrust(options);
  const verdicts: Verdict[] = [];
  for await (const verdict of inOrder(subjects, (subject) => verifySubject(subject, request, trust))) {
    signal.throwIfAborted();
    verdicts.push(verdict);
    if (!request.isJson) console.together(() => showVerdict(verdict, request));
  }
  if (request.isJson) console.data(jsonText(verdictsAsData(verdicts)));
  else showSummary(verdicts, request);
  return exitStatus(verdicts, request);
}

async function readTrust(options: Readonly<Record<string, unknown>>): Promise<Trust> {
  try {
    return { trustedRoot: await chooseTrustedRoot(options) };
  } catch (error) {
    if (!isCodedError(error) || !['TRUSTED_ROOT_INCOMPLETE', 'TRUSTED_ROOT_TOO_OLD'].includes(error.code)) throw error;
    const { code, message, remedy } = error;
    return { problem: { code, message, remedy } };
  }
}

/** A "no" counts more than an index that does not answer: it is certain. */
function exitStatus(verdicts: readonly Verdict[], { expectation }: VerifyRequest): number {
  if (expectation === undefined) return exitCodes.usage;
  if (verdicts.every(({ status }) => status === 'verified')) return exitCodes.ok;
  return verdicts.every(({ status }) => status === 'verified' || status === 'unreachable') ? exitCodes.network : exitCodes.no;
}

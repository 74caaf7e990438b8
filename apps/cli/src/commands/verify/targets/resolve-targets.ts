import { isCodedError } from '@ropewalk/core';
import { CommandError } from '../../../command-error.ts';
import type { EvidenceSource } from '../evidence/evidence-source.ts';
import { namedEvidence } from '../evidence/local-evidence.ts';
import { isUnreachable } from '../verdict.ts';
import type { VerifyRequest } from '../verify-request.ts';
import { localSubjects } from './local-subjects.ts';
import { parseTarget, type Target } from './parse-target.ts';
import type { RemoteTarget } from './remote-subjects.ts';
import type { Subject } from './subject.ts';

/**
 * Finds the distributions that the command line names, in order. Opens connections for what is on an index only.
 * A target whose page on the index cannot be read is one subject; the others are verified all the same.
 *
 * @throws {@link CommandError} `USAGE_*`; `HttpError` `HTTP_ABORTED`, `HTTP_FORBIDDEN_URL`
 */
export async function resolveTargets(texts: readonly string[], request: VerifyRequest, signal: AbortSignal): Promise<readonly Subject[]> {
  const targets = texts.map(parseTarget);
  if (request.isOffline) targets.forEach(refuseRemote);
  const named = await namedEvidence(request);
  const subjects: Subject[] = [];
  for (const target of targets) {
    if (target.type === 'path') {
      subjects.push(...(await localSubjects(target.text, target.path, named, request, signal)));
      continue;
    }
    subjects.push(...(await subjectsOnIndex(target, named, request, signal)));
  }
  if (subjects.length > 1 && named.length > 0) {
    throw usage(`The evidence given is about one file, and ${subjects.length} are named.`, 'Name one file, or leave the evidence out: it is looked for beside each file.');
  }
  return subjects;
}

async function subjectsOnIndex(target: RemoteTarget, named: readonly EvidenceSource[], request: VerifyRequest, signal: AbortSignal): Promise<readonly Subject[]> {
  const { remoteSubjects } = await import('./remote-subjects.ts');
  try {
    return await remoteSubjects(target, named, request, signal);
  } catch (error) {
    // An address that may not be asked at all is a mistake in the call, not an index that fails.
    if (!isCodedError(error) || !isUnreachable(error.code) || error.code === 'HTTP_FORBIDDEN_URL') throw error;
    return [unreachableSubject(target, error)];
  }
}

/** Stands for the files of a target of which nothing could be learnt. */
function unreachableSubject({ text, project, version, filename }: RemoteTarget, error: Error): Subject {
  const fail = (): Promise<never> => Promise.reject(error);
  return { target: text, filename: filename ?? `${project}==${version}`, digest: fail, evidence: fail };
}

function refuseRemote({ type, text }: Target): void {
  if (type !== 'path') throw usage(`${text.replace(/\?.*$/s, '')} is on an index, and --offline opens no connection.`, 'Leave --offline out, or name a file on this machine.');
}

function usage(message: string, remedy: string): CommandError {
  return new CommandError({ code: 'USAGE_OPTION', message, remedy });
}

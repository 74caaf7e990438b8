import { CommandError } from '../../../command-error.ts';
import { namedEvidence } from '../evidence/local-evidence.ts';
import type { VerifyRequest } from '../verify-request.ts';
import { localSubjects } from './local-subjects.ts';
import { parseTarget, type Target } from './parse-target.ts';
import type { Subject } from './subject.ts';

/**
 * Finds the distributions that the command line names, in order. Opens connections for what is on an index only.
 *
 * @throws {@link CommandError} `USAGE_*`; `IndexError`, `HttpError`
 */
export async function resolveTargets(texts: readonly string[], request: VerifyRequest, signal: AbortSignal): Promise<readonly Subject[]> {
  const targets = texts.map(parseTarget);
  if (request.isOffline) targets.forEach(refuseRemote);
  const named = await namedEvidence(request);
  const subjects: Subject[] = [];
  for (const target of targets) {
    if (target.type === 'path') {
      subjects.push(...(await localSubjects(target.text, target.path, named, request)));
      continue;
    }
    const { remoteSubjects } = await import('./remote-subjects.ts');
    subjects.push(...(await remoteSubjects(target, named, request, signal)));
  }
  if (subjects.length > 1 && named.length > 0) {
    throw usage(`The evidence given is about one file, and ${subjects.length} are named.`, 'Name one file, or leave the evidence out: it is looked for beside each file.');
  }
  return subjects;
}

function refuseRemote({ type, text }: Target): void {
  if (type !== 'path') throw usage(`${text.replace(/\?.*$/s, '')} is on an index, and --offline opens no connection.`, 'Leave --offline out, or name a file on this machine.');
}

function usage(message: string, remedy: string): CommandError {
  return new CommandError({ code: 'USAGE_OPTION', message, remedy });
}

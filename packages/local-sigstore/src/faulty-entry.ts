import { createLogKey } from './log-key.ts';
import type { Fault } from './fault.ts';
import type { RekorEntry, RekorInclusionProof, TransparencyLog } from './transparency-log.ts';

const OTHER_HASH = 'ab'.repeat(32);

/** An entry as a lying log answers it. */
export function entryWithFault(log: TransparencyLog, entry: RekorEntry, fault: Fault | undefined): RekorEntry {
  switch (fault?.kind) {
    case 'wrong-proof':
      return withProof(entry, ({ hashes }) => ({ hashes: [...hashes.slice(1), OTHER_HASH] }));
    case 'wrong-root':
      return withProof(entry, () => ({ rootHash: OTHER_HASH }));
    case 'wrong-checkpoint':
      return withProof(entry, ({ checkpoint }) => ({ checkpoint: signedByAnother(checkpoint, log) }));
    case 'wrong-promise':
      return { ...entry, integratedTime: entry.integratedTime + 1 };
    case 'other-entry':
      return log.entry(log.append(Buffer.from(entry.body, 'base64').toReversed()).uuid) ?? entry;
    default:
      return entry;
  }
}

function withProof(entry: RekorEntry, change: (proof: RekorInclusionProof) => Partial<RekorInclusionProof>): RekorEntry {
  const { inclusionProof } = entry.verification;
  return { ...entry, verification: { ...entry.verification, inclusionProof: { ...inclusionProof, ...change(inclusionProof) } } };
}

function signedByAnother(checkpoint: string, log: TransparencyLog): string {
  const [text = ''] = checkpoint.split('\n\n');
  const signature = createLogKey().sign(Buffer.from(`${text}\n`));
  const note = Buffer.concat([log.key.logId.subarray(0, 4), signature]).toString('base64');
  return `${text}\n\n— ${log.origin} ${note}\n`;
}

import type { Checkpoint } from '../log/checkpoint.ts';
import { requireLibrary } from '../library-step.ts';
import { refuse } from '../refuse.ts';
import type { Step } from '../verification.ts';

/** The checkpoint is the log's own: named after it and signed with its key. */
export const checkpointSignature: Step = {
  code: 'CHECKPOINT',
  title: 'the log signed the checkpoint',
  check(verification) {
    const { bundle, checkpoints, trust } = verification;
    if (bundle.entries.some((entry) => entry.proof === undefined)) {
      throw refuse('INCLUSION_PROOF_MISSING', 'The log entry has no proof of inclusion.');
    }
    for (const [index, checkpoint] of checkpoints().entries()) {
      const logs = trust.root.material.transparencyLogs.filter(({ logId }) => bundle.entries[index]?.logId.equals(logId));
      if (logs.some((log) => isOf(checkpoint, namesOf(log.baseUrl), log.logId))) continue;
      throw refuse('CHECKPOINT', 'The checkpoint is not one of the log that holds the entry.', {
        expected: logs.map((log) => log.baseUrl).join(', '),
        actual: `${checkpoint.origin}, signed by ${checkpoint.signatures.map(({ name }) => name).join(', ')}`,
      });
    }
    requireLibrary(verification, ['CHECKPOINT'], "The checkpoint's signature does not hold.");
    return checkpoints().map(({ origin, treeSize }) => `${origin}, ${treeSize} entries`).join('; ');
  },
};

/** Rekor v1 appends the number of its tree to its name in the first line; signatures carry the bare name. */
function isOf(checkpoint: Checkpoint, names: readonly string[], logId: Uint8Array): boolean {
  // Whichever of these signatures the library finds to hold: it is named after the log.
  const own = checkpoint.signatures.filter(({ keyHint }) => keyHint.equals(logId.subarray(0, 4)));
  return names.some(
    (name) =>
      (checkpoint.origin === name || checkpoint.origin.startsWith(`${name} - `)) &&
      own.length > 0 &&
      own.every((signature) => signature.name === name),
  );
}

/** What a log may call itself, given its address. */
function namesOf(baseUrl: string): readonly string[] {
  if (!URL.canParse(baseUrl)) return [baseUrl];
  const { host, hostname, pathname } = new URL(baseUrl);
  return [host, hostname, `${host}${pathname.replace(/\/$/, '')}`];
}

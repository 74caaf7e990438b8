import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { identifyDistribution } from '@ropewalk/distribution';
import { readable } from '../../../readable.ts';
import { siblingEvidence } from '../evidence/local-evidence.ts';
import type { EvidenceSource } from '../evidence/evidence-source.ts';
import type { VerifyRequest } from '../verify-request.ts';
import type { Subject } from './subject.ts';

/**
 * A distribution on this machine. Its evidence is what the command line names, else what lies beside it, else what the
 * index has that the operator named: a local name is never asked of PyPI unasked, for it may be private.
 */
export function localSubject(target: string, path: string, named: readonly EvidenceSource[], request: VerifyRequest, signal: AbortSignal): Subject {
  const filename = basename(path);
  return {
    target,
    filename,
    path,
    async digest() {
      return { sha256: (await identifyDistribution(path)).sha256, digestFrom: 'file' };
    },
    bytes: () => readable(path, () => readFile(path)),
    async evidence() {
      if (named.length > 0) return named;
      const beside = await siblingEvidence(path);
      if (beside.length > 0 || request.isOffline || request.index.url === undefined) return beside;
      const { indexEvidence } = await import('./index-evidence.ts');
      return [indexEvidence(filename, request.index.url, signal)];
    },
  };
}

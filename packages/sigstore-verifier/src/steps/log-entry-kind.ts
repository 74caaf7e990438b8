import { refuse } from '../refuse.ts';
import type { Step } from '../verification.ts';

/** PyPI takes nothing else. */
const pep740Kinds: ReadonlySet<string> = new Set(['dsse 0.0.1']);
const genericKinds: ReadonlySet<string> = new Set(['dsse 0.0.1', 'intoto 0.0.2', 'hashedrekord 0.0.1', 'hashedrekord 0.0.2']);

/** The kind of the log entry is one whose content can be compared with the bundle. */
export const logEntryKind: Step = {
  code: 'LOG_ENTRY_KIND',
  title: 'the log entry is of an accepted kind',
  check({ bodies, bundle, options }) {
    const accepted = options.profile === 'pep740' ? pep740Kinds : genericKinds;
    const kinds = bodies().map(({ kind, version }) => `${kind} ${version}`);
    for (const kind of kinds) {
      if (!accepted.has(kind) || (bundle.content.type === 'message' && !kind.startsWith('hashedrekord '))) {
        throw refuse('LOG_ENTRY_KIND', 'The log entry is of a kind that is not accepted here.', {
          expected: [...accepted].join(' or '),
          actual: kind,
        });
      }
    }
    return kinds.join(', ');
  },
};

import { refuse } from '../refuse.ts';
import type { Step } from '../verification.ts';
import { holds, windowText } from '../trust/window.ts';

/** Each entry is of a log in the trusted root, whose key was valid at the time of signing. */
export const logKnown: Step = {
  code: 'LOG_KNOWN',
  title: 'the transparency log is in the trusted root, and its key was valid then',
  check({ bundle, times, trust }) {
    return bundle.entries
      .map((entry) => {
        const logs = trust.root.material.transparencyLogs.filter(({ logId }) => entry.logId.equals(logId));
        const [first] = logs;
        if (first === undefined) {
          throw refuse('LOG_UNKNOWN', 'The log entry is of a log that the trusted root does not know.', { actual: entry.logId.toString('hex') });
        }
        const log = logs.find(({ validFor }) => times().every(({ time }) => holds(validFor, time)));
        if (log === undefined) {
          throw refuse('LOG_KEY_VALIDITY', "The log's key was not valid when it was signed.", {
            expected: windowText(first.validFor),
            actual: times().map(({ time }) => time.toISOString()).join(', '),
          });
        }
        return log.baseUrl;
      })
      .join(', ');
  },
};

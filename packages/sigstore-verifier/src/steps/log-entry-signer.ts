import { signerOf } from '../log/entry-signer.ts';
import { refuse } from '../refuse.ts';
import type { Step } from '../verification.ts';

/** The log entry names the bundle's own certificate (or key). The library does not compare it. */
export const logEntrySigner: Step = {
  code: 'LOG_ENTRY_CERTIFICATE',
  title: "the log entry names the bundle's own certificate",
  check({ bodies, bundle, key }) {
    const own = bundle.signer.type === 'certificate' ? bundle.signer.der : key().export({ format: 'der', type: 'spki' });
    for (const body of bodies()) {
      if (signerOf(body)?.equals(own) === true) continue;
      throw refuse('LOG_ENTRY_CERTIFICATE', 'The log entry names another certificate or key than the bundle.');
    }
    return 'equal';
  },
};

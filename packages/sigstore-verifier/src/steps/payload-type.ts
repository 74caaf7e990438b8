import { refuse } from '../refuse.ts';
import type { Step } from '../verification.ts';

const inToto = 'application/vnd.in-toto+json';

/** What was signed is an in-toto statement, and says so under the signature. */
export const payloadType: Step = {
  code: 'PAYLOAD_TYPE',
  title: 'the envelope holds an in-toto statement',
  check({ bundle: { content } }) {
    if (content.type === 'message') return 'no envelope: the artifact itself is signed';
    if (content.payloadType === inToto) return inToto;
    throw refuse('PAYLOAD_TYPE', 'The envelope holds something else than an in-toto statement.', {
      expected: inToto,
      actual: content.payloadType.slice(0, 200),
    });
  },
};
/** As {@link payloadType}, and a signature over the artifact itself is refused too. */
export const envelopeRequired: Step = {
  ...payloadType,
  check(verification) {
    if (verification.bundle.content.type === 'dsse') return payloadType.check(verification);
    throw refuse('PAYLOAD_TYPE', 'The bundle signs bytes directly, not an in-toto statement.', { expected: inToto, actual: 'message signature' });
  },
};

import type { PublishOutcome } from '@ropewalk/publish';
import type { Style } from '../output/console.ts';

/** An outcome for people. */
export interface OutcomeWords {
  readonly word: string;
  readonly colour: Style;
  /** Empty when the word says it all. */
  readonly detail: string;
}

/** Puts an outcome into words. */
export function outcomeWords(outcome: PublishOutcome): OutcomeWords {
  switch (outcome.status) {
    case 'uploaded':
      return { word: 'uploaded', colour: 'green', detail: outcome.confirmedBy === 'index' ? 'its answer was lost, but the index lists it' : '' };
    case 'unchanged':
      return { word: 'unchanged', colour: 'cyan', detail: `the same bytes are there already${provenanceWords(outcome.hasProvenance)}` };
    case 'skipped':
      return { word: 'skipped', colour: 'yellow', detail: 'a file of this name is there; whether it is the same nobody could tell' };
    case 'planned':
      return { word: 'planned', colour: 'cyan', detail: 'a dry run: it would be sent' };
    case 'not-tried':
      return { word: 'not tried', colour: 'yellow', detail: outcome.reason };
    case 'failed':
      return outcome.error.code === 'UPLOAD_NOT_TRIED'
        ? { word: 'not tried', colour: 'yellow', detail: 'because of what happened before' }
        : { word: 'failed', colour: 'red', detail: outcome.error.message };
  }
}

function provenanceWords(hasProvenance: boolean | undefined): string {
  if (hasProvenance === undefined) return '';
  return hasProvenance ? ', attested' : ', without an attestation';
}

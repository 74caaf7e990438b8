import { checkArchive } from './checks/archive.ts';
import { checkContent } from './checks/content.ts';
import { checkDescription, type RenderedDescription } from './checks/description.ts';
import { checkFilename } from './checks/filename.ts';
import { checkIdentityFields } from './checks/identity-fields.ts';
import { checkLicenceFields } from './checks/licence-fields.ts';
import { checkPeopleFields } from './checks/people-fields.ts';
import { checkTextFields } from './checks/text-fields.ts';
import type { FileContext } from './file-context.ts';
import type { Violation } from './rule.ts';

/** Everything wrong with one file by itself: name, archive, content, then the metadata. */
export function* checkFile(context: FileContext, rendered?: RenderedDescription): Generator<Violation> {
  yield* checkFilename(context);
  yield* checkArchive(context);
  if (context.distribution.type === undefined) return;
  yield* checkContent(context);
  // Without metadata there is only one thing to say of it, and that is said.
  if (context.distribution.archive.metadata === undefined) return;
  yield* checkIdentityFields(context);
  yield* checkTextFields(context);
  yield* checkPeopleFields(context);
  yield* checkLicenceFields(context);
  yield* checkDescription(context, rendered);
}

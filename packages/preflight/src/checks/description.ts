import { quote } from '@ropewalk/packaging';
import { findTypeFault, parseDescriptionType } from '../description/description-type.ts';
import type { RstFault } from '../description/rst-fault.ts';
import { lintRst, rendersToNothing } from '../description/rst-lint.ts';
import type { FileContext } from '../file-context.ts';
import type { Violation } from '../rule.ts';

/** What docutils said about a description: nothing, when it renders. */
export type RenderedDescription = { readonly faults: readonly RstFault[] };

/** Judges the description. `rendered` is docutils' own answer, where there is one. */
export function* checkDescription({ form, distribution }: FileContext, rendered?: RenderedDescription): Generator<Violation> {
  if (distribution.archive.metadata === undefined) return;
  const description = form.text('description');
  const contentType = form.text('description_content_type');
  const typeFault = contentType === undefined ? undefined : findTypeFault(contentType);
  if (typeFault !== undefined) yield { code: 'DESCRIPTION_TYPE_INVALID', message: `Description-Content-Type ${quote(contentType ?? '')}: ${typeFault}.` };
  if (contentType === undefined) yield { code: 'DESCRIPTION_TYPE_MISSING', message: 'Description-Content-Type is missing.' };
  if (description === undefined) {
    yield { code: 'DESCRIPTION_MISSING', message: 'There is no description.' };
    return;
  }
  if (typeFault !== undefined) return;
  const { type } = parseDescriptionType(contentType ?? 'text/x-rst');
  if (type === 'text/markdown' && isEmptyMarkdown(description)) yield { code: 'DESCRIPTION_EMPTY', message: 'The description has nothing that Markdown shows.' };
  if (type === 'text/x-rst') yield* checkRst(description, contentType === undefined, rendered);
}

/** Which description of a file, if any, docutils should be asked about. */
export function rstDescriptionOf({ form }: FileContext): string | undefined {
  const contentType = form.text('description_content_type');
  if (contentType !== undefined && (findTypeFault(contentType) !== undefined || parseDescriptionType(contentType).type !== 'text/x-rst')) return undefined;
  return form.text('description');
}

/** Blank lines and definitions of link targets show nothing; all else does. */
function isEmptyMarkdown(description: string): boolean {
  return description.split(/\r\n|\r|\n/).every((line) => /^[ \t]*$/.test(line) || /^ {0,3}\[[^\]\\]+\]:[ \t]*[^\s<]\S*[ \t]*$/.test(line));
}

function* checkRst(description: string, isDefault: boolean, rendered: RenderedDescription | undefined): Generator<Violation> {
  const faults = rendered?.faults ?? lintRst(description);
  const remedy = isDefault && looksLikeMarkdown(description) ? { remedy: 'It looks like Markdown: set the content type text/markdown.' } : {};
  const sure = faults.filter((fault) => fault.isSure);
  const [first] = sure;
  if (first !== undefined) yield { code: 'DESCRIPTION_BROKEN', message: `The description does not render: ${sentence(first)}${more(sure)}`, ...remedy };
  else if (rendered === undefined && rendersToNothing(description)) yield { code: 'DESCRIPTION_EMPTY', message: 'The description has nothing that reStructuredText shows.', ...remedy };
  const [doubtful] = faults.filter((fault) => !fault.isSure);
  if (first === undefined && doubtful !== undefined) yield { code: 'DESCRIPTION_DOUBTFUL', message: `The description probably does not render: ${sentence(doubtful)}`, ...remedy };
}

function sentence({ line, message }: RstFault): string {
  return `${line > 0 ? `line ${line}: ` : ''}${quote(message).slice(1, -1).replaceAll('\\"', '"')}`;
}

function more(faults: readonly RstFault[]): string {
  return faults.length > 1 ? ` (and ${faults.length - 1} more)` : '';
}

function looksLikeMarkdown(description: string): boolean {
  return /^#{1,6} \S|^```|\]\(https?:/m.test(description);
}

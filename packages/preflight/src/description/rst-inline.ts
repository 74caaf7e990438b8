import { roleNames } from './rst-names.ts';

/** What a document defines that its paragraphs may use. */
export interface RstNames {
  readonly roles: ReadonlySet<string>;
  readonly substitutions: ReadonlySet<string>;
  readonly targets: ReadonlySet<string>;
}

/** A fault within a paragraph. */
export interface InlineFault {
  readonly message: string;
  readonly isSure: boolean;
}

/**
 * Looks for inline markup that begins and does not end, and for roles nobody knows, from left to right as docutils does.
 * Where it cannot be told whether markup ends, nothing more of the paragraph is judged.
 */
export function lintParagraph(paragraph: string, names: RstNames): readonly InlineFault[] {
  // An escaped character is neither text that begins or ends markup nor part of a name.
  const text = paragraph.replace(/\\[\s\S]/g, '\x01\x01');
  const read = readMarkup(text, names);
  return 'fault' in read ? [read.fault] : findUnknownNames(read, names);
}

/** The text with its markup taken out, but for references. `isCertain`: it can be told of all of it where it ends. */
interface PlainText {
  readonly text: string;
  readonly isCertain: boolean;
}

const start = /(?:^|(?<=[\s'"([{<\-/:]))(?:(:[a-zA-Z0-9][\w.+:-]*:)?(``|`(?!`))|(\*\*|\*(?!\*)|\||_`))(?!\s|$)/g;
const closers: Readonly<Record<string, string>> = { '"': '"', "'": "'", '(': ')', '[': ']', '{': '}', '<': '>' };
const titles: Readonly<Record<string, string>> = {
  '``': 'literal', '`': 'interpreted text or phrase reference', '**': 'strong', '*': 'emphasis', '|': 'substitution_reference', '_`': 'target',
};

function readMarkup(text: string, names: RstNames): PlainText | { readonly fault: InlineFault } {
  let plain = '';
  let from = 0;
  start.lastIndex = 0;
  for (let match = start.exec(text); match !== null; match = start.exec(text)) {
    const [whole, rolePrefix, backticks, other = ''] = match;
    const mark = backticks ?? other;
    const content = match.index + whole.length;
    const closer = closers[text[match.index - 1] ?? ''];
    if (closer !== undefined && text[content] === closer) continue;
    const endMark = mark === '_`' ? '`' : mark;
    const found = text.indexOf(endMark, content + 1);
    if (found === -1) return { fault: sure(`Inline ${titles[mark] ?? ''} start-string without end-string.`) };
    const end = endOf(text, endMark, found);
    if (end === undefined) return { text, isCertain: false };
    const role = rolePrefix ?? (mark === '`' ? /^:[a-zA-Z0-9][\w.+:-]*:/.exec(text.slice(end))?.[0] : undefined);
    const name = role?.slice(1, -1);
    if (mark === '`' && name !== undefined && !roleNames.has(name.toLowerCase()) && !names.roles.has(name.toLowerCase())) {
      return { fault: sure(`Unknown interpreted text role "${name}".`) };
    }
    // Phrase references and substitutions may lack what they refer to; all other markup is done with.
    const isReference = (mark === '`' && role === undefined) || mark === '|';
    plain += `${text.slice(from, match.index)}${isReference ? text.slice(match.index, end) : 'x'}`;
    from = end;
    start.lastIndex = end;
  }
  return { text: plain + text.slice(from), isCertain: true };
}

/** Where markup ends, when the next mark surely closes it: behind no space, before a space, punctuation, a role, `_` or the end. */
function endOf(text: string, mark: string, at: number): number | undefined {
  const end = at + mark.length;
  const isClosing = !/\s/.test(text[at - 1] ?? '') && /^(?:_{0,2}|:[a-zA-Z0-9][\w.+:-]*:)(?=[\s'")\]}>\-/:.,;!?]|$)/.test(text.slice(end, end + 200));
  return isClosing ? end : undefined;
}

function findUnknownNames({ text: plain, isCertain }: PlainText, names: RstNames): readonly InlineFault[] {
  const faults: InlineFault[] = [];
  const add = (message: string): void => void faults.push({ message, isSure: isCertain });
  let text = plain.replace(/``[\s\S]+?``/g, 'x');
  for (const [, name = ''] of text.matchAll(/(?:^|[\s("'])`([^`<>]+)`_(?![_\w])/g)) {
    if (!isTarget(name, names)) add(`Unknown target name: "${name.toLowerCase()}".`);
  }
  text = text.replace(/`[^`]+`_{0,2}/g, 'x');
  for (const [, name = ''] of text.matchAll(/(?:^|[\s("'])\|([^|\s](?:[^|]*[^|\s])?)\|/g)) {
    if (!names.substitutions.has(name.toLowerCase())) add(`Undefined substitution referenced: "${name}".`);
  }
  for (const [, name = ''] of text.matchAll(/(?:^|[\s("'])([a-zA-Z0-9]+(?:[-.+:_][a-zA-Z0-9]+)*)_(?=[\s.,;:!?)\]}'"]|$)/g)) {
    if (!isTarget(name, names)) add(`Unknown target name: "${name.toLowerCase()}".`);
  }
  return faults;
}

function isTarget(name: string, names: RstNames): boolean {
  return names.targets.has(normalTarget(name));
}

/** Names of targets are compared without case, runs of space as one. */
export function normalTarget(name: string): string {
  return name.toLowerCase().replace(/\s+/g, ' ').trim();
}

function sure(message: string): InlineFault {
  return { message, isSure: true };
}

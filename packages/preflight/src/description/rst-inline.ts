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
  const text = paragraph.replace(/\\[\s\S]/g, 'xx');
  const fault = findUnended(text, names);
  return fault === undefined ? findUnknownNames(text, names) : [fault];
}

const start = /(?:^|(?<=[\s'"([{<\-/:]))(?:(:[a-zA-Z0-9][\w.+:-]*:)?(``|`(?!`))|(\*\*|\*(?!\*)|\||_`))(?!\s|$)/g;
const closers: Readonly<Record<string, string>> = { '"': '"', "'": "'", '(': ')', '[': ']', '{': '}', '<': '>' };
const titles: Readonly<Record<string, string>> = {
  '``': 'literal', '`': 'interpreted text or phrase reference', '**': 'strong', '*': 'emphasis', '|': 'substitution_reference', '_`': 'target',
};

function findUnended(text: string, names: RstNames): InlineFault | undefined {
  start.lastIndex = 0;
  for (let match = start.exec(text); match !== null; match = start.exec(text)) {
    const [whole, rolePrefix, backticks, other = ''] = match;
    const mark = backticks ?? other;
    const content = match.index + whole.length;
    const closer = closers[text[match.index - 1] ?? ''];
    if (closer !== undefined && text[content] === closer) continue;
    const endMark = mark === '_`' ? '`' : mark;
    const found = text.indexOf(endMark, content + 1);
    if (found === -1) return sure(`Inline ${titles[mark] ?? ''} start-string without end-string.`);
    const end = endOf(text, endMark, content);
    if (end === undefined) return undefined;
    const role = rolePrefix ?? (mark === '`' ? /^:[a-zA-Z0-9][\w.+:-]*:/.exec(text.slice(end))?.[0] : undefined);
    const name = role?.slice(1, -1);
    if (mark === '`' && name !== undefined && !roleNames.has(name.toLowerCase()) && !names.roles.has(name.toLowerCase())) {
      return sure(`Unknown interpreted text role "${name}".`);
    }
    start.lastIndex = end;
  }
  return undefined;
}

/** Where the next surely closing mark ends: behind no space, before a space, punctuation, a role, `_` or the end. */
function endOf(text: string, mark: string, from: number): number | undefined {
  for (let at = text.indexOf(mark, from + 1); at !== -1; at = text.indexOf(mark, at + 1)) {
    if (/\s/.test(text[at - 1] ?? '')) continue;
    const end = at + mark.length;
    if (/^(?:_{0,2}|:[a-zA-Z0-9][\w.+:-]*:)(?=[\s'")\]}>\-/:.,;!?]|$)/.test(text.slice(end))) return end;
  }
  return undefined;
}

function findUnknownNames(paragraph: string, names: RstNames): readonly InlineFault[] {
  const faults: InlineFault[] = [];
  let text = paragraph.replace(/``[\s\S]+?``/g, 'x');
  for (const [, name = ''] of text.matchAll(/(?:^|[\s("'])`([^`<>]+)`_(?![_\w])/g)) {
    if (!isTarget(name, names)) faults.push(doubtful(`Unknown target name: "${name.toLowerCase()}".`));
  }
  text = text.replace(/`[^`]+`_{0,2}/g, 'x');
  for (const [, name = ''] of text.matchAll(/(?:^|[\s("'])\|([^|\s](?:[^|]*[^|\s])?)\|/g)) {
    if (!names.substitutions.has(name.toLowerCase())) faults.push(doubtful(`Undefined substitution referenced: "${name}".`));
  }
  for (const [, name = ''] of text.matchAll(/(?:^|[\s("'])([a-zA-Z0-9]+(?:[-.+:_][a-zA-Z0-9]+)*)_(?=[\s.,;:!?)\]}'"]|$)/g)) {
    if (!isTarget(name, names)) faults.push(doubtful(`Unknown target name: "${name.toLowerCase()}".`));
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

function doubtful(message: string): InlineFault {
  return { message, isSure: false };
}

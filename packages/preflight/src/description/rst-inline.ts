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

const opening = '(?:^|(?<=[\\s\'"(\\[{<\\-/:]))';
const closers: Readonly<Record<string, string>> = { '"': '"', "'": "'", '(': ')', '[': ']', '{': '}', '<': '>' };

/**
 * Looks for inline markup that begins and does not end, and for roles nobody knows. What may have ended is taken to have
 * ended, so that what is left over surely has not.
 */
export function lintParagraph(paragraph: string, names: RstNames): readonly InlineFault[] {
  const faults: InlineFault[] = [];
  let text = paragraph.replace(/\\[\s\S]/g, 'xx').replace(/``[\s\S]+?``/g, 'x');
  if (hasOpen(text, '``')) return [sure('Inline literal start-string without end-string.')];
  for (const [, role = ''] of text.matchAll(new RegExp(`${opening}:([a-zA-Z0-9][\\w.+:-]*):\`(?=[^\\s\`])`, 'g'))) {
    if (!roleNames.has(role.toLowerCase()) && !names.roles.has(role.toLowerCase())) faults.push(sure(`Unknown interpreted text role "${role}".`));
  }
  for (const [, name = ''] of text.matchAll(/(?:^|[\s("'])`([^`<>]+)`_(?![_\w])/g)) {
    if (!isTarget(name, names)) faults.push(doubtful(`Unknown target name: "${name.toLowerCase()}".`));
  }
  text = text.replace(/`[^`]+`_{0,2}/g, 'x');
  if (hasOpen(text, '`')) faults.push(sure('Inline interpreted text or phrase reference start-string without end-string.'));
  text = text.replace(/\*\*[^\s*][\s\S]*?\*\*/g, 'x');
  if (hasOpen(text, '**')) faults.push(sure('Inline strong start-string without end-string.'));
  text = text.replaceAll('**', 'xx').replace(/\*[^*]+\*/g, 'x');
  if (hasOpen(text, '*')) faults.push(sure('Inline emphasis start-string without end-string.'));
  for (const [, name = ''] of text.matchAll(/(?:^|[\s("'])\|([^|\s](?:[^|]*[^|\s])?)\|/g)) {
    if (!names.substitutions.has(name.toLowerCase())) faults.push(doubtful(`Undefined substitution referenced: "${name}".`));
  }
  text = text.replace(/\|[^|]+\|_{0,2}/g, 'x');
  if (hasOpen(text, '|')) faults.push(sure('Inline substitution_reference start-string without end-string.'));
  for (const [, name = ''] of text.matchAll(/(?:^|[\s("'])([a-zA-Z0-9]+(?:[-.+:_][a-zA-Z0-9]+)*)_(?=[\s.,;:!?)\]}'"]|$)/g)) {
    if (!isTarget(name, names)) faults.push(doubtful(`Unknown target name: "${name.toLowerCase()}".`));
  }
  return faults;
}

/** Whether a start-string stands where docutils takes it for one: after space or punctuation, before no space. */
function hasOpen(text: string, start: string): boolean {
  const escaped = start.replace(/[*|]/g, '\\$&');
  const pattern = new RegExp(`${opening}${escaped}(?=[^\\s${start === '``' || start === '`' ? '`' : escaped.slice(-2)}])`, 'g');
  return [...text.matchAll(pattern)].some(({ index }) => {
    const closer = closers[text[index - 1] ?? ''];
    return closer === undefined || text[index + start.length] !== closer;
  });
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

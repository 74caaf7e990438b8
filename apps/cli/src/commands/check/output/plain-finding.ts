import { ruleOf, type Finding } from '@ropewalk/preflight';
import { printable } from '../../../output/printable.ts';

/** A finding in one line for such a place: what a rule says is ours, and stays as it is. */
export function plainFinding({ code, message, remedy, file, release }: Finding): string {
  const subject = file === '' ? `${plainSentence(release)}: ` : '';
  return `${subject}${plainSentence(message)} ${remedy === ruleOf(code)?.remedy ? remedy : plainSentence(remedy)}`;
}

/**
 * Neutralises a sentence for places that may read Markdown or HTML, as forges do: what a file says can neither link nor
 * mark anything up there.
 */
function plainSentence(text: string): string {
  return printable(text)
    .replaceAll(/<(?=[a-z/!?])/gi, '<\u200A')
    .replaceAll('](', ']\u200A(')
    .replaceAll('][', ']\u200A[')
    .replaceAll(/([a-z]):\/\//gi, '$1:\u200A//')
    .replaceAll(/@(?=[a-z0-9])/gi, '@\u200A')
    .replaceAll('`', '\u02CB');
}

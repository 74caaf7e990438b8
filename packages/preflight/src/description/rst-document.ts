import { normalTarget, type RstNames } from './rst-inline.ts';

/** Splits a description into lines as docutils does: tabs to eight columns, no space at the ends. */
export function rstLines(text: string): readonly string[] {
  return text.split(/\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/).map((line) => expandTabs(line).trimEnd());
}

function expandTabs(line: string): string {
  if (!line.includes('\t')) return line;
  let out = '';
  for (const character of line) out += character === '\t' ? ' '.repeat(8 - (out.length % 8)) : character;
  return out;
}

/** Collects what a document defines, generously: titles, targets, footnotes, named references with their own address. */
export function rstNames(lines: readonly string[]): RstNames {
  const text = lines.join('\n');
  const all = (pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, name = '']) => normalTarget(name.replaceAll('`', '').replaceAll('\\', '')));
  const titles = lines.filter((_, index) => /^([!-/:-@[-`{-~])\1+$/.test(lines[index + 1] ?? ''));
  return {
    roles: new Set(all(/^ *\.\. role:: *([\w.+:-]+)/gm)),
    substitutions: new Set(all(/^ *\.\. \|([^|\n]+)\|/gm)),
    targets: new Set([
      ...titles.flatMap((title) => [title, title.replace(/_+(?=\W|$)/g, '')].map((one) => normalTarget(one.replace(/[`*\\]/g, '')))),
      ...all(/^ *\.\. _(`[^`\n]+`|(?:\\:|[^:\n])+):/gm),
      ...all(/^ *\.\. \[([^\]\n]+)\]/gm),
      ...all(/`([^`<]+)<[^`>]+>`_(?!_)/g),
      ...all(/_`([^`]+)`/g),
      ...all(/^ *:name: *(.+)$/gm),
    ]),
  };
}

/** How wide text is on screen: East Asian wide characters take two columns, combining marks none. */
export function columnWidth(text: string): number {
  let width = 0;
  for (const character of text.normalize('NFC')) {
    if (/\p{M}/u.test(character)) continue;
    width += /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u.test(character) ? 2 : 1;
  }
  return width;
}

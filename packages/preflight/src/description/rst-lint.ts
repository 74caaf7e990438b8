import { columnWidth, rstLines, rstNames } from './rst-document.ts';
import type { RstFault } from './rst-fault.ts';
import { lintParagraph, type RstNames } from './rst-inline.ts';
import { directiveNames } from './rst-names.ts';

/**
 * Looks for what docutils warns of, as far as that can be told without docutils: at the left margin only, and only in
 * constructs whose fate is certain. No fault does not mean that there is none.
 *
 * @see https://docutils.sourceforge.io/docs/ref/rst/restructuredtext.html
 */
export function lintRst(text: string): readonly RstFault[] {
  const lines = rstLines(text);
  const walk: Walk = { lines, names: rstNames(lines), faults: [], styles: [], level: 0, at: 0, expectsLiteral: false };
  while (walk.at < lines.length) step(walk);
  if (walk.expectsLiteral) report(walk, lines.length - 1, 'Literal block expected; none found.');
  return walk.faults;
}

interface Walk {
  readonly lines: readonly string[];
  readonly names: RstNames;
  readonly faults: RstFault[];
  /** Title styles in the order of their levels. */
  readonly styles: string[];
  level: number;
  at: number;
  /** The paragraph before ended in `::`. */
  expectsLiteral: boolean;
}

const adornment = /^([!-/:-@[-`{-~])\1*$/;
const explicit = /^(?:\.\.|__)(?: |$)/;
const simpleTable = /^=+(?: +=+)+$/;

function step(walk: Walk): void {
  const { lines, at } = walk;
  const line = lines[at] ?? '';
  if (line === '') {
    walk.at += 1;
    return;
  }
  if (line.startsWith(' ')) {
    walk.expectsLiteral = false;
    walk.at += 1;
    return;
  }
  if (walk.expectsLiteral) {
    walk.expectsLiteral = false;
    if (/^[!-/:-@[-`{-~]/.test(line)) {
      walk.at = blockEnd(lines, at);
      return;
    }
    report(walk, at, 'Literal block expected; none found.');
  }
  if (explicit.test(line)) stepExplicit(walk, line);
  else if (adornment.test(line)) stepAdornment(walk, line);
  else if (simpleTable.test(line)) walk.at = tableEnd(lines, at);
  else if (/^[-*+\u2022\u2023\u2043](?: |$)/.test(line)) stepBullets(walk);
  else if (isPlainText(line)) stepText(walk, line);
  else walk.at = blockEnd(lines, at);
}

/** A line that begins none of the other constructs: no enumerator, field, option, doctest, line block or grid table. */
function isPlainText(line: string): boolean {
  return !/^\(?(?:[0-9]+|[a-zA-Z]|[ivxlcdmIVXLCDM]+|#)[.)](?: |$)/.test(line)
    && !/^:[^:\s](?:[^:]|:(?! |$))*:(?: |$)/.test(line)
    && !/^(?:-{1,2}|\/)[a-zA-Z0-9]/.test(line)
    && !/^(?:>>>|\|(?: |$)|\+-[-+]+-\+)/.test(line);
}

function stepExplicit(walk: Walk, line: string): void {
  const { lines } = walk;
  const name = /^\.\. +(?:\|[^|]+\| +)?([a-zA-Z0-9]+(?:[-._+:][a-zA-Z0-9]+)*) ?::(?: |$)/.exec(line)?.[1];
  if (name !== undefined) {
    const directive = name.toLowerCase();
    if (!directiveNames.has(directive)) report(walk, walk.at, `Unknown directive type "${name}".`);
    if (directive === 'raw' || directive === 'include') report(walk, walk.at, `"${directive}" directive disabled.`);
  }
  let at = walk.at + 1;
  while (at < lines.length && (lines[at] ?? '').startsWith(' ')) at += 1;
  const next = lines[at] ?? '';
  if (next !== '' && !explicit.test(next)) report(walk, at, 'Explicit markup ends without a blank line; unexpected unindent.');
  walk.at = at;
}

function stepAdornment(walk: Walk, line: string): void {
  const { lines, at } = walk;
  const title = lines[at + 1] ?? '';
  const underline = lines[at + 2] ?? '';
  if (title === '') {
    if (line.length >= 4 && lines.slice(at + 1).every((rest) => rest === '')) report(walk, at, 'Transition at the end of the document.');
    walk.at += 1;
    return;
  }
  if (line.length < 4 || adornment.test(title)) {
    walk.at = blockEnd(lines, at);
    return;
  }
  if (!adornment.test(underline)) {
    if (underline === '' || !/^[!-/:-@[-`{-~]{4}/.test(underline)) report(walk, at, 'Missing matching underline for section title overline.');
    walk.at = blockEnd(lines, at);
    return;
  }
  if (underline !== line) report(walk, at, 'Title overline & underline mismatch.');
  else if (columnWidth(title.trim()) > line.length) report(walk, at, 'Title overline too short.');
  enterSection(walk, `${line[0] ?? ''}${line[0] ?? ''}`);
  walk.at += 3;
}

function stepBullets(walk: Walk): void {
  const { lines } = walk;
  const bullet = lines[walk.at]?.[0] ?? '';
  let at = walk.at + 1;
  for (; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line === '') break;
    if (line.startsWith(' ') || line === bullet || line.startsWith(`${bullet} `)) continue;
    report(walk, at, 'Bullet list ends without a blank line; unexpected unindent.');
    break;
  }
  walk.at = at;
}

function stepText(walk: Walk, line: string): void {
  const { lines, at } = walk;
  const next = lines[at + 1] ?? '';
  if (adornment.test(next)) {
    if (columnWidth(line) > next.length) {
      // Shorter than four, it is text to docutils.
      if (next.length >= 4) report(walk, at + 1, 'Title underline too short.');
      else {
        walk.at = blockEnd(lines, at);
        return;
      }
    }
    enterSection(walk, next[0] ?? '');
    walk.at += 2;
    return;
  }
  if (next.startsWith(' ')) stepDefinition(walk);
  else stepParagraph(walk);
}

function stepDefinition(walk: Walk): void {
  const { lines } = walk;
  let at = walk.at + 1;
  while ((lines[at] ?? '').startsWith(' ')) at += 1;
  const next = lines[at] ?? '';
  if (next !== '' && !(lines[at + 1] ?? '').startsWith(' ')) report(walk, at, 'Definition list ends without a blank line; unexpected unindent.');
  walk.at = at;
}

function stepParagraph(walk: Walk): void {
  const { lines, at } = walk;
  let end = at + 1;
  while (end < lines.length && lines[end] !== '' && !(lines[end] ?? '').startsWith(' ')) end += 1;
  if ((lines[end] ?? '').startsWith(' ')) report(walk, end, 'Unexpected indentation.');
  const paragraph = lines.slice(at, end).join('\n');
  for (const fault of lintParagraph(paragraph, walk.names)) walk.faults.push({ line: at + 1, ...fault });
  walk.expectsLiteral = paragraph.endsWith('::') && (lines[end] ?? '') === '';
  walk.at = end;
}

/** A title's style is known and at most one level deeper than the section it is in, or new and exactly one deeper. */
function enterSection(walk: Walk, style: string): void {
  const known = walk.styles.indexOf(style);
  if (known === -1) {
    if (walk.level < walk.styles.length) report(walk, walk.at, `Inconsistent title style: skip from level ${walk.level} to ${walk.styles.length + 1}.`);
    walk.styles.push(style);
    walk.level = walk.styles.length;
    return;
  }
  if (known + 1 > walk.level + 1) report(walk, walk.at, `Inconsistent title style: skip from level ${walk.level} to ${known + 1}.`);
  walk.level = known + 1;
}

function blockEnd(lines: readonly string[], at: number): number {
  const end = lines.indexOf('', at);
  return end === -1 ? lines.length : end;
}

function tableEnd(lines: readonly string[], at: number): number {
  for (let end = at + 1; end < lines.length; end += 1) {
    if (/^=+(?: +=+)*$/.test(lines[end] ?? '') && (lines[end + 1] ?? '') === '') return end + 1;
  }
  return lines.length;
}

function report(walk: Walk, at: number, message: string): void {
  walk.faults.push({ line: at + 1, message, isSure: true });
}

/** Tells whether a description surely renders to nothing: comments and at most one title are all there is. */
export function rendersToNothing(text: string): boolean {
  const lines = rstLines(text);
  let titles = 0;
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    if (line === '') at += 1;
    else if (/^\.\.(?: |$)/.test(line) && !/^\.\. +(?:[_|[]|[^\s].*::)/.test(line)) {
      at += 1;
      // An empty comment does not take in what is indented after a blank line.
      if (line === '..' && (lines[at] ?? '') === '') continue;
      while (at < lines.length && ((lines[at] ?? '') === '' || (lines[at] ?? '').startsWith(' '))) at += 1;
    } else if (!adornment.test(line) && isPlainText(line) && adornment.test(lines[at + 1] ?? '') && columnWidth(line) <= (lines[at + 1] ?? '').length) {
      titles += 1;
      at += 2;
    } else return false;
  }
  return titles <= 1;
}

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { lintRst, rendersToNothing } from '../src/description/rst-lint.ts';

const sure = (text: string): readonly string[] => lintRst(text).filter(({ isSure }) => isSure).map(({ line, message }) => `${line}: ${message}`);

// Every answer here is what docutils 0.23 says.
test.each([
  ['Title\n====\n\nx\n', '2: Title underline too short.'],
  ['======\nTitle long\n======\n\nx\n', '1: Title overline too short.'],
  ['=====\nTitle\n-----\n\nx\n', '1: Title overline & underline mismatch.'],
  ['A\n=\n\nB\n-\n\nC\n=\n\nD\n~\n\nx\n', '10: Inconsistent title style: skip from level 1 to 3.'],
  ['.. foo::\n\n   x\n', '1: Unknown directive type "foo".'],
  ['.. toctree::\n', '1: Unknown directive type "toctree".'],
  ['.. raw:: html\n\n   <b>\n', '1: "raw" directive disabled.'],
  ['.. include:: x\n', '1: "include" directive disabled.'],
  ['.. note:: x\nfoo\n', '2: Explicit markup ends without a blank line; unexpected unindent.'],
  ['a :func:`x` b\n', '1: Unknown interpreted text role "func".'],
  ['a `x`:func: b\n', '1: Unknown interpreted text role "func".'],
  ['a ``x b\n', '1: Inline literal start-string without end-string.'],
  ['a *x b\n', '1: Inline emphasis start-string without end-string.'],
  ['(*args)\n', '1: Inline emphasis start-string without end-string.'],
  ['a **x b\n', '1: Inline strong start-string without end-string.'],
  ['a |x b\n', '1: Inline substitution_reference start-string without end-string.'],
  ['`a\n', '1: Inline interpreted text or phrase reference start-string without end-string.'],
  ['- a\nb\n', '2: Bullet list ends without a blank line; unexpected unindent.'],
  ['a::\n\nb\n', '3: Literal block expected; none found.'],
  ['a\nb\n  c\n', '3: Unexpected indentation.'],
  ['a\n  b\nc\n', '3: Definition list ends without a blank line; unexpected unindent.'],
  ['a\n\n----\n', '3: Transition at the end of the document.'],
])('finds in %j: %s', (text, message) => {
  expect(sure(text)).toContain(message);
});

test.each([
  'Title\n=====\n\ntext\n', 'Title\n==\n', '中文\n====\n\ntext\n', '.. code-block:: python\n\n   x = *y\n', 'a::\n\n   *x\n', 'a::\n\n> quoted *x\n> more\n', '- a\n- b\n\n  - c\n',
  '1. a\nb\n', 'a\n  b\nc\n  d\n', '2 * 3 * 4\n', "'*' and (*)\n", '*args, **kwargs\n\\*x\n'.replace('*args, **kwargs\n', ''), 'snake_case and __all__\n', '====  ===\na     *b\n\nc     d\n====  ===\n',
  '+---+\n| a |\n+---+\n', '| a *line* block\n', '>>> f(*x)\n1\n', 'a\n\n----\n\nb\n', '`a b <https://a.b/c*d>`_\n', 'A ``*`` and ``|`` and ``` ` ```\n', '.. [1] note\n.. _x: https://a.b\n',
  '.. role:: foo\n\n:foo:`x`\n', '# Markdown\n\n[a](b)\n',
])('finds nothing in %j', (text) => {
  expect(sure(text)).toEqual([]);
});

test.each(['.. comment\n', '..\n   comment\n', '', 'Title\n=====\n', '.. a\n\n.. b\n   c\n'])('knows that %j renders to nothing', (text) => {
  expect(rendersToNothing(text)).toBe(true);
});

test.each(['x\n', '.. note:: x\n', 'Title\n=====\n\nx\n', '.. comment\n\nx\n', '* x\n'])('knows that %j renders to something', (text) => {
  expect(rendersToNothing(text)).toBe(false);
});

test('ends on any text', () => {
  const piece = fc.constantFrom('Title', '=====', '  x', '', '- a', '.. x::', 'a::', '`b', '*c*', '|d|', ':e:`f`', '====  ==', '+--+', '\t');
  fc.assert(fc.property(fc.array(piece, { maxLength: 40 }).map((lines) => lines.join('\n')), (text) => {
    const count = text.split('\n').length;
    for (const { line } of lintRst(text)) expect(line).toBeLessThanOrEqual(count);
  }));
});

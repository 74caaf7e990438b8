import { buildSdist } from '@ropewalk-tests/archives';
import { inspectDistribution } from '@ropewalk/distribution';
import { checkRelease, openDocutils, renderDescriptions } from '@ropewalk/preflight';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { preparePython } from './python.ts';

const python = preparePython();

const lines = [
  'Title', '=====', '-----', '~~~~~', '==', 'some longer text here', '', '', '', '- item', '* star', '  indented', '1. one', '.. note:: x', '.. image:: https://a.b/c.png', '.. code-block:: python', '.. foo:: bar',
  '.. comment', '.. _t: https://a.b', '   :alt: x', 't_ and `t`_', '`x <https://a.b>`_', '``lit``', '*em*', '**b**', '*un', '``un', '`un', '|un', '(*)', '2 * 3 * 4', ':func:`x`', '`a`:code:', 'end::', '> quoted', '+---+', '| a |',
  '====  ===', 'a     b', ':field: v', '>>> x', 'snake_case_', '*args, **kwargs', '`` ``', "'*'", 'x [1]_', '.. [1] f', '|sub|', '.. |sub| replace:: z', '####', 'é 中文', '.. raw:: html', '..', '```', '# Head',
];

const rst = (body: string): Parameters<typeof inspectDistribution>[0] => buildSdist({ headers: ['Description-Content-Type: text/x-rst'], body: `${body}\n` });

describe.skipIf(python === undefined)('docutils', () => {
  test('refuses everything that our own check is sure of', async () => {
    const texts = fc.sample(fc.array(fc.constantFrom(...lines), { minLength: 1, maxLength: 9 }).map((parts) => parts.join('\n')), { numRuns: 3000, seed: 20_261_125 });
    const renders = python?.ask('descriptions.py', texts.map((text) => `${text}\n`)) as readonly boolean[];

    const wrong: string[] = [];
    for (const [index, text] of texts.entries()) {
      const isSure = checkRelease([await inspectDistribution(rst(text))]).some(({ code }) => code === 'DESCRIPTION_BROKEN');
      if (isSure && renders[index] === true) wrong.push(text);
    }

    expect(wrong).toEqual([]);
  });

  test('is asked where it is installed, and believed', async () => {
    const docutils = python === undefined ? undefined : await openDocutils(python.path);
    const files = await Promise.all([rst('See nowhere_ there.'), rst('text')].map((one) => inspectDistribution(one)));
    const rendered = docutils === undefined ? new Map() : await renderDescriptions(files, docutils);

    expect(docutils?.title).toMatch(/^docutils 0\.\d+ \(readme-renderer \d+/);
    expect(checkRelease(files, { rendered }).filter(({ code }) => code.startsWith('DESCRIPTION')).map(({ message }) => message)).toEqual(['The description does not render: line 1: Unknown target name: "nowhere".']);
  });
});

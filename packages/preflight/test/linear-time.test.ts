import { expect, test } from 'vitest';
import { checkRelease } from '../src/check-release.ts';
import { buildSdist, buildWheel, inspectAll, withHeaders } from './support/judge.ts';

const pieces = [' ', '\n', '`', '*', '**', '|', '``', '\\', '_', '.. _x\n', '.. |x\n', '.. [x\n', '- a\n', 'a\n=\n', 'a_ ', '`a <', '`a`_ ', ':a:`b` ', '::\n\n', '\t', '====  ==\n', '.. x::\n', '[a]: b\n', '\n \n', '"', '(', '<', ', ', ';', '=', '1.', 'a.', 'xn--', '%', '[', '\u00e9'];

// Processor time, so that a busy machine does not count. The linear ones take a third of a second; the quadratic ones minutes.
const limitMs = 15_000;

test.each(pieces)('judges metadata made of 100,000 times %j in linear time', async (piece) => {
  const long = piece.repeat(100_000);
  const line = long.replaceAll(/[\n]/g, ' ');
  const headers = ['Summary', 'Author-email', 'Home-page', 'Project-URL', 'Keywords', 'Requires-Dist', 'Requires-Python', 'License-Expression', 'License-File', 'Version', 'Name', 'Classifier', 'Dynamic', 'Import-Name'];
  const files = await inspectAll([
    withHeaders(['Description-Content-Type: text/x-rst'], { body: long }),
    withHeaders(['Description-Content-Type: text/markdown'], { body: long }),
    withHeaders([...headers.map((header) => `${header}: ${line}`), `Description-Content-Type: text/markdown;${line}`]),
    buildSdist({ filename: 'demo-1.0.0.tar.gz', metadata: long }),
    buildWheel({ record: long, files: { 'demo-1.0.dist-info/entry_points.txt': `[console_scripts]\n${long}` } }),
  ]);

  const started = process.cpuUsage();
  checkRelease(files);

  const { user, system } = process.cpuUsage(started);
  expect((user + system) / 1000).toBeLessThan(limitMs);
}, 120_000);

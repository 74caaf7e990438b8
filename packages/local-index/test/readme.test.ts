import { readFile } from 'node:fs/promises';
import { expect, test, vi } from 'vitest';

test('the example of the README is the one that is compiled and run here, and does what it says', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const compiled = await readFile(new URL('support/readme-example.ts', import.meta.url), 'utf8');
  const example = compiled.replace(/^\/\/ oxlint.*\n/, '').replace("'../../src/index.ts'", "'@ropewalk/local-index'");
  const printed = vi.spyOn(console, 'log').mockImplementation(() => undefined);

  await import('./support/readme-example.ts');

  expect(readme).toContain(`\`\`\`ts\n${example}\`\`\``);
  expect(printed).toHaveBeenCalledWith(400, expect.stringMatching(/^'' is an invalid value for Name\. Error: This field is required\. See https:\/\/packaging\.python\.org\//));
  printed.mockRestore();
});

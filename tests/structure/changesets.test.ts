import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readWorkspaces, root } from './workspace.ts';

const folder = join(root, '.changeset');
const workspaces = readWorkspaces();
const notes = readdirSync(folder)
  .filter((file) => file.endsWith('.md') && file !== 'README.md')
  .map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }));

describe('the notes for the next release', () => {
  test('name packages that exist, each with a kind of change', () => {
    const names = new Set(workspaces.map(({ name }) => name));

    const wrong = notes.flatMap(({ file, text }) =>
      packagesOf(text)
        .filter(({ name, kind }) => !names.has(name) || !/^(patch|minor|major)$/.test(kind))
        .map(({ name }) => `${file}: ${name}`),
    );

    expect(wrong).toEqual([]);
  });

  test('a program that bundles packages is released whenever a bundled package is', () => {
    const changed = new Set(notes.flatMap(({ text }) => packagesOf(text).map(({ name }) => name)));
    const programs = workspaces.filter(({ folder: name }) => name === 'cli');

    const forgotten = programs
      .filter(({ developmentDependencies }) => Object.keys(developmentDependencies).some((name) => changed.has(name)))
      .filter(({ name }) => !changed.has(name))
      .map(({ name }) => name);

    expect(forgotten).toEqual([]);
  });
});

function packagesOf(note: string): readonly { readonly name: string; readonly kind: string }[] {
  const header = /^---\n([\s\S]*?)\n---/.exec(note)?.[1] ?? '';
  return [...header.matchAll(/^['"]?([^'":]+)['"]?:\s*(\S+)$/gm)].map(([, name = '', kind = '']) => ({ name, kind }));
}

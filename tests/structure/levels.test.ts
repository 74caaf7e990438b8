import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importsOf, readSources, readWorkspaces, root } from './workspace.ts';

const workspaces = readWorkspaces();
const levels = readLevels(readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8'));
const folderOf = new Map(workspaces.map((workspace) => [workspace.name, workspace.folder]));

describe('the picture of the levels in ARCHITECTURE.md', () => {
  test('names every package and program, and nothing else', () => {
    expect([...levels.keys()].sort()).toEqual(workspaces.map((workspace) => workspace.folder).sort());
  });

  test.each(workspaces)('$name depends only downwards, development dependencies included', (workspace) => {
    const own = levelOf(workspace.folder);

    const upwards = Object.keys({ ...workspace.dependencies, ...workspace.developmentDependencies })
      .flatMap((name) => folderOf.get(name) ?? [])
      .filter((folder) => levelOf(folder) >= own);

    expect(upwards).toEqual([]);
  });

  test.each(workspaces)('$name imports only what its manifest names', (workspace) => {
    const declared = { ...workspace.dependencies, ...workspace.developmentDependencies };

    const undeclared = readSources(workspace)
      .flatMap(({ file, text }) => importsOf(text).map((specifier) => ({ file, specifier })))
      .filter(({ specifier }) => !specifier.startsWith('.') && !specifier.startsWith('node:'))
      .filter(({ specifier }) => !(packageOf(specifier) in declared));

    expect(undeclared).toEqual([]);
  });

  test.each(workspaces)('$name makes nobody install what it does not import', (workspace) => {
    const imported = new Set(readSources(workspace).flatMap(({ text }) => importsOf(text).map(packageOf)));

    const unused = Object.keys((workspace.manifest['dependencies'] ?? {}) as Record<string, string>).filter((name) => !imported.has(name));

    expect(unused).toEqual([]);
  });

  test('dependencies between our packages use workspace:^, so that each is versioned on its own', () => {
    const others = workspaces.flatMap((workspace) =>
      Object.entries({ ...workspace.dependencies, ...workspace.developmentDependencies })
        .filter(([name, range]) => folderOf.has(name) && range !== 'workspace:^')
        .map(([name]) => `${workspace.name} → ${name}`),
    );

    expect(others).toEqual([]);
  });

  test('the drawing of the levels is read, not guessed', () => {
    expect(levels.get('core')).toBe(0);
    expect(levels.get('cli')).toBe(9);
  });
});

/** Lines of the drawing look like `3  evidence   sigstore-verifier   loopback: local-ci  local-index`. */
function readLevels(architecture: string): ReadonlyMap<string, number> {
  const drawing = /## Direction\s+```\n([\s\S]*?)```/.exec(architecture)?.[1] ?? '';
  const found = new Map<string, number>();
  for (const line of drawing.split('\n')) {
    const [, level, names] = /^(\d)\s+\w+\s+(.*)$/.exec(line) ?? [];
    if (level === undefined || names === undefined) continue;
    for (const name of names.split(/\s+/)) {
      if (name !== '' && !name.endsWith(':')) found.set(name.replace(/^apps\//, ''), Number(level));
    }
  }
  return found;
}

function levelOf(folder: string): number {
  const level = levels.get(folder);
  if (level === undefined) throw new Error(`ARCHITECTURE.md does not place ${folder}.`);
  return level;
}

function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

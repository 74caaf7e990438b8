import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const root: string = fileURLToPath(new URL('../../', import.meta.url));

/** A package or program of this repository, as its manifest describes it. */
export interface Workspace {
  /** Folder name, which is the name used in ARCHITECTURE.md. */
  readonly folder: string;
  readonly path: string;
  readonly name: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly developmentDependencies: Readonly<Record<string, string>>;
  readonly manifest: Readonly<Record<string, unknown>>;
}

/** Reads every workspace below `packages` and `apps`. */
export function readWorkspaces(): readonly Workspace[] {
  return ['packages', 'apps'].flatMap((parent) =>
    readdirSync(join(root, parent)).map((folder) => readWorkspace(join(root, parent, folder), folder)),
  );
}

function readWorkspace(path: string, folder: string): Workspace {
  const manifest = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as Record<string, unknown>;
  return {
    folder,
    path,
    name: String(manifest['name']),
    dependencies: {
      ...(manifest['dependencies'] as Record<string, string> | undefined),
      ...(manifest['optionalDependencies'] as Record<string, string> | undefined),
      ...(manifest['peerDependencies'] as Record<string, string> | undefined),
    },
    developmentDependencies: { ...(manifest['devDependencies'] as Record<string, string> | undefined) },
    manifest,
  };
}

/** Source files of a workspace with their text. */
export function readSources(workspace: Workspace): readonly { readonly file: string; readonly text: string }[] {
  return readdirSync(join(workspace.path, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => ({
      file: `${workspace.folder}/src/${file}`,
      text: readFileSync(join(workspace.path, 'src', file), 'utf8'),
    }));
}

/** What a source file imports, static and dynamic, type imports included, and what it takes of Node without an import. */
export function importsOf(text: string): readonly string[] {
  const code = withoutComments(text);
  const statements = /^(?:import|export)\s(?:[^'";]*?\sfrom\s+)?'([^'\n]+)';/gm;
  const calls = /\b(?:import|getBuiltinModule)\(\s*'([^'\n]+)'/g;
  return [...code.matchAll(statements), ...code.matchAll(calls)].map((match) => match[1] ?? '');
}

/** The text with comments blanked, so that an example in a comment is no import. */
export function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '$1');
}

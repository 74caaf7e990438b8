import { readlink, realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, parse, sep } from 'node:path';
import type { ProjectFolder } from './project-folder.ts';

/**
 * Tells whether a project has a say in what lies at a path: it is in the project, or a link on the way to it leads there,
 * even where the next link leads out again. A Python, for one, loads what stands beside the links that lead to it.
 *
 * @param path - Absolute, of something that exists.
 */
export async function leadsThrough(project: ProjectFolder, path: string): Promise<boolean> {
  // Where a system takes names in other letters too, only this has them as it spells them.
  if (project.holds(await realpath(path))) return true;
  let reached = parse(path).root;
  const ahead = partsOf(path);
  for (let links = 0; links <= mostLinks; ) {
    const name = ahead.shift();
    if (name === undefined) return false;
    // Right only because no link is left in what was reached.
    const place = name === '..' ? dirname(reached) : join(reached, name);
    if (project.holds(place)) return true;
    const target = await readlink(place).catch(() => undefined);
    if (target === undefined) {
      reached = place;
      continue;
    }
    links += 1;
    if (isAbsolute(target)) reached = parse(target).root;
    ahead.unshift(...partsOf(target));
  }
  return true;
}

// As Linux has it.
const mostLinks = 40;

// Where a backslash separates nothing, it may be part of a name.
const separator = sep === '/' ? '/' : /[\\/]/;

function partsOf(path: string): string[] {
  return path.slice(parse(path).root.length).split(separator).filter((part) => part !== '' && part !== '.');
}

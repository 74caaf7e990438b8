import { isAbsolute, relative, sep } from 'node:path';

/** A path as forges want it: from the folder the command runs in, with `/`, without `./`; absolute where it lies outside. */
export function relativePath(path: string): string {
  const way = relative('.', path);
  const isOutside = way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way);
  return (isOutside ? path : way).split(sep).join('/');
}

import type { DefectList } from './archive-facts.ts';

/** From so many members on an archive is worth a word. */
export const manyMembers = 100_000;

/** Notes paths that would leave the directory an archive is unpacked into. */
export function checkMemberPath(name: string, defects: DefectList): void {
  if (/^(?:[/\\]|[A-Za-z]:)/.test(name)) defects.add('PATH_ABSOLUTE', 'a member has an absolute path', name);
  if (/(?:^|[/\\])\.\.(?:[/\\]|$)/.test(name)) defects.add('PATH_PARENT', 'a member has ".." in its path', name);
}

import type { CheckCounts } from '../check-report.ts';

/** `2 files in 1 release: 1 error, 3 warnings`. */
export function countWords({ files, releases, errors, warnings }: CheckCounts): string {
  return `${counted(files, 'file')} in ${counted(releases, 'release')}: ${counted(errors, 'error')}, ${counted(warnings, 'warning')}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

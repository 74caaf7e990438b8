import type { Run } from '@ropewalk-tests/command/ropewalk.ts';

/** What a run printed, without what differs from run to run. */
export function review({ status, stdout, stderr }: Run, folder: string): string {
  const text = `${stderr}${stdout}`.replaceAll(/^::add-mask::.*\n/gm, '').replaceAll(/127\.0\.0\.1:\d+/g, 'INDEX').replaceAll(folder, 'FOLDER');
  return `exit ${status}\n\n${text.replaceAll(/log entry \d+/g, 'log entry N').replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')}`;
}

/** The file that holds the text a person has read and approved. */
export function reviewedAs(name: string): string {
  return `reviewed/${name.replaceAll(' ', '-')}.txt`;
}

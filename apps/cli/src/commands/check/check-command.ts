import { exitCodes } from '../../exit-codes.ts';
import { processConsole as console } from '../../output/console.ts';
import { printable } from '../../output/printable.ts';
import { countsOf, type CheckReport } from './check-report.ts';
import { readCheckRequest, type CheckRequest } from './check-request.ts';
import { chooseFiles } from './choose-files.ts';
import { judgeFiles } from './judge-files.ts';
import { githubCommands } from './output/github-commands.ts';
import { gitlabReport } from './output/gitlab-report.ts';
import { jsonReport } from './output/json-report.ts';
import { sarifLog } from './output/sarif-log.ts';
import { showReport } from './output/show-report.ts';

/** `ropewalk check [FILES…]`: 0 when the release is clean or has only warnings, 1 when it has findings. */
export async function checkCommand(named: readonly string[], options: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<number> {
  const request = readCheckRequest(options);
  const chosen = await chooseFiles(named);
  const report = await judgeFiles(chosen, request, signal);
  talkOf(report);
  print(report, request);
  const { errors, warnings } = countsOf(report);
  return errors > 0 || (request.isStrict && warnings > 0) ? exitCodes.no : exitCodes.ok;
}

function print(report: CheckReport, request: CheckRequest): void {
  switch (request.format) {
    case 'text':
      return showReport(report, request);
    case 'json':
      return console.data(jsonReport(report, request));
    case 'github':
      return console.data(githubCommands(report));
    case 'gitlab':
      return console.data(gitlabReport(report));
    case 'sarif':
      return console.data(sarifLog(report));
  }
}

/** How far the answer goes. */
function talkOf({ descriptionJudge, comparison }: CheckReport): void {
  if (descriptionJudge !== undefined) console.note(`descriptions in reStructuredText: judged by ${printable(descriptionJudge)}`);
  if (!comparison.compared) tellUncompared('not', comparison);
  else for (const project of comparison.unread ?? []) tellUncompared(`${project.project} was not`, project);
}

function tellUncompared(what: string, { reason, remedy }: { readonly reason: string; readonly remedy?: string }): void {
  console.note(`${printable(what)} compared with what an index has, because ${printable(reason)}`);
  if (remedy !== undefined) console.note(`  ${printable(remedy)}`);
}

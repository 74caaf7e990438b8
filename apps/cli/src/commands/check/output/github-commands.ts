import { printable } from '../../../output/printable.ts';
import { countsOf, findingsOf, type CheckReport } from '../check-report.ts';
import { countWords } from './count-words.ts';
import { relativePath } from './relative-path.ts';

/**
 * Findings as workflow commands of GitHub Actions, which shows them as annotations; counts behind them.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function githubCommands(report: CheckReport): string {
  const commands = findingsOf(report).map(({ finding: { severity, code, message, remedy, file, release }, path }) => {
    const subject = file === '' ? `${release}: ` : '';
    return `::${severity} file=${property(relativePath(path))},title=${property(code)}::${data(printable(`${subject}${message} ${remedy}`))}`;
  });
  return `${[...commands, countWords(countsOf(report))].join('\n')}\n`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(printable(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

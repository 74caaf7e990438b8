import { CommandError } from '../../command-error.ts';
import { exitCodes } from '../../exit-codes.ts';
import { processConsole as console, rows, styled } from '../../output/console.ts';
import { jsonText } from '../../output/json-text.ts';
import { nearest } from '../../output/nearest.ts';
import { printable } from '../../output/printable.ts';
import { explanations, type Explanation } from './known-codes.ts';

/** `ropewalk explain [CODE…]`. @throws {@link CommandError} `USAGE_CODE` */
export function explainCommand(codes: readonly string[], options: Readonly<Record<string, unknown>>): number {
  const found = codes.length === 0 ? explanations : codes.flatMap(explanationsOf);
  if (options['json'] === true) console.data(jsonText({ schema: 'urn:ropewalk:schema:explanation:1', codes: found }));
  else if (codes.length === 0) list();
  else for (const explanation of found) show(explanation);
  return exitCodes.ok;
}

/** A code may be written as it is printed, with brackets around it, or in lower case. */
function explanationsOf(text: string): readonly Explanation[] {
  const code = text.replaceAll(/^[[`]|[\]`]$/g, '').replaceAll('-', '_').toUpperCase();
  const found = explanations.filter((explanation) => explanation.code === code);
  if (found.length > 0) return found;
  const meant = nearest(code, [...new Set(explanations.map((explanation) => explanation.code))]);
  throw new CommandError({
    code: 'USAGE_CODE',
    message: `There is no code ${text}.`,
    remedy: meant.length === 0 ? 'ropewalk explain lists all codes.' : `Did you mean ${meant.join(' or ')}? ropewalk explain lists all codes.`,
  });
}

const kindWords: Readonly<Record<Explanation['kind'], string>> = { rule: 'rule of check', verification: 'check of verify', error: 'error' };

function show({ code, kind, meaning, remedy, severity, scope, source }: Explanation): void {
  const facts = [kindWords[kind], severity, scope === 'pypi' ? 'PyPI and TestPyPI' : scope === 'standard' ? 'every index' : undefined];
  console.out(`${styled('bold', code)}  ${styled('dim', facts.filter((fact) => fact !== undefined).join(', '))}`);
  console.out(`  ${printable(meaning)}`);
  for (const row of rows([['what to do', remedy], ['source', source]])) console.out(row);
  console.out();
}

function list(): void {
  const width = Math.max(...explanations.map(({ code }) => code.length));
  for (const kind of ['rule', 'verification', 'error'] as const) {
    console.out(styled('bold', `${kindWords[kind]}:`));
    for (const { code, meaning } of explanations.filter((explanation) => explanation.kind === kind)) console.out(`  ${code.padEnd(width)}  ${printable(meaning)}`);
    console.out();
  }
}

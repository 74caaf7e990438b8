import { quote } from '@ropewalk/packaging';
import { spdxExceptions, spdxLicenses } from '../data/spdx.ts';
import type { FileContext } from '../file-context.ts';
import type { Violation } from '../rule.ts';

/** Judges License, License-Expression and License-File. */
export function* checkLicenceFields({ form }: FileContext): Generator<Violation> {
  const expression = form.text('license_expression');
  const fault = expression === undefined ? undefined : findExpressionFault(expression);
  if (fault !== undefined) yield { code: 'LICENSE_EXPRESSION_INVALID', message: `License-Expression ${quote(expression ?? '')}: ${fault}.` };
  if (expression !== undefined && form.text('license') !== undefined) {
    yield { code: 'LICENSE_AND_EXPRESSION', message: `Both License and License-Expression ${quote(expression)} are given.` };
  }
  for (const path of form.list('license_file')) {
    const wrong = findPathFault(path);
    if (wrong !== undefined) yield { code: 'LICENSE_FILE_PATH', message: `License-File ${quote(path)}: ${wrong}.` };
  }
}

/** Reads an expression as Python's `packaging.licenses` does: case does not count, deprecated identifiers do. */
function findExpressionFault(expression: string): string | undefined {
  const tokens = expression.replaceAll('(', ' ( ').replaceAll(')', ' ) ').toLowerCase().split(/\s+/).filter((token) => token !== '');
  return findGrammarFault(tokens) ?? tokens.map((token, index) => findTokenFault(token, tokens[index - 1])).find((fault) => fault !== undefined);
}

const operators: ReadonlySet<string> = new Set(['and', 'or', 'with']);

function findGrammarFault(tokens: readonly string[]): string | undefined {
  let depth = 0;
  let wantsOperand = true;
  for (const token of tokens) {
    if (operators.has(token)) {
      if (wantsOperand) return `an operand is missing before ${token.toUpperCase()}`;
      wantsOperand = true;
    } else if (token === '(') {
      if (!wantsOperand) return 'an operator is missing before "("';
      depth += 1;
    } else if (token === ')') {
      if (wantsOperand || depth === 0) return '")" is out of place';
      depth -= 1;
    } else {
      if (!wantsOperand) return `an operator is missing before ${quote(token)}`;
      wantsOperand = false;
    }
  }
  if (wantsOperand) return 'it ends where an identifier is expected';
  return depth > 0 ? '")" is missing' : undefined;
}

function findTokenFault(token: string, previous: string | undefined): string | undefined {
  if (operators.has(token) || token === '(' || token === ')') return undefined;
  if (previous === 'with') return spdxExceptions.has(token) ? undefined : `there is no exception ${quote(token)}`;
  // Python's reader breaks on "LicenseRef-…+", and the index with it.
  if (token.startsWith('licenseref-')) return /^[a-z0-9.-]*$/.test(token) ? undefined : `${quote(token)} has characters a LicenseRef cannot have`;
  return spdxLicenses.has(token.replace(/\+$/, '')) ? undefined : `there is no licence identifier ${quote(token)}`;
}

function findPathFault(path: string): string | undefined {
  if (path.includes('..')) return 'it has ".."';
  if (path.includes('*')) return 'it has "*"; the files have to be named';
  if (/^(?:[/\\]|[A-Za-z]:[/\\])/.test(path)) return 'it is absolute';
  if (path !== windowsNormal(path)) return 'it is not written plainly, with single "/" and without "./"';
  return undefined;
}

/** What Python's `PureWindowsPath(path).as_posix()` makes of a relative path. */
function windowsNormal(path: string): string {
  const drive = /^[A-Za-z]:/.exec(path)?.[0] ?? '';
  const parts = path.slice(drive.length).split(/[/\\]/).filter((part) => part !== '' && part !== '.');
  return `${drive}${parts.join('/')}` || '.';
}

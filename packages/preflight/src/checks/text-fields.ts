import { isValidName, parseRequirement, parseSpecifiers, quote } from '@ropewalk/packaging';
import { isCodedError } from '@ropewalk/core';
import { classifiers, deprecatedClassifiers } from '../data/classifiers.ts';
import type { FileContext } from '../file-context.ts';
import type { Violation } from '../rule.ts';

/** Judges summary, classifiers, dependencies and what else is said about the project. */
export function* checkTextFields(context: FileContext): Generator<Violation> {
  yield* checkSummary(context);
  yield* checkClassifiers(context);
  yield* checkDependencies(context);
  yield* checkDynamic(context);
  yield* checkImports(context);
}

function* checkSummary({ form }: FileContext): Generator<Violation> {
  const summary = form.text('summary');
  if (summary === undefined) return;
  if (summary.includes('\n')) yield { code: 'SUMMARY_LINES', message: `Summary has several lines: ${quote(summary)}.` };
  const length = [...summary].length;
  if (length > 512) yield { code: 'SUMMARY_LENGTH', message: `Summary has ${length} characters, ${length - 512} too many.` };
}

function* checkClassifiers({ form }: FileContext): Generator<Violation> {
  for (const classifier of new Set(form.list('classifiers'))) {
    const instead = deprecatedClassifiers.get(classifier);
    if (instead !== undefined) {
      const remedy = instead.length === 0 ? 'Take it out.' : `Use ${instead.map(quote).join(' or ')} instead.`;
      yield { code: 'CLASSIFIER_DEPRECATED', message: `The classifier ${quote(classifier)} is deprecated.`, remedy };
    } else if (!classifiers.has(classifier)) {
      yield { code: 'CLASSIFIER_UNKNOWN', message: `${quote(classifier)} is not a classifier that PyPI knows.`, ...similar(classifier) };
    }
  }
}

function similar(classifier: string): { readonly remedy?: string } {
  const key = comparable(classifier);
  const match = [...classifiers].find((known) => comparable(known) === key);
  return match === undefined ? {} : { remedy: `Write it ${quote(match)}.` };
}

function comparable(classifier: string): string {
  return classifier.toLowerCase().replace(/[^a-z0-9.]+/g, '');
}

function* checkDependencies({ form }: FileContext): Generator<Violation> {
  const requiresPython = form.text('requires_python');
  const wrong = requiresPython === undefined ? undefined : reasonOf(() => parseSpecifiers(requiresPython));
  if (wrong !== undefined) yield { code: 'REQUIRES_PYTHON_INVALID', message: `Requires-Python ${quote(requiresPython ?? '')}: ${wrong}` };
  for (const [field, header] of [['requires_dist', 'Requires-Dist'], ['provides_dist', 'Provides-Dist'], ['obsoletes_dist', 'Obsoletes-Dist']] as const) {
    for (const value of form.list(field)) yield* checkDependency(header, value);
  }
  for (const extra of form.list('provides_extra')) {
    if (!isValidName(extra)) yield { code: 'PROVIDES_EXTRA_INVALID', message: `${quote(extra)} in Provides-Extra is not a valid name.` };
  }
}

function* checkDependency(header: string, value: string): Generator<Violation> {
  let isDirect = false;
  const wrong = reasonOf(() => { isDirect = parseRequirement(value).url !== undefined; });
  if (wrong !== undefined) yield { code: 'REQUIRES_DIST_INVALID', message: `${header}: ${wrong}` };
  else if (isDirect) yield { code: 'DIRECT_DEPENDENCY', message: `${header} ${quote(value)} refers to an address.` };
}

function reasonOf(parse: () => unknown): string | undefined {
  try {
    parse();
    return undefined;
  } catch (error) {
    if (isCodedError(error)) return error.message;
    throw error;
  }
}

/** What PEP 643 lets be dynamic, in lower case. */
const dynamicFields: ReadonlySet<string> = new Set([
  'platform', 'supported-platform', 'summary', 'description', 'description-content-type', 'keywords', 'home-page',
  'download-url', 'author', 'author-email', 'maintainer', 'maintainer-email', 'license', 'license-expression',
  'license-file', 'classifier', 'requires-dist', 'requires-python', 'requires-external', 'project-url',
  'provides-extra', 'provides-dist', 'obsoletes-dist', 'requires', 'provides', 'obsoletes', 'import-name', 'import-namespace',
]);

function* checkDynamic({ form }: FileContext): Generator<Violation> {
  for (const field of form.list('dynamic')) {
    if (!dynamicFields.has(field.toLowerCase())) yield { code: 'DYNAMIC_INVALID', message: `Dynamic names ${quote(field)}, which is no field that may be dynamic.` };
  }
}

const pythonKeywords: ReadonlySet<string> = new Set([
  'False', 'None', 'True', 'and', 'as', 'assert', 'async', 'await', 'break', 'class', 'continue', 'def', 'del', 'elif',
  'else', 'except', 'finally', 'for', 'from', 'global', 'if', 'import', 'in', 'is', 'lambda', 'nonlocal', 'not', 'or',
  'pass', 'raise', 'return', 'try', 'while', 'with', 'yield',
]);

function* checkImports({ form }: FileContext): Generator<Violation> {
  for (const [field, header] of [['import_name', 'Import-Name'], ['import_namespace', 'Import-Namespace']] as const) {
    for (const value of form.list(field)) {
      const semicolon = value.indexOf(';');
      const name = (semicolon === -1 ? value : value.slice(0, semicolon)).trimEnd();
      const wrong = name.split('.').find((part) => pythonKeywords.has(part) || !/^[\p{XID_Start}_]\p{XID_Continue}*$/u.test(part));
      if (wrong !== undefined) yield { code: 'IMPORT_NAME_INVALID', message: `${header} ${quote(value)}: ${quote(wrong)} cannot be imported.` };
      else if (semicolon !== -1 && value.slice(semicolon + 1).trimStart() !== 'private') {
        yield { code: 'IMPORT_NAME_INVALID', message: `${header} ${quote(value)}: after ";" only "private" may come.` };
      }
    }
  }
}

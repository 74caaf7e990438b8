import { PackagingError } from './packaging-error.ts';
import { quote } from './python-text.ts';
import { areSpecifiers, specifierPattern } from './version-specifier.ts';

/** A dependency on a distribution. */
export interface Requirement {
  /** As written. */
  readonly name: string;
  readonly extras: readonly string[];
  /** As written, `>=1,<2`; empty when any version will do. */
  readonly specifiers: string;
  /** The address of a direct reference, `name @ URL`. */
  readonly url?: string;
  /** The environment marker as written. */
  readonly marker?: string;
}

/**
 * Reads a dependency, accepting what Python's `packaging.requirements.Requirement` does.
 *
 * @throws {@link PackagingError} `REQUIREMENT_MALFORMED`
 * @see https://packaging.python.org/specifications/dependency-specifiers/
 */
export function parseRequirement(text: string): Requirement {
  const scanner = createScanner(text);
  scanner.skipSpace();
  const name = scanner.expect(identifier, 'a name at the start');
  scanner.skipSpace();
  const extras = parseExtras(scanner);
  scanner.skipSpace();
  const where = scanner.take(/@/y) === undefined ? { specifiers: parseVersions(scanner) } : { url: parseUrl(scanner) };
  const marker = parseOptionalMarker(scanner);
  return { name, extras, specifiers: '', ...where, ...(marker === undefined ? {} : { marker }) };
}

const identifier = /\b[a-zA-Z0-9][a-zA-Z0-9._-]*\b/y;
const end = /(?=\n?$)/y;
const variable =
  /\b(?:python_version|python_full_version|os[._]name|sys[._]platform|platform_(?:release|system)|platform[._](?:version|machine|python_implementation)|python_implementation|implementation_(?:name|version)|extras?|dependency_groups)\b/y;

interface Scanner {
  take(pattern: RegExp): string | undefined;
  expect(pattern: RegExp, what: string): string;
  skipSpace(): boolean;
  rest(): string;
  fail(what: string): PackagingError;
}

function createScanner(text: string): Scanner {
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null) return undefined;
    at += match[0].length;
    return match[0];
  };
  const fail = (what: string): PackagingError => new PackagingError({
    code: 'REQUIREMENT_MALFORMED',
    message: `${quote(text)} is not a dependency: ${what} is expected at position ${at + 1}.`,
    remedy: 'Write it as PEP 508 defines, for example: requests[socks]>=2.8; python_version < "3.12".',
  });
  return {
    take,
    fail,
    skipSpace: () => take(/[ \t]+/y) !== undefined,
    rest: () => text.slice(at),
    expect(pattern, what) {
      const found = take(pattern);
      if (found === undefined) throw fail(what);
      return found;
    },
  };
}

function parseExtras(scanner: Scanner): readonly string[] {
  if (scanner.take(/\[/y) === undefined) return [];
  scanner.skipSpace();
  const extras: string[] = [];
  let extra = scanner.take(identifier);
  while (extra !== undefined) {
    extras.push(extra);
    scanner.skipSpace();
    if (scanner.take(/,/y) === undefined) break;
    scanner.skipSpace();
    extra = scanner.expect(identifier, 'the name of an extra after the comma');
  }
  scanner.skipSpace();
  scanner.expect(/\]/y, '"]" after the extras');
  return extras;
}

function parseUrl(scanner: Scanner): string {
  scanner.skipSpace();
  const url = scanner.expect(/[^ \t]+/y, 'a URL after "@"');
  if (scanner.take(end) === undefined && !scanner.skipSpace()) throw scanner.fail('white space after the URL');
  return url;
}

function parseVersions(scanner: Scanner): string {
  const isEnclosed = scanner.take(/\(/y) !== undefined;
  scanner.skipSpace();
  const specifier = new RegExp(specifierPattern, 'iy');
  let specifiers = '';
  for (let one = scanner.take(specifier); one !== undefined; one = scanner.take(specifier)) {
    specifiers += one;
    if (scanner.take(/\.\*|\+[a-z0-9]+/y) !== undefined) throw scanner.fail('an operator that takes ".*" or a local version (== or !=)');
    scanner.skipSpace();
    if (scanner.take(/,/y) === undefined) break;
    specifiers += ',';
    scanner.skipSpace();
  }
  scanner.skipSpace();
  if (isEnclosed) scanner.expect(/\)/y, '")" after the versions');
  scanner.skipSpace();
  // `===` takes in commas, but the whole is split at them again.
  if (!areSpecifiers(specifiers)) throw scanner.fail('a version specifier after each comma');
  return specifiers;
}

function parseOptionalMarker(scanner: Scanner): string | undefined {
  if (scanner.take(end) !== undefined) {
    if (scanner.rest().length > 1) throw scanner.fail('the end');
    return undefined;
  }
  scanner.expect(/;/y, 'a comma, a semicolon or the end');
  const marker = scanner.rest().trim();
  parseMarker(scanner, 0);
  scanner.skipSpace();
  scanner.expect(end, 'the end');
  return marker;
}

function parseMarker(scanner: Scanner, depth: number): void {
  do parseMarkerAtom(scanner, depth);
  while (scanner.take(/\b(?:or|and)\b/y) !== undefined);
}

function parseMarkerAtom(scanner: Scanner, depth: number): void {
  scanner.skipSpace();
  if (scanner.take(/\(/y) !== undefined) {
    // Deeper than anybody writes; Python's own parser gives up as well.
    if (depth > 100) throw scanner.fail('less nesting');
    parseMarker(scanner, depth + 1);
    scanner.skipSpace();
    scanner.expect(/\)/y, '")" after the marker');
  } else {
    parseMarkerValue(scanner);
    scanner.skipSpace();
    parseMarkerOperator(scanner);
    scanner.skipSpace();
    parseMarkerValue(scanner);
  }
  scanner.skipSpace();
}

function parseMarkerValue(scanner: Scanner): void {
  if (scanner.take(variable) === undefined) scanner.expect(/'[^']*'|"[^"]*"/y, 'a marker variable or quoted text');
}

function parseMarkerOperator(scanner: Scanner): void {
  if (scanner.take(/\bnot\b/y) !== undefined) {
    if (!scanner.skipSpace()) throw scanner.fail('white space after "not"');
    scanner.expect(/\bin\b/y, '"in" after "not"');
    return;
  }
  scanner.expect(/\bin\b|===|==|~=|!=|<=|>=|<|>/y, 'an operator');
}

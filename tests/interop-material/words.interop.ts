import { canonicalVersion, normalizeName, parseDistributionFilename, parseRequirement, parseSpecifiers } from '@ropewalk/packaging';
import { isCodedError } from '@ropewalk/core';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { preparePython } from './python.ts';

const python = preparePython();
const inOrder = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

const pieces = {
  version: ['1', '0', '01', '2!', '.', '1.0', 'a', 'beta', 'c', 'pre', '-', '_', 'post', 'rev', 'r', 'dev', '+', 'ubuntu', ' ', '\x1c', 'v', 'RC', '\n', 'x', '20260101123456789012345'],
  specifiers: ['>=', '<=', '==', '!=', '~=', '===', '<', '>', '1', '1.0', '.*', 'a1', '.post1', '+l', ',', ' ', 'v', 'x', '-1', ';'],
  requirement: ['foo', 'Foo.bar', 'a-', '[', ']', 'a,b', ' ', '>=', '==', '===', '1', '1.*', '1.0+l', 'rc1', '(', ')', ',', ';', 'python_version', 'os.name', '"3"', "'x'", ' and ', ' in ', ' not in ', '@', 'http://x', '\t', '\n', 'extra'],
  wheel: ['foo', 'Foo.Bar', 'foo_bar', 'f__o', '-', '-', '-', '1.0', '1', '1x', '01b', 'py3', 'py2.py3', 'none', 'abi3.cp39', 'any', 'ANY', '.whl', 'é', ' '],
  sdist: ['foo', 'Foo.Bar', '-', '-', '1.0', 'v1', '.tar.gz', '.tar.gz', '.zip', '.tgz', 'é'],
  name: ['Foo', '-', '_', '.', 'bar', 'É', ' ', 'İ'],
} as const;

const ours: Readonly<Record<keyof typeof pieces, (text: string) => unknown>> = {
  name: normalizeName,
  version: canonicalVersion,
  specifiers: (text) => Array.isArray(parseSpecifiers(text)),
  requirement(text) {
    const { name, url, extras } = parseRequirement(text);
    return [name, url ?? null, [...new Set(extras)].sort(inOrder)];
  },
  wheel(text) {
    const read = parseDistributionFilename(text);
    return read.type === 'wheel' ? [read.name, read.version, read.build ?? null, [...read.tags].sort(inOrder)] : null;
  },
  sdist(text) {
    const read = parseDistributionFilename(text);
    return read.type === 'sdist' ? [read.name, read.version] : null;
  },
};

function answer(kind: keyof typeof pieces, text: string): unknown {
  try {
    return ours[kind](text);
  } catch (error) {
    if (isCodedError(error)) return null;
    throw error;
  }
}

describe.skipIf(python === undefined)("Python's packaging", () => {
  test.each(Object.keys(pieces) as (keyof typeof pieces)[])('agrees on odd words of the kind %s', (kind) => {
    const odd = fc.array(fc.constantFrom(...pieces[kind]), { minLength: 1, maxLength: 9 }).map((parts) => parts.join(''));
    const nearly = fc.tuple(fc.constantFrom('', 'foo-', 'foo-1.0-py3-', 'foo'), odd, fc.constantFrom('', '.whl', '-none-any.whl', '.tar.gz')).map((parts) => parts.join(''));
    const texts = fc.sample(fc.oneof(odd, nearly), { numRuns: 4000, seed: 20_261_125 });

    const theirs = python?.ask('words.py', texts.map((text) => [kind, text]));

    expect(texts.map((text) => [text, answer(kind, text)])).toEqual(texts.map((text, index) => [text, (theirs as readonly unknown[])[index]]));
  });
});

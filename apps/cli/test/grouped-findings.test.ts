import { describe, expect, test } from 'vitest';
import { filesBelow, groupFindings, subjectOf } from '../src/output/grouped-findings.ts';

type Severity = 'error' | 'warning';

function finding(file: string, severity: Severity = 'warning', message = 'It is missing.') {
  return { code: 'DESCRIPTION_TYPE_MISSING', severity, index: 'pypi', file, release: 'demo 1.0', message, remedy: 'Set it.', source: 'x' };
}

function files(count: number, severity?: Severity) {
  return Array.from({ length: count }, (_, number) => finding(`f${number}.whl`, severity));
}

describe('findings of many files', () => {
  test('are one where they are equal: the first file is named, the others are counted', () => {
    const groups = groupFindings(files(50), { isVerbose: false });

    expect(groups.map(subjectOf)).toEqual(['50 files, the first f0.whl']);
    expect(groups.map(filesBelow)).toEqual(['']);
  });

  test('that are errors name ten files, and count those behind', () => {
    const [few] = groupFindings(files(10, 'error'), { isVerbose: false });
    const [many] = groupFindings(files(50, 'error'), { isVerbose: false });

    expect(few === undefined ? '' : filesBelow(few)).toBe('f0.whl, f1.whl, f2.whl, f3.whl, f4.whl, f5.whl, f6.whl, f7.whl, f8.whl, f9.whl');
    expect(many === undefined ? [] : [subjectOf(many), filesBelow(many)]).toEqual(['50 files', expect.stringMatching(/^f0\.whl, .*, f9\.whl and 40 more /)]);
  });

  test.each([
    ['another message', finding('g.whl', 'warning', 'It is wrong.')],
    ['another severity', finding('g.whl', 'error')],
    ['another remedy', { ...finding('g.whl'), remedy: 'Take it away.' }],
    ['another code', { ...finding('g.whl'), code: 'OTHER' }],
    ['a release instead of a file', finding('')],
  ])('stay apart where one has %s', (_, other) => {
    expect(groupFindings([...files(3), other, ...files(3)], { isVerbose: false })).toHaveLength(2);
  });

  test('stay apart where two files have them, or one file has them all, or all are asked for', () => {
    const [one] = files(1);

    expect(groupFindings(files(2), { isVerbose: false }).map(subjectOf)).toEqual(['f0.whl', 'f1.whl']);
    expect(groupFindings(one === undefined ? [] : [one, one, one], { isVerbose: false })).toHaveLength(3);
    expect(groupFindings(files(4), { isVerbose: true })).toHaveLength(4);
  });

  test('of two releases as a whole are two', () => {
    const groups = groupFindings([finding(''), { ...finding(''), release: 'other 2.0' }], { isVerbose: false });

    expect(groups.map(subjectOf)).toEqual(['demo 1.0', 'other 2.0']);
  });
});

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { githubPublisher } from '../src/publisher/index.ts';

const malformed = expect.objectContaining({ code: 'PUBLISHER_MALFORMED' });

describe('reading a publisher', () => {
  test('reads the form of flags', () => {
    expect(githubPublisher.parse('github:octo-org/sample.project_1')).toStrictEqual({ kind: 'GitHub', repository: 'octo-org/sample.project_1' });
  });

  test('reads the object of a provenance, in every form indexes have served', () => {
    const served = [
      { kind: 'GitHub', repository: 'o/r', workflow: 'release.yml', environment: 'pypi' },
      { kind: 'GitHub', repository: 'o/r', workflow: 'release.yml', environment: null, claims: null },
      { kind: 'GitHub', repository: 'o/r', workflow: 'release.yml', environment: '', unknown: 1 },
    ];

    expect(served.map((publisher) => githubPublisher.parse(publisher))).toStrictEqual([
      { kind: 'GitHub', repository: 'o/r', workflow: 'release.yml', environment: 'pypi' },
      { kind: 'GitHub', repository: 'o/r', workflow: 'release.yml' },
      { kind: 'GitHub', repository: 'o/r', workflow: 'release.yml' },
    ]);
  });

  test.each([
    '', 'o', 'o/', '/r', 'o//r', 'o/r/', 'o/r/x', 'o/r.git', 'o/r.GIT', ' o/r', 'o/r ', 'o/r\n', 'o /r', 'o/..', 'o/.', './r', '-o/r',
    'o/.*', 'o/r+', 'o/[r]', 'o/r?', 'o/r|s', '^o/r', 'o/r$', 'o/(r)', 'o\\/r', 'https://github.com/o/r', 'github.com/o/r', 'o/r@main', 'ö/r', 'o/r\u202e', 'o/r\u0000',
  ])('refuses %j as a repository', (repository) => {
    expect(() => githubPublisher.parse(`github:${repository}`)).toThrow(malformed);
    expect(() => githubPublisher.parse({ kind: 'GitHub', repository })).toThrow(malformed);
  });

  test.each([undefined, null, 1, [], { owner: 'o' }])('refuses the repository %j', (repository) => {
    expect(() => githubPublisher.parse({ kind: 'GitHub', repository })).toThrow(malformed);
  });

  test.each([
    'release', '.yml', 'release.yml.txt', 'a/release.yml', '.github/workflows/release.yml', 'release.yml@main', 'rel\\ease.yml', '.*.yml', 'r[a-z].yml', 'r?.yml',
    '(a|b).yml', '^r.yml', 'r$.yml', ' release.yml', 'rel\tease.yml', 'release.yml\n', 'rel\u00a0ease.yml', 'rel\u202eease.yml', `${'a'.repeat(252)}.yml`, 7, {},
  ])('refuses %j as a workflow', (workflow) => {
    expect(() => githubPublisher.parse({ kind: 'GitHub', repository: 'o/r', workflow })).toThrow(malformed);
  });

  test.each(['release.yml', 'release.yaml', 'Publish to PyPI.yml', 'ci+cd.yml', '_x.yml', '.release.yml'])('accepts %j as a workflow', (workflow) => {
    expect(githubPublisher.parse({ kind: 'GitHub', repository: 'o/r', workflow })).toMatchObject({ workflow });
  });

  test.each([
    ['github:https://github.com/o/r', 'Write github:o/r.'],
    ['github:o/r/', 'Write github:o/r.'],
    ['github:o/r.git', 'Write github:o/r.'],
  ])('says how %s is meant to be written', (input, remedy) => {
    expect(() => githubPublisher.parse(input)).toThrow(expect.objectContaining({ code: 'PUBLISHER_MALFORMED', remedy }));
  });

  test('refuses another kind', () => {
    expect(() => githubPublisher.parse({ kind: 'GitLab', repository: 'o/r' })).toThrow(expect.objectContaining({ code: 'PUBLISHER_KIND_UNKNOWN' }));
  });

  test('lets nothing of its input act on a terminal', () => {
    const hostile = 'github:o/\u001b]0;x\u0007\u202e\n';

    expect(() => githubPublisher.parse(hostile)).toThrow(expect.objectContaining({ message: expect.not.stringMatching(/\p{C}/u) }));
  });
});

test('whatever is read is written in the same way, and holds no blank and no character of a pattern', () => {
  const anything = fc.oneof(fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[\w.-]{0,8}\/[\w.-]{0,8}$/));

  fc.assert(
    fc.property(anything, (text) => {
      let publisher;
      try {
        publisher = githubPublisher.parse(`github:${text}`);
      } catch (error) {
        expect(error).toMatchObject({ code: 'PUBLISHER_MALFORMED' });
        return;
      }
      expect(githubPublisher.format(publisher)).toBe(`github:${text}`);
      expect(publisher.repository).toMatch(/^[\w.-]+\/[\w.-]+$/);
    }),
  );
});

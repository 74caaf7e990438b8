import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gitlabPublisher } from '../src/publisher/index.ts';

const malformed = expect.objectContaining({ code: 'PUBLISHER_MALFORMED' });

describe('reading a publisher', () => {
  test.each(['group/project', 'group/sub/sub-2/my.project_1', '_g/p'])('reads gitlab:%s', (repository) => {
    expect(gitlabPublisher.parse(`gitlab:${repository}`)).toStrictEqual({ kind: 'GitLab', repository });
  });

  test('reads the object of a provenance, in every form indexes have served', () => {
    expect([
      gitlabPublisher.parse({ kind: 'GitLab', repository: 'g/p', workflow_filepath: '.gitlab-ci.yml', environment: 'release' }),
      gitlabPublisher.parse({ kind: 'GitLab', repository: 'g/p', workflow_filepath: 'ci/release.yaml', environment: null, claims: {} }),
      gitlabPublisher.parse({ kind: 'GitLab', repository: 'g/p', workflow_filepath: null, environment: '' }),
    ]).toStrictEqual([
      { kind: 'GitLab', repository: 'g/p', workflow_filepath: '.gitlab-ci.yml', environment: 'release' },
      { kind: 'GitLab', repository: 'g/p', workflow_filepath: 'ci/release.yaml' },
      { kind: 'GitLab', repository: 'g/p' },
    ]);
  });

  test.each([
    '', 'g', 'g/', '/p', 'g//p', 'g/p/', 'g/p.git', 'g/p.atom', ' g/p', 'g/p ', 'g/p\n', 'g/..', 'g/./p', '-g/p', 'g/-/p', 'g/p.', 'g/.*', 'g/[p]', 'g/p?', 'g|h/p', '^g/p', 'g/p$',
    'https://gitlab.com/g/p', 'g/p@main', 'g/p\u202e',
  ])('refuses %j as a project', (repository) => {
    expect(() => gitlabPublisher.parse(`gitlab:${repository}`)).toThrow(malformed);
    expect(() => gitlabPublisher.parse({ kind: 'GitLab', repository })).toThrow(malformed);
  });

  test.each([
    '.gitlab-ci', '/.gitlab-ci.yml', 'ci//a.yml', 'ci/../a.yml', './a.yml', 'a.yml@main', 'a.yml@group/project', 'ci/*.yml', 'a[b].yml', 'a.yml\n', ' a.yml', 'ci /a.yml', 'a\\b.yml', 7, {},
  ])('refuses %j as a pipeline file', (path) => {
    expect(() => gitlabPublisher.parse({ kind: 'GitLab', repository: 'g/p', workflow_filepath: path })).toThrow(malformed);
  });

  test.each([
    ['gitlab:https://gitlab.com/g/s/p', 'Write gitlab:g/s/p.'],
    ['gitlab:g/p/', 'Write gitlab:g/p.'],
    ['gitlab:g/p.git', 'Write gitlab:g/p.'],
  ])('says how %s is meant to be written', (input, remedy) => {
    expect(() => gitlabPublisher.parse(input)).toThrow(expect.objectContaining({ code: 'PUBLISHER_MALFORMED', remedy }));
  });

  test('refuses another kind', () => {
    expect(() => gitlabPublisher.parse({ kind: 'GitHub', repository: 'g/p' })).toThrow(expect.objectContaining({ code: 'PUBLISHER_KIND_UNKNOWN' }));
  });
});

test('whatever is read is written in the same way, and holds no blank and no character of a pattern', () => {
  const anything = fc.oneof(fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[\w.-]{0,5}(\/[\w.-]{0,5}){0,3}$/));

  fc.assert(
    fc.property(anything, (text) => {
      let publisher;
      try {
        publisher = gitlabPublisher.parse(`gitlab:${text}`);
      } catch (error) {
        expect(error).toMatchObject({ code: 'PUBLISHER_MALFORMED' });
        return;
      }
      expect(gitlabPublisher.format(publisher)).toBe(`gitlab:${text}`);
      expect(publisher.repository).toMatch(/^[\w.-]+(?:\/[\w.-]+)+$/);
    }),
  );
});

import { describe, expect, test } from 'vitest';
import type { PublishedFile, PublishResult } from '@ropewalk/publish';
import { UploadError } from '@ropewalk/uploader';
import { finishCommand, leftOut } from '../src/delivery/finish-command.ts';

const repositoryUrl = new URL('https://index.example.com/legacy/');
const refused = new UploadError({ code: 'UPLOAD_REFUSED', message: 'no', remedy: 'x' });
const conflict = new UploadError({ code: 'FILE_CONFLICT', message: 'other', remedy: 'x' });

function resultOf(...outcomes: readonly PublishedFile['outcome'][]): PublishResult {
  const files = outcomes.map((outcome, index) => ({
    file: `f${index}.whl`, project: 'p', version: '1', sizeBytes: 1, sha256: '', repositoryUrl, attestation: undefined, attestations: [], outcome, served: undefined,
  }));
  return { repositoryUrl, publisher: undefined, isDryRun: false, files };
}

const done = { status: 'unchanged' } as const;
const failed = { status: 'failed', error: refused, scope: 'file' } as const;

describe('the command that finishes a release', () => {
  test('names the files that are left, and quotes what a shell would read', () => {
    const files = ['dist/f0.whl', "my dist/f1.whl"];

    const command = finishCommand(['upload', ...files, '-r', 'mine', '--comment', "it's me"], files, resultOf(done, failed));

    expect(command).toBe(`ropewalk upload -r mine --comment 'it'\\''s me' 'my dist/f1.whl'`);
  });

  test.each([
    [['--token', 'SECRET']], [['--token=SECRET']], [['-p', 'SECRET']], [['-pSECRET']], [['--password', 'SECRET']],
    [['--repository-url', 'https://me:SECRET@index.example.com/']],
  ])('repeats no secret: %j', (options) => {
    const command = finishCommand(['upload', 'f0.whl', ...options], ['f0.whl'], resultOf(failed));

    expect(command).toContain('f0.whl');
    expect(command).not.toContain('SECRET');
  });

  test('is not given when everything is done, when other content is there, or for a dry run', () => {
    const args = ['upload', 'f0.whl'];

    expect(finishCommand(args, ['f0.whl'], resultOf(done))).toBeUndefined();
    expect(finishCommand(args, ['f0.whl'], resultOf({ status: 'failed', error: conflict, scope: 'file' }))).toBeUndefined();
    expect(finishCommand(args, ['f0.whl'], { ...resultOf(failed), isDryRun: true })).toBeUndefined();
    expect(finishCommand(args, ['f0.whl'], undefined)).toBeUndefined();
  });

  test.each([
    ['-r', 'https://index.example.com/legacy/?token=SECRET'],
    ['-rhttps://index.example.com/legacy/#SECRET'],
    ['--repository=https://index.example.com/legacy/?token=a b SECRET'],
    ['--repository-url', 'https://index.example.com/legacy/?SECRET'],
    ['--repository-url=HTTPS:index.example.com/legacy/?a=1&token=SECRET@host/'],
    ['--check-url', 'https://index.example.com/simple/?token=SECRET'],
    ['--comment', 'see https://index.example.com/?token=SECRET for more'],
  ])('repeats no query and no fragment: %j', (...options) => {
    const command = finishCommand(['upload', 'f0.whl', ...options], ['f0.whl'], resultOf(failed));

    expect(command).toContain('index.example.com/');
    expect(command).not.toContain('SECRET');
  });

  test('says what it leaves out', () => {
    const address = ['--repository-url', 'https://index.example.com/?token=x'];

    expect(leftOut(['upload', 'what?.whl', '-r', 'mine', '--comment', 'is it at https://index.example.com/legacy/ #1'])).toBeUndefined();
    expect(leftOut(['upload', '--token', 'x'])).toBe('the token or password');
    expect(leftOut(['upload', ...address])).toBe('the whole address');
    expect(leftOut(['upload', '-px', ...address])).toBe('the token or password and the whole address');
  });
});

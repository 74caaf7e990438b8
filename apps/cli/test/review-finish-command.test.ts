import { UploadError } from '@ropewalk/uploader';
import { describe, expect, test } from 'vitest';
import { finishCommand } from '../src/delivery/finish-command.ts';

const repositoryUrl = new URL('https://index.example.com/legacy/');
const outcome = { status: 'failed', error: new UploadError({ code: 'UPLOAD_REFUSED', message: 'no', remedy: 'x' }), scope: 'file' } as const;
const file = { file: 'f0.whl', project: 'p', version: '1', sizeBytes: 1, sha256: '', repositoryUrl, attestation: undefined, attestations: [], outcome, served: undefined };

describe('the command that finishes a release', () => {
  test.each([
    'https://me:SEC@RET@index.example.com/legacy/',
    'https://me:SEC RET@index.example.com/legacy/',
    'https:me:SECRET@index.example.com/legacy/',
    'https:\\\\me:SECRET@index.example.com/legacy/',
    ' HTTPS:///me:SECRET@index.example.com/legacy/',
  ])('repeats no password of an address, however it is written: %j', (address) => {
    expect(new URL(address).password).toMatch(/RET$/);
    for (const options of [['--repository-url', address], [`--repository-url=${address}`], ['-r', address], [`-r${address}`], ['--comment', `see ${address}`]].slice(0, address.includes('//') && !address.includes(' ') ? 5 : 4)) {
      const command = finishCommand(['upload', 'f0.whl', ...options], ['f0.whl'], { repositoryUrl, publisher: undefined, isDryRun: false, files: [file] });

      expect(command).toContain('index.example.com');
      expect(command).not.toMatch(/SEC|RET/);
    }
  });

  test('keeps what only looks like one', () => {
    const options = ['--comment', 'for https://index.example.com/ ask me@example.com'];

    const command = finishCommand(['upload', 'f0.whl', ...options], ['f0.whl'], { repositoryUrl, publisher: undefined, isDryRun: false, files: [file] });

    expect(command).toContain(`'for https://index.example.com/ ask me@example.com'`);
  });
});

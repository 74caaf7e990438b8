import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ropewalk } from '@ropewalk-tests/command/ropewalk.ts';
import { preparePython } from '@ropewalk-tests/interop/python.ts';
import { trustInPython } from '@ropewalk-tests/interop/python-trust.ts';

const python = await preparePython();
const files = ['ropewalk_sample-1.0.0.tar.gz', 'ropewalk_sample-1.0.0-py3-none-any.whl'];

describe.skipIf(python === undefined).each([
  ['github', ['--repository', 'https://github.com/ropewalk-rehearsal/sample'], ['--repository', 'https://github.com/ropewalk-rehearsal/other']],
  ['gitlab', ['--repository', 'https://gitlab.com/ropewalk-rehearsal/sample'], ['--repository', 'https://gitlab.com/ropewalk-rehearsal/other']],
  ['google', ['--gcp-service-account', 'release@ropewalk-rehearsal.iam.gserviceaccount.com'], ['--gcp-service-account', 'other@ropewalk-rehearsal.iam.gserviceaccount.com']],
] as const)('a release rehearsed as a job of %s', (ci, expected, other) => {
  let folder: string;
  let env: Readonly<Record<string, string>>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ropewalk-interop-'));
    const rehearsal = await ropewalk(['rehearse', '--ci', ci, '--keep', folder]);
    expect(rehearsal).toMatchObject({ status: 0, stderr: '' });
    env = await trustInPython(join(folder, 'python'), JSON.parse(await readFile(join(folder, 'trusted_root.json'), 'utf8')));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const verify = async (file: string, publisher: readonly string[]) =>
    python?.run('pypi-attestations', ['verify', 'pypi', '--offline', ...publisher, '--provenance-file', `${join(folder, file)}.provenance`, join(folder, file)], { env });

  test.each(files)('%s is accepted by PyPI’s own verifier, its command unmodified', async (file) => {
    expect(await verify(file, expected)).toMatchObject({ exitCode: 0, output: expect.stringContaining('OK') as unknown });
  });

  test.each(files)('%s is refused by it for another publisher', async (file) => {
    expect(await verify(file, other)).toMatchObject({ exitCode: 1 });
  });

  test.each(files)('%s with one byte flipped is refused by it', async (file) => {
    const path = join(folder, file);
    const original = await readFile(path);
    const flipped = Buffer.from(original);
    flipped.writeUInt8(flipped.readUInt8(40) ^ 1, 40);
    await writeFile(path, flipped);

    const verdict = await verify(file, expected);
    await writeFile(path, original);

    expect(verdict).toMatchObject({ exitCode: 1, output: expect.stringContaining('digest') as unknown });
  });
});

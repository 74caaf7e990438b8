import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildSdist } from '@ropewalk-tests/archives';
import { ropewalk, type Run } from '@ropewalk-tests/command/ropewalk.ts';
import { fixture, hasFixtures } from '@ropewalk-tests/fixtures';
import { folderWith, inDist } from './dist-folder.ts';
import { reader, readerHeader, startPrivateIndex, type PrivateIndex } from './private-index.ts';

const { username, password } = reader;
const built = buildSdist();
const listed = { filename: built.filename, bytes: Buffer.from('other bytes') };

/** A home, a project with a release in `dist`, and a keyring program that answers everything with one password. */
interface Surroundings {
  readonly cwd: string;
  readonly home: string;
  readonly env: Record<string, string>;
  /** What the keyring was asked, one line for each time. */
  asked(): Promise<string>;
}

async function surroundings(keyringAnswer = ''): Promise<Surroundings> {
  const [cwd, home, programs] = [await folderWith(inDist(built)), await folderWith({}), await folderWith({ asked: '' })];
  const answer = keyringAnswer === '' ? 'exit 1' : `[ "$1" = --mode ] && echo ${username}; echo '${keyringAnswer}'`;
  await writeFile(join(programs, 'keyring'), `#!/bin/sh\necho "$@" >> "${programs}/asked"\n${answer}\n`);
  await chmod(join(programs, 'keyring'), 0o755);
  return { cwd, home, env: { HOME: home, PATH: `${programs}:${process.env['PATH'] ?? ''}` }, asked: () => readFile(join(programs, 'asked'), 'utf8') };
}

async function writePypirc(home: string, sections: Readonly<Record<string, string>>): Promise<void> {
  const text = Object.entries(sections).map(([name, repository]) => `[${name}]\nrepository = ${repository}\nusername = ${username}\npassword = ${name === 'other' ? 'wrong' : password}\n`);
  await writeFile(join(home, '.pypirc'), `[distutils]\nindex-servers = ${Object.keys(sections).join(' ')}\n\n${text.join('\n')}`);
}

const withLogin = (url: string, login = `${username}:${password}`): string => url.replace('//', `//${login}@`);

/** The two commands that read an index, and how each shows that it could. */
const commands = {
  check: { args: ({ origin }: PrivateIndex, login?: string) => ['check', '--index', login === undefined ? `${origin}/legacy/` : withLogin(`${origin}/legacy/`, login)], read: 'INDEX_FILE_DIFFERS' },
  verify: { args: ({ origin }: PrivateIndex, login?: string) => ['verify', 'demo==1.0', '--any-publisher', '--index-url', login === undefined ? `${origin}/simple/` : withLogin(`${origin}/simple/`, login)], read: 'unattested' },
} as const;

const both = ['check', 'verify'] as const;
const sources = ['address', 'pypirc', 'netrc', 'keyring'] as const;

function keepsSecret({ stdout, stderr }: Run): void {
  expect(stdout + stderr).not.toContain(password);
  expect(stdout + stderr).not.toContain(readerHeader.slice('Basic '.length));
}

const sentTo = ({ requests }: PrivateIndex): readonly (string | undefined)[] => requests.map(({ headers }) => headers.authorization);

describe.each(both)('%s, with an index that asks for a login,', (name) => {
  const command = commands[name];

  test.each(sources)('takes it from the %s', async (source) => {
    const index = await startPrivateIndex('demo', [listed]);
    const place = await surroundings(source === 'keyring' ? password : '');
    if (source === 'pypirc') await writePypirc(place.home, { mine: `${index.origin}/legacy/` });
    if (source === 'netrc') await writeFile(join(place.home, '.netrc'), `machine 127.0.0.1 login ${username} password ${password}\n`, { mode: 0o600 });

    const run = await ropewalk(command.args(index, source === 'address' ? `${username}:${password}` : undefined), place);

    expect(run.stdout).toContain(command.read);
    expect(sentTo(index)).toEqual(source === 'address' ? [readerHeader] : [undefined, readerHeader]);
    keepsSecret(run);
  });

  test('asks the keyring for the name in the address', async () => {
    const index = await startPrivateIndex('demo', [listed]);
    const place = await surroundings(password);

    const run = await ropewalk(command.args(index, username), place);

    expect(run.stdout).toContain(command.read);
    expect(await place.asked()).toMatch(new RegExp(`^get ${index.origin}/\\w+/ ${username}\n$`));
    keepsSecret(run);
  });

  test('takes a token in place of a name', async () => {
    const index = await startPrivateIndex('demo', [listed], { header: `Basic ${Buffer.from(`${password}:`).toString('base64')}` });

    const run = await ropewalk(command.args(index, password), await surroundings());

    expect(run.stdout).toContain(command.read);
    keepsSecret(run);
  });

  test('says where one can be put when there is none', async () => {
    const index = await startPrivateIndex('demo', [listed]);
    const place = await surroundings();
    await writeFile(join(place.home, '.netrc'), `machine 127.0.0.1 login ${username} password ${password}\n`, { mode: 0o644 });

    const run = await ropewalk(command.args(index), place);

    const said = run.stdout + run.stderr;
    for (const words of ['answered 401', 'there is no login for 127.0.0.1', 'address of the index', '.pypirc', 'machine 127.0.0.1', 'keyring set', 'chmod 600']) expect(said).toContain(words);
    keepsSecret(run);
  });

  test('says which login was refused', async () => {
    const index = await startPrivateIndex('demo', [listed], { header: 'Basic somebody-else' });

    const run = await ropewalk(command.args(index, `${username}:${password}`), await surroundings());

    expect(run.stdout + run.stderr).toContain('to the login from the address of the index');
    keepsSecret(run);
  });

  test('asks nobody for a login, neither keyring nor variable, while it does not ask for one', async () => {
    const index = await startPrivateIndex('demo', [listed], { isPublic: true });
    const place = await surroundings(password);
    const env = { ...place.env, TWINE_USERNAME: username, TWINE_PASSWORD: password, ROPEWALK_TOKEN: password, UV_PUBLISH_TOKEN: password };

    const run = await ropewalk(command.args(index), { ...place, env });

    expect(run.stdout).toContain(command.read);
    expect(await place.asked()).toBe('');
    expect(sentTo(index)).toEqual([undefined]);
  });

  test('does not take the secrets of uploads from the environment', async () => {
    const index = await startPrivateIndex('demo', [listed]);
    const place = await surroundings();
    const env = { ...place.env, TWINE_USERNAME: username, TWINE_PASSWORD: password, ROPEWALK_USERNAME: username, ROPEWALK_PASSWORD: password };

    await ropewalk(command.args(index), { ...place, env });

    expect(sentTo(index)).toEqual([undefined]);
  });

  test('does not take a section of another origin', async () => {
    const [index, other] = [await startPrivateIndex('demo', [listed]), await startPrivateIndex('demo', [])];
    const place = await surroundings();
    await writePypirc(place.home, { mine: `${other.origin}/legacy/` });

    await ropewalk(command.args(index), place);

    expect(sentTo(index)).toEqual([undefined]);
  });

  test('sends it to no other origin that the index sends on to', async () => {
    const other = await startPrivateIndex('demo', [listed], { isPublic: true });
    const index = await startPrivateIndex('demo', [], { sendsOnTo: other.origin });

    const run = await ropewalk(command.args(index, `${username}:${password}`), await surroundings());

    expect(run.stdout + run.stderr).toContain('which is not followed');
    expect(sentTo(index)).toEqual([readerHeader]);
    expect(sentTo(other).filter((header) => header !== undefined)).toEqual([]);
  });

  test('takes no keyring program that lies in the project', async () => {
    const index = await startPrivateIndex('demo', [listed]);
    const place = await surroundings();
    const bin = join(place.cwd, 'bin');
    await mkdir(bin);
    await writeFile(join(bin, 'keyring'), `#!/bin/sh\necho ${username}; echo '${password}'\n`, { mode: 0o755 });

    await ropewalk(command.args(index), { ...place, env: { ...place.env, PATH: `${bin}:${process.env['PATH'] ?? ''}` } });

    expect(sentTo(index)).toEqual([undefined]);
  });
});

describe('check', () => {
  test('takes the login of the section that the index was named by, also where another has the same origin', async () => {
    const index = await startPrivateIndex('demo', [listed]);
    const place = await surroundings();
    await writePypirc(place.home, { other: `${index.origin}/legacy/`, mine: `${index.origin}/legacy/` });

    const run = await ropewalk(['check', '--index', 'mine'], place);

    expect(run.stdout).toContain('INDEX_FILE_DIFFERS');
    keepsSecret(run);
  });

  test('finds the simple API of an index that shows nothing without a login', async () => {
    const index = await startPrivateIndex('demo', [listed]);

    const run = await ropewalk(['check', '--index', withLogin(`${index.origin}/`)], await surroundings());

    expect(run.stdout).toContain('INDEX_FILE_DIFFERS');
  });

  test('shows no login of an address that it cannot read', async () => {
    const run = await ropewalk(['check', '--index', withLogin('https://index.example:99999/legacy/')], await surroundings());

    expect(run.status).toBe(2);
    keepsSecret(run);
  });
});

describe('verify', () => {
  test('takes the section whose path is nearest, where several have the origin', async () => {
    const index = await startPrivateIndex('demo', [listed]);
    const place = await surroundings();
    await writePypirc(place.home, { other: `${index.origin}/a/legacy/`, mine: `${index.origin}/simple/` });

    const run = await ropewalk(commands.verify.args(index), place);

    expect(run.stdout).toContain('unattested');
  });

  test('takes what the keyring has for the uploads of the same origin', async () => {
    const index = await startPrivateIndex('demo', [listed]);
    const place = await surroundings();
    await writeFile(join(place.home, '.pypirc'), `[distutils]\nindex-servers = mine\n\n[mine]\nrepository = ${index.origin}/legacy/\nusername = ${username}\n`);

    await ropewalk(commands.verify.args(index), place);

    expect(await place.asked()).toBe(`get ${index.origin}/simple/ ${username}\nget ${index.origin}/legacy/ ${username}\nget ${new URL(index.origin).host} ${username}\n`);
  });

  test('shows no login in the address of a file', async () => {
    const index = await startPrivateIndex('demo', [listed]);
    const place = await surroundings();
    const target = withLogin(`${index.origin}/files/${listed.filename}`);

    const runs = [
      await ropewalk(['verify', target, '--any-publisher', '--index-url', withLogin(`${index.origin}/simple/`), '--json'], place),
      await ropewalk(['verify', target, '--any-publisher', '--index-url', `${index.origin}/simple/`], place),
      await ropewalk(['verify', target, '--any-publisher'], place),
      await ropewalk(['verify', target, '--any-publisher', '--offline'], place),
      await ropewalk(['verify', withLogin('https://index.example:99999/demo-1.0.tar.gz'), '--any-publisher'], place),
    ];

    expect(runs.map(({ status }) => status)).toEqual([1, 5, 2, 2, 2]);
    runs.forEach(keepsSecret);
  });

  describe.skipIf(!hasFixtures())('real files', () => {
    const sdist = fixture('pypi', 'pypi_attestations-0.0.19.tar.gz');
    const real = async () => ({ filename: basename(sdist), bytes: await readFile(sdist), provenance: await readFile(`${sdist}.provenance`) });
    const expected = ['--publisher', 'github:trailofbits/pypi-attestations'];
    const targets = ['pypi-attestations==0.0.19', 'pkg:pypi/pypi-attestations@0.0.19', 'URL'];

    test.each(targets)('%s of a private index verifies, its bytes too', async (target) => {
      const file = await real();
      const index = await startPrivateIndex('pypi-attestations', [file]);
      const named = target === 'URL' ? `${index.origin}/files/${file.filename}` : target;

      const run = await ropewalk(['verify', named, ...expected, '--index-url', withLogin(`${index.origin}/simple/`), '--download'], await surroundings());

      expect(run.status).toBe(0);
      expect(new Set(sentTo(index))).toEqual(new Set([readerHeader]));
      keepsSecret(run);
    });

    test('files and attestations on another origin are fetched without the login', async () => {
      const file = await real();
      const other = await startPrivateIndex('pypi-attestations', [file], { isPublic: true });
      const index = await startPrivateIndex('pypi-attestations', [{ ...file, url: `${other.origin}/files/${file.filename}`, provenanceUrl: `${other.origin}/provenance/${file.filename}` }]);

      const run = await ropewalk(['verify', 'pypi-attestations==0.0.19', ...expected, '--index-url', withLogin(`${index.origin}/simple/`), '--download'], await surroundings());

      expect(run.status).toBe(0);
      expect(sentTo(index)).toEqual([readerHeader]);
      expect(sentTo(other)).toEqual([undefined, undefined]);
    });
  });
});

import type { ArgumentOption, ArgumentSet } from './argument-parser.ts';

const help: ArgumentOption = { dest: 'help', names: ['-h', '--help'], takesValue: false };

/** What stands before the command. */
export const globalArguments: ArgumentSet = {
  program: 'twine',
  usage: 'usage: twine [-h] [--version] [--no-color] {check,upload} ...',
  help: 'usage: twine [-h] [--version] [--no-color] {check,upload} ...\n\nThis is ropewalk, which takes the command line of twine.\n\n  check   Checks that the description of each file will render on PyPI\n  upload  Uploads files to an index\n\n  -h, --help  Shows this text; after a command its own\n  --version   Prints the version\n  --no-color  Prints without colours',
  options: [help, flag('version', '--version'), flag('noColor', '--no-color')],
  positional: undefined,
};

/** Of `twine check`. */
export const checkArguments: ArgumentSet = {
  program: 'twine check',
  usage: 'usage: twine check [-h] [--strict] dist [dist ...]',
  help: 'usage: twine check [-h] [--strict] dist [dist ...]\n\n  dist      The distribution files to check\n  --strict  Fail on warnings',
  options: [help, flag('strict', '--strict')],
  positional: 'dist',
};

const uploadUsage = `usage: twine upload [-h] [-r REPOSITORY] [--repository-url REPOSITORY_URL] [--attestations] [-s]
                    [--sign-with SIGN_WITH] [-i IDENTITY] [-u USERNAME] [-p PASSWORD]
                    [--non-interactive] [-c COMMENT] [--config-file CONFIG_FILE]
                    [--skip-existing] [--cert path] [--client-cert path] [--verbose]
                    [--disable-progress-bar]
                    dist [dist ...]`;

/** Of `twine upload`. */
export const uploadArguments: ArgumentSet = {
  program: 'twine upload',
  usage: uploadUsage,
  help: `${uploadUsage}\n\n  dist  The files to upload; attestations (*.attestation) and signatures (*.asc) may be among them`,
  options: [
    help,
    value('repository', '-r', '--repository'),
    value('repositoryUrl', '--repository-url'),
    flag('attestations', '--attestations'),
    flag('sign', '-s', '--sign'),
    value('signWith', '--sign-with'),
    value('identity', '-i', '--identity'),
    value('username', '-u', '--username'),
    value('password', '-p', '--password'),
    flag('nonInteractive', '--non-interactive'),
    value('comment', '-c', '--comment'),
    value('configFile', '--config-file'),
    flag('skipExisting', '--skip-existing'),
    value('cert', '--cert'),
    value('clientCert', '--client-cert'),
    flag('verbose', '--verbose'),
    flag('disableProgressBar', '--disable-progress-bar'),
  ],
  positional: 'dist',
};

function flag(dest: string, ...names: readonly string[]): ArgumentOption {
  return { dest, names, takesValue: false };
}

function value(dest: string, ...names: readonly string[]): ArgumentOption {
  return { dest, names, takesValue: true };
}

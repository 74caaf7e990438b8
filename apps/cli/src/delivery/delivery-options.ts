import { Option, type Command } from 'commander';
import { collect } from '../text-option.ts';

/** Adds the options that say where files go and as whom: `publish`, `upload` and `whoami` have them. */
export function addIndexOptions(command: Command): Command {
  return command
    .option('-r, --repository <name>', 'a section of .pypirc, pypi or testpypi; more than once for several indexes [ROPEWALK_REPOSITORY, TWINE_REPOSITORY]', collect)
    .option('--repository-url <url>', 'where the index takes uploads; default PyPI [ROPEWALK_REPOSITORY_URL, TWINE_REPOSITORY_URL, UV_PUBLISH_URL]', collect)
    .option('-u, --username <name>', 'default __token__ [ROPEWALK_USERNAME, TWINE_USERNAME, UV_PUBLISH_USERNAME]')
    .option('-p, --password <password>', '[ROPEWALK_PASSWORD, TWINE_PASSWORD, UV_PUBLISH_PASSWORD]')
    .option('--token <token>', 'an upload token; attestations are then off [ROPEWALK_TOKEN, TWINE_PASSWORD, UV_PUBLISH_TOKEN]')
    .option('--config-file <file>', 'another .pypirc than the one in the home directory')
    .option('--audience <audience>', "the index's audience, where it is not its own name [ROPEWALK_AUDIENCE]");
}

/** What the options are for that `publish`, which signs, and `upload`, which does not, both have. */
export interface DeliveryTexts {
  readonly attestations: string;
  readonly attestationDir: string;
  readonly dryRun: string;
}

/** Adds the options of an upload: `publish` and `upload` have them. */
export function addDeliveryOptions(command: Command, texts: DeliveryTexts): Command {
  return addIndexOptions(command)
    .addOption(new Option('--attestations <choice>', texts.attestations).choices(['required', 'auto', 'off']))
    .option('--attestation-dir <dir>', texts.attestationDir)
    .option('--check-url <url>', "the index's simple API, where it is not found by itself [UV_PUBLISH_CHECK_URL]")
    .option('--skip-existing', 'pass over files that are there and cannot be compared; other content stays an error')
    .option('--dry-run', texts.dryRun)
    .option('--wait <seconds>', 'how long to wait until the index serves everything (default: 180)', wholeSeconds)
    .option('--no-wait', 'do not wait for that')
    .option('-c, --comment <text>', 'free text that goes with every file')
    .option('--cert <file>', 'certificate authorities to trust besides those of the system [ROPEWALK_CERT, TWINE_CERT]')
    .option('--client-cert <file>', 'a certificate and its key, for an index that asks for them')
    .option('--non-interactive', 'ask no questions [TWINE_NON_INTERACTIVE]')
    .option('--verbose', 'show every finding of every file, where equal ones are otherwise put together')
    .option('--no-progress', 'show no bars')
    .addOption(new Option('--json', 'print one JSON document').conflicts('events'))
    .option('--events', 'print every event as a line of JSON');
}

function wholeSeconds(value: string): number {
  return /^\d{1,6}$/.test(value) ? Number(value) : Number.NaN;
}

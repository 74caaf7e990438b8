import { isOnGoogleCloud } from '@ropewalk/oidc-cloud-build';

/** Where to look. */
export interface SurroundingsOptions {
  /** Default `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** See `@ropewalk/oidc-cloud-build`. */
  readonly productNameFile?: string;
}

/** Why no identity was found, and what is possible here. */
export interface NoIdentityReason {
  readonly code: 'CI_UNSUPPORTED' | 'GOOGLE_ACCOUNT_NOT_ALLOWED' | 'NOT_IN_CI';
  /** The CI system, when there is one. */
  readonly ci?: string;
  readonly message: string;
  readonly remedy: string;
}

interface CiRow {
  readonly name: string;
  readonly variable: string;
  /** What the system has that could serve as identity. */
  readonly has?: string;
}

/** CI systems that PyPI does not accept, by a variable that each sets. */
const others: readonly CiRow[] = [
  { name: 'CircleCI', variable: 'CIRCLECI', has: 'identity tokens (`circleci run oidc get`), which the public Sigstore accepts and PyPI is about to' },
  { name: 'Buildkite', variable: 'BUILDKITE', has: 'identity tokens (`buildkite-agent oidc request-token`), which the public Sigstore accepts' },
  { name: 'Azure Pipelines', variable: 'TF_BUILD', has: 'identity tokens for Azure only' },
  { name: 'Bitbucket Pipelines', variable: 'BITBUCKET_BUILD_NUMBER', has: 'identity tokens (`BITBUCKET_STEP_OIDC_TOKEN`) of a fixed audience' },
  { name: 'Semaphore', variable: 'SEMAPHORE', has: 'identity tokens (`SEMAPHORE_OIDC_TOKEN`) of a fixed audience' },
  { name: 'Jenkins', variable: 'JENKINS_URL', has: 'identity tokens by a plug-in, of an issuer of your own' },
  { name: 'Forgejo Actions', variable: 'FORGEJO_ACTIONS' },
  { name: 'Gitea Actions', variable: 'GITEA_ACTIONS' },
  { name: 'TeamCity', variable: 'TEAMCITY_VERSION' },
  { name: 'AWS CodeBuild', variable: 'CODEBUILD_BUILD_ID' },
  { name: 'Travis CI', variable: 'TRAVIS' },
  { name: 'AppVeyor', variable: 'APPVEYOR' },
  { name: 'Cirrus CI', variable: 'CIRRUS_CI' },
  { name: 'Drone', variable: 'DRONE' },
];

/** Says why there is no identity here, for programs whose provider answered `undefined`. Never over the network. */
export async function noIdentityReasons(options: SurroundingsOptions = {}): Promise<readonly NoIdentityReason[]> {
  const { env = process.env } = options;
  const reasons = [...ciReasons(env), ...((await isOnGoogleCloud(options)) ? [googleAccountNotAllowed] : [])];
  return reasons.length > 0 ? reasons : [notInCi];
}

function ciReasons(env: Readonly<Record<string, string | undefined>>): readonly NoIdentityReason[] {
  const row = others.find(({ variable }) => env[variable]);
  if (row === undefined) return [];
  return [
    {
      code: 'CI_UNSUPPORTED',
      ci: row.name,
      message: `This is ${row.name}. PyPI has no trusted publishing for it${row.has === undefined ? '' : `; it has ${row.has}`}.`,
      remedy:
        row.has === undefined
          ? 'Publish with an API token; attestations are not possible here.'
          : 'Publish to PyPI with an API token and without attestations. For an index that accepts this system, hand its tokens in: an identity module or a token file (see the guide "Bring your own identity").',
    },
  ];
}

const googleAccountNotAllowed: NoIdentityReason = {
  code: 'GOOGLE_ACCOUNT_NOT_ALLOWED',
  message: 'This machine has a Google service account. It was passed over, because being on such a machine is no consent to publish as its account.',
  remedy: 'To publish as it, say so: `--identity google`, or an expected publisher google:EMAIL, or GOOGLE_SERVICE_ACCOUNT_NAME for another account.',
};

const notInCi: NoIdentityReason = {
  code: 'NOT_IN_CI',
  message: 'This process runs in no CI system that is known here.',
  remedy: 'Publish from CI, or with an API token and without attestations.',
};

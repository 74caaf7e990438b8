import { generateKeyPairSync } from 'node:crypto';
import { slsaProvenance as githubProvenance } from '@ropewalk/oidc-github/publisher';
import { slsaProvenance as gitlabProvenance } from '@ropewalk/oidc-gitlab/publisher';
import { slsaProvenance as googleProvenance } from '@ropewalk/oidc-cloud-build/publisher';
import { publisherKinds as kinds } from '@ropewalk/oidc/publisher';
import { createStatement, SLSA_PREDICATE_TYPE } from '@ropewalk/pep740';
import { report } from '@ropewalk/verifier';
import { beforeAll, describe, expect, test } from 'vitest';
import { forge, sample } from '../forge/forge.ts';
import { githubClaims } from '../forge/github-claims.ts';
import { createWorld, type World } from '../forge/world.ts';

const gitlabClaims = {
  iss: 'https://gitlab.com',
  sub: 'project_path:group/sampleproject:ref_type:tag:ref:v1.2.3',
  project_path: 'group/sampleproject',
  project_id: '11',
  project_visibility: 'public',
  namespace_path: 'group',
  namespace_id: '12',
  ci_config_ref_uri: 'gitlab.com/group/sampleproject//.gitlab-ci.yml@refs/tags/v1.2.3',
  ci_config_sha: 'c0ffee0123456789abcdef0123456789abcdef01',
  sha: 'c0ffee0123456789abcdef0123456789abcdef01',
  ref: 'v1.2.3',
  ref_type: 'tag',
  ref_path: 'refs/tags/v1.2.3',
  pipeline_source: 'push',
  pipeline_id: '13',
  job_id: '14',
  runner_id: '15',
  runner_environment: 'gitlab-hosted',
};
const googleClaims = { iss: 'https://accounts.google.com', sub: '1', email: 'builder@project.iam.gserviceaccount.com', email_verified: true };
const buildVariables = { BUILD_ID: 'b', PROJECT_ID: 'p', REPO_FULL_NAME: 'group/sampleproject', COMMIT_SHA: 'c0ffee0123456789abcdef0123456789abcdef01' };

let world: World;

beforeAll(async () => {
  world = await createWorld();
});

async function mismatchesOf(claims: object, predicate: object | undefined, publisher: { readonly kind: string }): Promise<readonly string[]> {
  const statement = createStatement({ ...sample, predicateType: SLSA_PREDICATE_TYPE, predicate: JSON.parse(JSON.stringify(predicate)) as never });
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const attestation = await forge(world, { onlyClaims: claims, statement, keys });
  return report({ distribution: sample, attestation, publisher, kinds, trustedRoot: world.trustedRoot }).mismatches.map(({ code }) => code);
}

const token = (claims: Readonly<Record<string, unknown>>): { readonly issuer: string; readonly claims: Readonly<Record<string, unknown>> } => ({ issuer: String(claims['iss']), claims });

describe('the SLSA provenance that we write agrees with the certificate', () => {
  test('of GitHub', async () => {
    const publisher = { kind: 'GitHub', repository: 'octo-org/sampleproject' };
    const predicate = githubProvenance(token(githubClaims));

    expect(await mismatchesOf(githubClaims, predicate, publisher)).toEqual([]);
    expect(await mismatchesOf({ ...githubClaims, sha: '0'.repeat(40) }, predicate, publisher)).toContain('SLSA_COMMIT');
  });

  test.each([[gitlabClaims], [{ ...gitlabClaims, runner_id: undefined }]])('of GitLab', async (claims) => {
    const publisher = { kind: 'GitLab', repository: 'group/sampleproject' };

    expect(await mismatchesOf(gitlabClaims, gitlabProvenance(token(claims)), publisher)).toEqual([]);
    expect(await mismatchesOf(gitlabClaims, gitlabProvenance(token({ ...claims, project_path: 'group/other' })), publisher)).toEqual(expect.arrayContaining(['SLSA_BUILDER', 'SLSA_SOURCE']));
  });

  test('of Google, whose certificate can back nothing of it', async () => {
    const publisher = { kind: 'Google', email: 'builder@project.iam.gserviceaccount.com' };

    expect(await mismatchesOf(googleClaims, googleProvenance(token(googleClaims), buildVariables), publisher)).toEqual([]);
  });
});

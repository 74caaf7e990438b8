import type { CertificateIdentity } from '@ropewalk/core';
import { startLocalSigstore, type LocalSigstore } from '@ropewalk/local-sigstore';
import { identityProblems, kindOfToken, publisherKinds } from '@ropewalk/oidc';
import { bundleToAttestation, createStatement } from '@ropewalk/pep740';
import { createSigner } from '@ropewalk/signer';
import { parseTrustedRoot } from '@ropewalk/trusted-root';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { certificateIdentity } from './certificate-identity.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let sigstore: LocalSigstore;

beforeAll(async () => {
  world = await startWorld();
  sigstore = await startLocalSigstore({ http: world.http, issuers: world.ci.issuers });
});

afterAll(async () => {
  await sigstore.close();
  await world.close();
});

/** Signs something in a job, and reads the certificate back. */
async function signIn(env: Readonly<Record<string, string>>): Promise<{ readonly token: Parameters<typeof kindOfToken>[0]; readonly certificate: CertificateIdentity }> {
  const identity = await world.identity(env);
  const trustedRoot = parseTrustedRoot(JSON.stringify(sigstore.trustedRoot), { source: 'local' });
  const signer = createSigner({ identity, http: world.http, fulcioUrl: sigstore.fulcioUrl, rekorUrl: sigstore.rekorUrl, trustedRoot });
  const token = await signer.prepare();
  const statement = createStatement({ filename: 'sampleproject-1.0.0.tar.gz', sha256: '0'.repeat(64) });
  const { verification_material: material } = bundleToAttestation(await signer.sign(statement));
  return { token, certificate: certificateIdentity(Buffer.from(material.certificate, 'base64')) };
}

describe('a signature made in a job', () => {
  test.each(['github', 'gitlab', 'google', 'google acting as another account'])('of %s is recognised as the publisher that its token says', async (provider) => {
    const job = {
      github: async () => world.ci.github(),
      gitlab: () => world.ci.gitlab(),
      google: () => world.ci.google(),
      'google acting as another account': () => world.ci.google({ actAs: 'other@p.iam.gserviceaccount.com' }),
    }[provider];
    const { token, certificate } = await signIn((await job?.())?.env ?? {});

    const kind = kindOfToken(token);
    const expected = kind?.recogniseToken(token);
    if (kind === undefined || expected === undefined) throw new TypeError('nobody knows the token');

    expect(kind.mismatches(expected, certificate)).toStrictEqual([]);
    // The environment is known from the token only: the certificate is not asked for it.
    expect({ ...kind.recognise(certificate) }).toStrictEqual(Object.fromEntries(Object.entries(expected).filter(([name]) => name !== 'environment')));
    expect(publisherKinds.flatMap((candidate) => candidate.recognise(certificate) ?? [])).toHaveLength(1);
  });

  test('by a reusable workflow is that of the workflow which called it, as foretold from the token', async () => {
    const { token, certificate } = await signIn(world.ci.github({ job_workflow_ref: 'octo-org/sampleproject/.github/workflows/shared.yml@refs/tags/v1.0.0' }).env);

    expect(identityProblems(token)).toMatchObject([{ code: 'WORKFLOW_REUSABLE', affects: 'attestations' }]);
    expect(publisherKinds.flatMap((kind) => kind.recognise(certificate) ?? [])).toStrictEqual([{ kind: 'GitHub', repository: 'octo-org/sampleproject', workflow: 'release.yml' }]);
  });
});

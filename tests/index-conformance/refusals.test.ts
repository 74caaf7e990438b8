import type { Credential } from '@ropewalk/credentials';
import { adviceFor, UploadError, type UploadErrorCode } from '@ropewalk/uploader';
import { expect, test } from 'vitest';
import { fileToUpload, mintedFor, openTestWorld, passwordCredential, tokenCredential, uploadOne, type FileChanges, type TestWorld } from './world.ts';

interface Situation {
  readonly file?: FileChanges;
  /** Makes the situation; what it answers is used instead of a token for everything. */
  readonly arrange?: (world: TestWorld) => Credential | Promise<Credential | undefined> | undefined;
  readonly status: number;
  readonly says: string;
  readonly advice: string;
  readonly code?: UploadErrorCode;
}

const attestations = (...predicates: readonly string[]): string =>
  JSON.stringify(
    predicates.map((predicateType) => ({
      version: 1,
      verification_material: { certificate: 'AAAA', transparency_entries: [{}] },
      envelope: { statement: Buffer.from(JSON.stringify({ predicateType })).toString('base64'), signature: 'AAAA' },
    })),
  );

const publish = 'https://docs.pypi.org/attestations/publish/v1';

const day = 24 * 60 * 60 * 1000;

const situations: Readonly<Record<string, Situation>> = {
  'an unknown token': { arrange: ({ index }) => tokenCredential(index, 'pypi-none'), status: 403, says: 'Invalid or non-existent authentication information', advice: 'authentication-invalid', code: 'UPLOAD_UNAUTHORIZED' },
  'a password': { arrange: ({ index }) => passwordCredential(index), status: 403, says: 'Username/Password authentication is no longer supported', advice: 'password-refused', code: 'UPLOAD_UNAUTHORIZED' },
  'an expired token': { arrange: ({ index }) => tokenCredential(index, index.createToken({ expiresAt: new Date(0) })), status: 403, says: 'Invalid API Token: token is expired', advice: 'token-expired', code: 'UPLOAD_UNAUTHORIZED' },
  'a token of another project': { arrange: ({ index }) => tokenCredential(index, index.createToken({ projects: ['other'] })), status: 403, says: "project-scoped token is not valid for project: 'sample'", advice: 'token-of-other-project', code: 'UPLOAD_UNAUTHORIZED' },
  'an account without a verified address': { arrange: ({ index }) => tokenCredential(index, index.createToken({ hasVerifiedEmail: false })), status: 403, says: 'does not have a verified primary email address', advice: 'email-unverified', code: 'UPLOAD_UNAUTHORIZED' },
  'an account without a second factor': { arrange: ({ index }) => tokenCredential(index, index.createToken({ hasTwoFactor: false })), status: 403, says: 'does not have two-factor authentication enabled', advice: 'two-factor-missing', code: 'UPLOAD_UNAUTHORIZED' },
  'an archived project': { arrange: ({ index }) => void index.setProjectStatus('sample', 'archived'), status: 403, says: "isn't allowed to upload to project 'sample'", advice: 'not-allowed-for-project', code: 'UPLOAD_UNAUTHORIZED' },
  'an index in read-only mode': { arrange: ({ index }) => index.setFlags({ readOnly: true }) ?? undefined, status: 403, says: 'Read-only mode: Uploads are temporarily disabled.', advice: 'read-only', code: 'UPLOAD_UNAVAILABLE' },
  'an index that takes no uploads': { arrange: ({ index }) => index.setFlags({ uploadsDisabled: true }) ?? undefined, status: 403, says: 'New uploads are temporarily disabled.', advice: 'read-only', code: 'UPLOAD_UNAVAILABLE' },
  'a publisher of another project': { file: { filename: 'other-1.0.tar.gz', fields: { name: 'other' } }, arrange: mintedFor, status: 400, says: 'Non-user identities cannot create new projects.', advice: 'pending-publisher-mismatch' },
  'a name like another': { file: { filename: 'samp1e-1.0.tar.gz', fields: { name: 'samp1e' } }, status: 400, says: "The name 'samp1e' is too similar to an existing project.", advice: 'name-not-allowed' },
  'a name of the standard library': { file: { filename: 'json-1.0.tar.gz', fields: { name: 'json' } }, status: 400, says: "The name 'json' isn't allowed", advice: 'name-not-allowed' },
  'a spent file name': {
    arrange: async (world) => {
      await uploadFirst({})(world);
      world.index.deleteFile('sample-1.0.tar.gz');
      return undefined;
    },
    status: 400,
    says: 'This filename was previously used by a file that has since been deleted.',
    advice: 'filename-used',
  },
  'a second sdist': { arrange: uploadFirst({ filename: 'sample-1.0.0.tar.gz', fields: { version: '1.0.0' } }), status: 400, says: 'Only one sdist may be uploaded per release.', advice: 'second-sdist' },
  'a file that is too large': { file: { content: 'x'.repeat(1025) }, status: 400, says: "File too large. Limit for project 'sample' is 0 MB.", advice: 'file-too-large' },
  'a project that is too large': { arrange: uploadFirst({ filename: 'sample-0.9.tar.gz', content: 'y'.repeat(1024), fields: { version: '0.9' } }), file: { content: 'x'.repeat(1024) }, status: 400, says: 'Project size too large.', advice: 'project-too-large' },
  'an unsupported platform': { file: { filename: 'sample-1.0-py3-none-linux_x86_64.whl' }, status: 400, says: "has an unsupported platform tag 'linux_x86_64'", advice: 'platform-tag' },
  'a wheel with another name': { file: { filename: 'Sample-1.0-py3-none-any.whl' }, status: 400, says: 'should contain the normalized project name', advice: 'filename-mismatch' },
  'a wheel with another version': { file: { filename: 'sample-1.1-py3-none-any.whl' }, status: 400, says: "Version in filename should be '1.0' not '1.1'.", advice: 'filename-mismatch' },
  'an sdist with another name': { file: { filename: 'other-1.0.tar.gz' }, status: 400, says: "Start filename for 'sample' with 'sample'.", advice: 'filename-mismatch' },
  'a zip sdist': { file: { filename: 'sample-1.0.zip' }, status: 400, says: "Filename 'sample-1.0.zip' is invalid, should be 'sample-1.0.tar.gz'.", advice: 'filename-mismatch' },
  'an archive that is refused': { file: { content: 'bad archive' }, status: 400, says: 'Invalid distribution file. No PKG-INFO', advice: 'archive-refused' },
  'attestations with an API token': { file: { fields: { attestations: attestations(publish) } }, status: 400, says: 'Attestations are only supported when using Trusted Publishing', advice: 'attestations-without-trusted-publishing' },
  'no attestation in the list': { file: { fields: { attestations: '[]' } }, arrange: mintedFor, status: 400, says: 'an empty attestation set is not permitted', advice: 'attestations-empty' },
  'three attestations': { file: { fields: { attestations: attestations(publish, publish, publish) } }, arrange: mintedFor, status: 400, says: 'A maximum of 2 attestations per file are supported', advice: 'attestations-too-many' },
  'two attestations of a kind': { file: { fields: { attestations: attestations(publish, publish) } }, arrange: mintedFor, status: 400, says: 'Multiple attestations for the same file with the same predicate type', advice: 'attestations-too-many' },
  'an unknown predicate': { file: { fields: { attestations: attestations('https://example.org/v1') } }, arrange: mintedFor, status: 400, says: 'unsupported predicate type', advice: 'attestation-predicate' },
  'malformed attestations': { file: { fields: { attestations: '[{}]' } }, arrange: mintedFor, status: 400, says: 'Malformed attestations: ', advice: 'attestation-unverified' },
  'an attestation of something else': { file: { content: 'unattested', fields: { attestations: attestations(publish) } }, arrange: mintedFor, status: 400, says: 'Could not verify the uploaded artifact using the included attestation: Verification failed: not this file', advice: 'attestation-unverified' },
  'a wrong digest': { file: { fields: { blake2_256_digest: '0'.repeat(64) } }, status: 400, says: 'The digest supplied does not match a digest calculated from the uploaded file.', advice: 'digest-mismatch' },
  'a wrong name': { file: { fields: { name: 'a b' } }, status: 400, says: "'a b' is an invalid value for Name.", advice: 'metadata-invalid' },
  'a wrong type': { file: { fields: { filetype: 'egg' } }, status: 400, says: 'Invalid value for filetype. Error: Use a known file type.', advice: 'metadata-invalid' },
  'a local version': { file: { fields: { version: '1.0+x' } }, status: 400, says: "The use of local versions in '1.0+x' is not allowed.", advice: 'metadata-invalid' },
  'a long summary': { file: { fields: { summary: 's'.repeat(513) } }, status: 400, says: "'summary' field must be 512 characters or less.", advice: 'metadata-invalid' },
  'a direct dependency': { file: { fields: { requires_dist: 'x @ https://a.example' } }, status: 400, says: "Can't have direct dependency: x @ https://a.example", advice: 'metadata-invalid' },
};

test.each(Object.entries(situations))('%s: the index says what PyPI says, the client quotes it and knows what to do', async (_what, situation) => {
  const world = await openTestWorld({
    limits: { fileBytes: 1024, projectBytes: 2000 },
    checkDistribution: async ({ sha256 }) => (sha256 === fileToUpload({ content: 'bad archive' }).sha256 ? 'Invalid distribution file. No PKG-INFO' : undefined),
    verifyAttestation: async ({ sha256 }) => {
      if (sha256 === fileToUpload({ content: 'unattested' }).sha256) throw new Error('not this file');
    },
  });
  const credential = (await situation.arrange?.(world)) ?? tokenCredential(world.index);
  const before = world.index.files();

  const outcome = await uploadOne(world, fileToUpload(situation.file), credential);

  const error = outcome.status === 'failed' && outcome.error instanceof UploadError ? outcome.error : undefined;
  expect(error?.status).toBe(situation.status);
  expect(error?.said).toContain(situation.says);
  expect(error?.code).toBe(situation.code ?? 'UPLOAD_REFUSED');
  expect(adviceFor(situation.status, error?.said ?? '')?.id).toBe(situation.advice);
  expect(world.index.files()).toEqual(before);
});

test('other content under the same name: the client calls it a conflict, whatever it knows of the index', async () => {
  const world = await openTestWorld();
  await uploadFirst({ content: 'other' })(world);

  const outcome = await uploadOne(world, fileToUpload(), tokenCredential(world.index));

  expect(outcome).toMatchObject({ status: 'failed', error: { code: 'FILE_CONFLICT' } });
  expect(world.index.files()).toMatchObject([{ sha256: fileToUpload({ content: 'other' }).sha256 }]);
});

test('a release that is closed: the same', async () => {
  let now = new Date();
  const world = await openTestWorld({ now: () => now });
  await uploadFirst({})(world);
  now = new Date(now.getTime() + 15 * day);

  const outcome = await uploadOne(world, fileToUpload({ filename: 'sample-1.0-py3-none-any.whl' }), tokenCredential(world.index));

  expect(outcome).toMatchObject({ status: 'failed', error: { said: 'Uploading new files to releases older than 14 days is not allowed.' } });
  expect(adviceFor(400, 'Uploading new files to releases older than 14 days is not allowed.')?.id).toBe('release-too-old');
});

function uploadFirst(changes: FileChanges): (world: TestWorld) => Promise<undefined> {
  return async (world) => {
    const outcome = await uploadOne(world, fileToUpload(changes), tokenCredential(world.index));
    expect(outcome.status).toBe('uploaded');
    return undefined;
  };
}

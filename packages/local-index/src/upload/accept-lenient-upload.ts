import { isCodedError } from '@ropewalk/core';
import { canonicalVersion, parseDistributionFilename } from '@ropewalk/packaging';
import { badRequest, Refusal } from '../answers/refusal.ts';
import type { ReceivedFile, ReceivedForm } from '../form/received-form.ts';
import type { DuplicateAnswer } from '../profiles/profile.ts';
import { parseAuthorization } from '../tokens/authorization.ts';
import type { World } from '../world.ts';
import type { Upload } from './accept-upload.ts';
import { storeFile } from './store-file.ts';
import { readWheelMetadata } from './wheel-metadata.ts';

/**
 * Takes one file as private indexes do: a user, a form, a name, a file. Digests are not compared and attestations are
 * forgotten; what happens to a file that is there is the profile's.
 *
 * @throws {Refusal}
 */
export async function acceptLenientUpload(world: World, { form, authorization, userAgent }: Upload): Promise<void> {
  const { profile } = world.options;
  if (profile.authentication !== 'none') requireUser(world, authorization);
  for (const field of profile.requiredFields) {
    if (!form.names.includes(field)) throw new Refusal(400, `${field} is missing`, { style: 'plain' });
  }
  const content = requireFile(form);
  if (profile.attestations === 'refused' && form.names.includes('attestations')) throw badRequest('attestations is not a known field');
  const { filename, file } = content;
  if (file.sizeBytes > world.options.limits.fileBytes) throw new Refusal(413, 'Request Entity Too Large', { style: 'page' });
  const existing = existingFile(world, content);
  if (existing !== undefined) {
    const answer = existing.sha256 === file.sha256 ? profile.identical : profile.conflicting;
    if (answer === 'accepted') return;
    if (answer !== 'replaced') throw refusalOf(answer, filename, userAgent);
    world.store.remove(filename);
  }
  const isWheel = filename.endsWith('.whl');
  const metadata = isWheel ? await readWheelMetadata(file.path, filename) : undefined;
  storeFile(world, {
    projectName: form.first('name') ?? '',
    version: versionOf(form, filename),
    requiresPython: form.first('requires_python') || undefined,
    filetype: isWheel ? 'bdist_wheel' : 'sdist',
    content,
    metadata,
    provenance: undefined,
  });
}

function requireUser(world: World, authorization: string | undefined): void {
  const credentials = parseAuthorization(authorization);
  const isKnown =
    credentials?.type === 'password' &&
    world.options.users.some((user) => user.username === credentials.username && user.password === credentials.password);
  const isToken = credentials !== undefined && world.tokens.identify(credentials.type === 'token' ? credentials.token : credentials.password) !== undefined;
  if (isKnown || isToken) return;
  if (credentials !== undefined && world.options.profile.wrongPassword === 403) throw new Refusal(403, 'Forbidden');
  throw new Refusal(401, 'Unauthorized', { headers: { 'www-authenticate': 'Basic realm="pypi"' } });
}

function requireFile(form: ReceivedForm): ReceivedFile {
  if (form.content === undefined) throw badRequest('content file field not found');
  if ((form.first('name') ?? '') === '') throw badRequest('missing name');
  return form.content;
}

function existingFile(world: World, { filename, file }: ReceivedFile): { readonly sha256: string } | undefined {
  const found = world.store.fileLike(filename, file.blake2b256);
  return found?.filename === filename ? found : undefined;
}

function refusalOf(answer: DuplicateAnswer, filename: string, userAgent: string): Refusal {
  const status = userAgent.includes('twine') ? (answer.statusForTwine ?? answer.status) : answer.status;
  return new Refusal(status, answer.text.replaceAll('FILENAME', filename), { style: answer.style });
}

function versionOf(form: ReceivedForm, filename: string): string {
  try {
    return canonicalVersion(form.first('version') ?? parseDistributionFilename(filename).version);
  } catch (error) {
    if (isCodedError(error)) throw badRequest(`${filename} has no version that can be read`);
    throw error;
  }
}

import { badRequest } from '../answers/refusal.ts';
import type { ReceivedFile, ReceivedForm } from '../form/received-form.ts';
import { parseMetadataFields, type ReleaseMetadata } from '../form/parse-metadata-fields.ts';
import { parseUploadFields, type UploadFields } from '../form/upload-fields.ts';
import type { Project } from '../store/project.ts';
import { pypiToken } from '../tokens/authorization.ts';
import type { World } from '../world.ts';
import { acceptAttestations } from './attestations.ts';
import { checkPermission, checkUploadsOpen, findOrPlanProject, requireIdentity, type Bearer } from './authorise-upload.ts';
import { checkHistory, compareWithExisting } from './existing-files.ts';
import { checkFilenameForm, checkFilenameMeaning } from './filename-rules.ts';
import { checkSize } from './limits.ts';
import { storeFile, type AcceptedFile } from './store-file.ts';
import { readWheelMetadata } from './wheel-metadata.ts';

/** A form that arrived, and who sent it. */
export interface Upload {
  readonly form: ReceivedForm;
  readonly authorization: string | undefined;
  readonly userAgent: string;
}

/**
 * Takes one file as PyPI does: its checks, in its order. Until the last one passed nothing is kept; from the first
 * step of keeping on nothing else happens in between, so a refused upload leaves nothing behind.
 *
 * @throws {Refusal}
 */
export async function acceptUpload(world: World, upload: Upload): Promise<void> {
  const { form } = upload;
  checkUploadsOpen(world);
  const bearer = requireIdentity(world, pypiToken(upload.authorization));
  if ((form.last('protocol_version') ?? '1') !== '1') throw badRequest('Unknown protocol version.');
  const fields = parseUploadFields(form);
  const metadata = parseMetadataFields(form, world.options.classifiers);
  const content = requireContent(form);
  const project = findOrPlanProject(world, fields.name, bearer.identity);
  checkPermission(world, bearer, project);
  checkFile(world, { project, fields, content });
  if (compareWithExisting(world, content) === 'identical') return;
  const release = { project, version: metadata.version, filename: content.filename, filetype: fields.filetype };
  checkHistory(world, release);
  await checkArchive(world, form, content);
  checkFilenameMeaning(content.filename, fields.filetype, metadata);
  const accepted = await completeFile(world, { bearer, form, fields, metadata, content });
  // Somebody else may have been faster while the archive and the attestations were looked at.
  if (compareWithExisting(world, content) === 'identical') return;
  checkHistory(world, { ...release, project: world.store.project(fields.name) ?? project });
  storeFile(world, accepted);
  if (world.options.singleUseTokens && bearer.identity.type === 'publisher') world.tokens.spend(bearer.token);
}

function requireContent(form: ReceivedForm): ReceivedFile {
  const { content } = form;
  if (content === undefined) throw badRequest('Upload payload does not have a file.');
  return content;
}

interface ReceivedUpload {
  readonly project: Project;
  readonly fields: UploadFields;
  readonly content: ReceivedFile;
}

function checkFile(world: World, { project, fields, content }: ReceivedUpload): void {
  checkFilenameForm(content.filename, fields.filetype);
  if (content.contentType === '' || content.contentType.startsWith('image/')) throw badRequest('Invalid distribution file.');
  checkSize(project, content.file.sizeBytes, world.options.limits);
  const { md5, sha256, blake2b256 } = content.file;
  const actual = { md5, sha256, blake2_256: blake2b256 };
  const wrong = (['md5', 'sha256', 'blake2_256'] as const).some((name) => (fields.digests[name] ?? actual[name]) !== actual[name]);
  if (wrong) throw badRequest('The digest supplied does not match a digest calculated from the uploaded file.');
}

async function checkArchive(world: World, form: ReceivedForm, { filename, file }: ReceivedFile): Promise<void> {
  const fields = form.names.flatMap((name) => form.values(name).map((value) => [name, value] as const));
  const text = await world.options.checkDistribution({ filename, path: file.path, sha256: file.sha256, fields });
  if (text !== undefined) throw badRequest(text);
}

interface CheckedUpload {
  readonly bearer: Bearer;
  readonly form: ReceivedForm;
  readonly fields: UploadFields;
  readonly metadata: ReleaseMetadata;
  readonly content: ReceivedFile;
}

async function completeFile(world: World, { bearer, form, fields, metadata, content }: CheckedUpload): Promise<AcceptedFile> {
  const { filename, file } = content;
  return {
    projectName: metadata.name,
    version: metadata.version,
    requiresPython: metadata.requiresPython,
    filetype: fields.filetype,
    content,
    metadata: fields.filetype === 'bdist_wheel' ? await readWheelMetadata(file.path, filename) : undefined,
    provenance: await provenanceOf(world, form.last('attestations'), bearer, content),
  };
}

async function provenanceOf(
  world: World,
  attestations: string | undefined,
  { identity }: Bearer,
  { filename, file }: ReceivedFile,
): Promise<object | undefined> {
  const { profile } = world.options;
  if (attestations === undefined || world.flags.attestationsDisabled || profile.attestations === 'ignored') return undefined;
  if (profile.attestations === 'refused') throw badRequest('attestations: This index takes no attestations.');
  return acceptAttestations(world, attestations, identity, { filename, sha256: file.sha256 });
}

import type { Advice } from './advice.ts';

/** Refusals of a file, its metadata or its attestations. */
export const fileAdvices: readonly Advice[] = [
  {
    id: 'file-exists',
    statuses: [400, 409],
    text: /file already exists/i,
    remedy: 'The index has other content under this name, or this content under another name; neither can be replaced. Publish as a new version.',
    code: 'FILE_CONFLICT',
  },
  {
    id: 'filename-used',
    statuses: [400],
    text: /filename (?:was previously|has already been) used/i,
    remedy: 'Publish as a new version: the name of a deleted file can never be used again.',
  },
  {
    id: 'second-sdist',
    statuses: [400],
    text: /only one sdist may be uploaded per release/i,
    remedy: 'Leave this sdist out, or publish it as a new version.',
  },
  {
    id: 'release-too-old',
    statuses: [400],
    text: /releases older than 14 days/i,
    remedy: 'Publish as a new version: two weeks after its first file, a release takes no more.',
  },
  {
    id: 'file-too-large',
    statuses: [400, 413],
    text: /(?:file|entity|payload|content) too large/i,
    remedy: 'Make the file smaller, or ask the index for a higher limit (PyPI: https://docs.pypi.org/project-management/storage-limits/).',
  },
  {
    id: 'project-too-large',
    statuses: [400],
    text: /project size too large/i,
    remedy: 'Delete old files that nobody needs, or ask the index for more space (PyPI: https://docs.pypi.org/project-management/storage-limits/).',
    scope: 'project',
  },
  {
    id: 'platform-tag',
    statuses: [400],
    text: /unsupported platform tag/i,
    remedy: 'Repair the wheel so that its tag says where it really runs: auditwheel on Linux (plain linux_* is refused), delocate on macOS.',
  },
  {
    id: 'filename-mismatch',
    statuses: [400],
    text: /should contain the normalized project name|version in filename should be|start filename for|filename .* is invalid, should be|is an invalid (?:wheel )?filename/i,
    remedy: 'Build again with an up-to-date build tool, and do not rename the files: name and version must be those of the metadata.',
  },
  {
    id: 'license-file-missing',
    statuses: [400],
    text: /license-file .* does not exist/i,
    remedy: 'Put every file that License-File names into the distribution, or take it out of the metadata.',
  },
  {
    id: 'archive-refused',
    statuses: [400],
    text: /does not contain the required (?:\w+ )?(?:file|record|metadata|wheel)|required (?:record|metadata|wheel|pkg-info) file|entry.points|(?:zip|tar) archive not accepted|compression ratio|top.level director|invalid distribution file/i,
    remedy: 'Build the file again with an up-to-date build tool, and change nothing in the archive afterwards.',
  },
  {
    id: 'description-broken',
    statuses: [400],
    text: /description failed to render/i,
    remedy: 'Run `ropewalk check` and mend the README: it must render as its content type says.',
  },
  {
    id: 'attestations-without-trusted-publishing',
    statuses: [400],
    text: /attestations are only supported when using trusted publishing/i,
    remedy: 'Upload by trusted publishing, or without attestations (--attestations off); a file uploaded without can never get one.',
    scope: 'all',
  },
  {
    id: 'attestations-not-for-publisher',
    statuses: [400],
    text: /attestations are not currently supported with|not currently supported with .* publishers/i,
    remedy: 'Upload without attestations (--attestations off): the index takes none from this kind of publisher.',
    scope: 'all',
  },
  {
    id: 'attestations-empty',
    statuses: [400],
    text: /empty attestation set/i,
    remedy: 'Send at least one attestation, or leave the field out.',
  },
  {
    id: 'attestations-too-many',
    statuses: [400],
    text: /maximum of \d+ attestations|multiple attestations .*same predicate/i,
    remedy: 'Send at most one attestation of each kind for a file: one publish attestation and one with SLSA provenance.',
  },
  {
    id: 'attestation-predicate',
    statuses: [400],
    text: /unsupported predicate type/i,
    remedy: 'Send only publish attestations and SLSA provenance: the index takes no other kinds.',
  },
  {
    id: 'attestation-unverified',
    statuses: [400],
    text: /could not verify the uploaded artifact|verification failed|invalid attestations supplied|malformed attestations/i,
    remedy: 'Sign again in the workflow that uploads: file, name and publisher must be the ones attested. `ropewalk verify` shows which of them is not.',
  },
  {
    id: 'digest-mismatch',
    statuses: [400],
    text: /digest supplied does not match/i,
    remedy: 'Upload again: the file was damaged on the way, or changed while it was sent.',
  },
  {
    id: 'metadata-invalid',
    statuses: [400],
    text: /is an invalid value for|invalid value for|has invalid data|core-metadata|local version|can't have direct dependency|use pep 440|version-specifiers/i,
    remedy: 'Change the metadata field that the index names, and build again. `ropewalk check` finds such things before an upload.',
  },
];

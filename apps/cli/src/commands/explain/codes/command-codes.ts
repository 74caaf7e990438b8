import type { ExplainedCode } from './explained-code.ts';

/** Of the command itself: how it was called, and what became of a release. */
export const commandCodes: readonly ExplainedCode[] = [
  ['USAGE_OPTION', 'An option has a value that cannot be, or contradicts another.', 'See --help of the command.'],
  ['USAGE_FILE_NOT_FOUND', 'A path that was named is missing, or a directory.', 'Check the path; name the files in a directory.'],
  ['USAGE_FILE_UNREADABLE', 'A file or directory that was named, or lies beside one, cannot be read.', 'Check who may read it.'],
  ['USAGE_FILE_EXISTS', 'A file that would be written is there already.', 'Name another, or take it away.'],
  ['USAGE_NO_DISTRIBUTIONS', 'None of the files is a wheel or an sdist.', 'Name wheels (.whl) and sdists (.tar.gz), as in dist/*.'],
  ['USAGE_TARGET', 'What is to be verified cannot be read as a file, a directory or a release on an index.', 'Write it as --help of verify shows.'],
  ['USAGE_PUBLISHER_MISSING', 'Nobody was expected.', 'Give --publisher.'],
  ['USAGE_CODE', 'There is no such code.', 'ropewalk explain lists all codes.'],
  ['CONFIGURATION_CONFLICT', 'Settings contradict each other, or belong together and are given in part.', 'Set them together, or leave them out; Fulcio, Rekor and trusted root are one Sigstore.'],
  ['CONFIGURATION_CERTIFICATE', 'A certificate file cannot be read or holds no certificate.', 'Name a PEM file.'],
  ['CONFIGURATION_OUTPUT', 'The result cannot be written where standard output goes; the work itself was not stopped.', 'Look for free space there.'],
  ['CONFIGURATION_KEEP', 'What is to be kept cannot be written.', 'Name another folder.'],
  ['INTERRUPTED', 'It was interrupted.', 'Run the same again: what is done already is not done twice.'],
  ['RELEASE_REFUSED', 'The index would refuse a file. Nothing was signed or sent.', 'Mend what is listed; ropewalk check shows it without publishing.'],
  ['ATTESTATION_UNACCEPTABLE', 'An attestation, just made or found, does not pass the check that the index will make. Nothing was uploaded.', 'Publish from the top-level workflow that is registered as publisher; take old attestations away.'],
  ['ATTESTATION_MISSING', 'Attestations are required, nothing is signed here, and a file has none.', 'Sign it first, and put the attestation beside it.'],
  ['ATTESTATION_OF_ANOTHER', 'Where an attestation belongs there is one of another identity. Nothing was signed.', 'Take it away, or give --overwrite to replace it.'],
  ['ATTESTATION_NOT_KEPT', 'An attestation cannot be written where it is to be kept.', 'Name another folder.'],
  ['REHEARSAL_NOT_SERVED', "The rehearsal's index does not serve what was uploaded to it.", 'Report it.'],
  ['REHEARSAL_KEEP_CONFLICT', 'A file to be kept is there with other content, or something that is no file has its name.', 'Name another folder.'],
  ['REHEARSAL_KEEP_FAILED', 'The folder cannot be written to, or is a file.', 'Name another folder.'],
];

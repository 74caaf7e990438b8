import type { ExplainedCode } from './explained-code.ts';

const later = 'Run the same again later: what is done already is not done twice.';

/** Of services: connections, indexes, signing. */
export const serviceCodes: readonly ExplainedCode[] = [
  ['HTTP_UNREACHABLE', 'There is no connection, it broke, or the certificate of the other side is not trusted.', 'Check address, network and proxy settings; give the authority of your proxy with --cert.'],
  ['HTTP_TIMEOUT', 'There was no answer in time.', 'Try again; check the status page of the server.'],
  ['HTTP_TOO_LARGE', 'The answer is larger than any of its kind.', 'Check that the address is the right one.'],
  ['HTTP_UNEXPECTED_BODY', 'The answer is of another kind than was asked for.', 'Check that the address is the right one.'],
  ['HTTP_FORBIDDEN_URL', 'The address is plain http to another machine, of another protocol, or not allowed here; or a proxy variable is unusable.', 'Use an https address; correct the proxy variable.'],
  ['HTTP_ABORTED', 'It was interrupted.', later],

  ['INDEX_REFUSED', 'The index does not let you read it.', 'Give a login in its address, .pypirc, the keyring or netrc, or check that the one that was used may read it.'],
  ['INDEX_UNAVAILABLE', 'The index fails or is overloaded.', 'Try again later.'],
  ['INDEX_REDIRECTED', 'The index sends on to another place, or in a circle.', 'Give that address, if you trust it.'],
  ['INDEX_UNEXPECTED_ANSWER', 'The index answered with another kind of page, broken JSON, or a newer major version.', 'Check the address: it must be that of the simple API.'],
  ['INDEX_LINK_FORBIDDEN', 'The index links to a place where links are not followed, as in your own network.', 'Do not use this index before its owner explains it.'],
  ['INDEX_FILE_DIFFERS', 'A file that was downloaded is not the one that the index lists: size or digest differ.', 'Do not use the file.'],
  ['INDEX_FILE_MISSING', 'The index lists the file and does not have it.', 'Try again in some minutes.'],
  ['INDEX_NOT_SERVED', 'The index took everything, but did not serve it in time.', 'Run again later, or give --no-wait.'],

  ['UPLOAD_REFUSED', 'The index does not take this file.', 'Do what its words and the advice below them say; ropewalk check knows most reasons beforehand.'],
  ['UPLOAD_UNAUTHORIZED', 'The credential is not taken, or not for this project.', 'Check the token and its project.'],
  ['UPLOAD_UNAVAILABLE', 'The index gave no usable answer.', later],
  ['UPLOAD_RATE_LIMITED', 'The index asks for a longer pause than is waited.', later],
  ['UPLOAD_WRONG_URL', 'The address takes no uploads.', 'Check --repository-url; for PyPI it is https://upload.pypi.org/legacy/.'],
  ['UPLOAD_REDIRECTED', 'The index sends on to another origin, or in a circle.', 'Give that address, if you trust it; mind the slash at the end.'],
  ['UPLOAD_NOT_TRIED', 'An earlier failure concerns this file too.', 'Mend that one, and run again.'],
  ['UPLOAD_INCOMPLETE', 'Several files were not uploaded, for different reasons.', "See each file's outcome."],
  ['UPLOAD_UNATTESTED', 'Attestations are required, and the index has a file already without one, which can never get one.', 'Publish a new version.'],
  ['UPLOAD_REPLACED', 'The index serves other content than was uploaded.', 'Find out who else publishes this version.'],
  ['FILE_CONFLICT', 'The index has another file under this name.', 'Publish a new version: a file name is never given twice.'],
  ['FILE_EXISTS', 'The index has a file under this name, and nobody can tell whether it is the same.', 'Compare them, or give --skip-existing.'],
  ['FILE_CHANGED', 'The file changed after it was read. Its last bytes were not sent.', 'Build and sign again.'],
  ['FILE_UNREADABLE', 'The file is gone or may not be read.', 'Check it.'],

  ['FULCIO_REFUSED', 'Fulcio gave no certificate for this identity.', 'Do what the message says.'],
  ['FULCIO_UNAVAILABLE', 'Fulcio gave no answer.', 'Run again later; see https://status.sigstore.dev.'],
  ['CERTIFICATE_WRONG', 'The certificate that was issued is for another key, not valid now, or of an authority that the trusted root does not know.', 'Check that Fulcio, Rekor and trusted root belong together.'],
  ['CLOCK_WRONG', "This machine's clock is minutes off.", 'Set the clock.'],
  ['REKOR_REFUSED', 'Rekor did not take the signature.', 'Check that it is a Rekor v1.'],
  ['REKOR_UNAVAILABLE', 'Rekor gave no answer.', later],
  ['LOG_ENTRY_WRONG', 'The log entry is not the one asked for, or its proofs do not hold.', 'Do not use this log, and report it.'],
  ['SIGNING_TIMEOUT', 'Signing took longer than it may.', later],
  ['SIGNING_CONFIG_UNUSABLE', 'The signing configuration names no Fulcio or no Rekor v1 that is valid now.', 'Give another, or the addresses.'],
];

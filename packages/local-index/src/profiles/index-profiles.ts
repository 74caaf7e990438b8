import type { DuplicateAnswer, IndexProfile } from './profile.ts';

/** Names of the indexes that can be imitated. */
export type IndexProfileName =
  | 'pypi'
  | 'pypi-without-attestations'
  | 'pypiserver'
  | 'pypiserver-overwrite'
  | 'devpi'
  | 'devpi-volatile'
  | 'gitlab'
  | 'nexus'
  | 'artifactory'
  | 'html-only'
  | 'upload-only';

/**
 * Indexes that can be imitated. `devpi` and `pypiserver` answer as those servers were seen to; `gitlab`, `nexus` and
 * `artifactory` as twine's former heuristics describe them; `html-only` and `upload-only` are nobody's in particular.
 */
export const indexProfiles: Readonly<Record<IndexProfileName, IndexProfile>> = {
  pypi: {
    name: 'pypi',
    uploadPath: '/legacy/',
    simplePath: '/simple/',
    checks: 'pypi',
    authentication: 'token',
    wrongPassword: 403,
    attestations: 'verified',
    trustedPublishing: true,
    identical: 'accepted',
    conflicting: { status: 400, text: 'File already exists (FILENAME)', style: 'reason' },
    requiredFields: [],
    simple: 'pypi',
    unknownProject: 'not-found',
  },
  'pypi-without-attestations': lenient('pypi-without-attestations', {
    checks: 'pypi',
    authentication: 'token',
    attestations: 'refused',
    trustedPublishing: true,
    simple: 'pypi',
  }),
  pypiserver: lenient('pypiserver', {
    uploadPath: '/',
    wrongPassword: 403,
    ...always({
      status: 409,
      statusForTwine: 400,
      style: 'page',
      text: "Package 'FILENAME' already exists!\n  You may start server with `--overwrite` option.",
    }),
    simple: 'html',
    unknownProject: { redirectTo: 'https://pypi.org/simple/' },
  }),
  'pypiserver-overwrite': lenient('pypiserver-overwrite', {
    uploadPath: '/',
    wrongPassword: 403,
    conflicting: 'replaced',
    simple: 'html',
    unknownProject: { redirectTo: 'https://pypi.org/simple/' },
  }),
  devpi: lenient('devpi', {
    ...below('/alice/frozen/', '+simple/'),
    identical: { status: 200, text: 'Upload of identical file to non volatile index.', style: 'reason-only' },
    conflicting: { status: 409, text: 'FILENAME already exists in non-volatile index', style: 'reason-only' },
    simple: 'json-1.0',
  }),
  'devpi-volatile': lenient('devpi-volatile', { ...below('/alice/dev/', '+simple/'), conflicting: 'replaced', simple: 'json-1.0' }),
  gitlab: lenient('gitlab', {
    ...below('/api/v4/projects/1/packages/pypi/', 'simple/'),
    ...always({ status: 400, style: 'json', text: '{"message":"Validation failed: File name has already been taken"}' }),
    requiredFields: ['requires_python'],
    simple: 'html',
  }),
  nexus: lenient('nexus', {
    ...below('/repository/pypi-hosted/', 'simple/'),
    ...always({ status: 400, style: 'plain', text: 'Repository does not allow updating assets: pypi-hosted' }),
    simple: 'html',
  }),
  artifactory: lenient('artifactory', {
    ...below('/artifactory/api/pypi/pypi-local/', 'simple/'),
    ...always({ status: 403, style: 'plain', text: "Not enough permissions to delete/overwrite artifact 'FILENAME'" }),
    simple: 'html',
  }),
  'html-only': lenient('html-only', { simple: 'html' }),
  'upload-only': lenient('upload-only', { simple: 'none' }),
};

function lenient(name: string, differences: Partial<IndexProfile>): IndexProfile {
  return {
    name,
    uploadPath: '/legacy/',
    simplePath: '/simple/',
    checks: 'lenient',
    authentication: 'password',
    wrongPassword: 401,
    attestations: 'ignored',
    trustedPublishing: false,
    identical: 'accepted',
    conflicting: { status: 409, text: 'FILENAME already exists', style: 'plain' },
    requiredFields: [],
    simple: 'html',
    unknownProject: 'not-found',
    ...differences,
  };
}

/** For indexes whose simple API is below the address that takes uploads. */
function below(uploadPath: string, simple: string): { readonly uploadPath: string; readonly simplePath: string } {
  return { uploadPath, simplePath: uploadPath + simple };
}

/** For indexes that look at the name alone. */
function always(answer: DuplicateAnswer): { readonly identical: DuplicateAnswer; readonly conflicting: DuplicateAnswer } {
  return { identical: answer, conflicting: answer };
}

import { IdentityError } from '@ropewalk/core';

/** The job got no address to ask for tokens, which is how GitHub says that it may not. */
export function permissionMissing(): IdentityError {
  return new IdentityError({
    code: 'IDENTITY_PERMISSION_MISSING',
    message: 'This GitHub Actions job may not request an identity token.',
    remedy: [
      'Add these lines to the job that publishes (a job with `permissions` has only those it lists, so keep what it needs):',
      '    permissions:',
      '      contents: read',
      '      id-token: write',
      'A reusable workflow gets no more than the job that calls it has: give that one the permission too.',
    ].join('\n'),
  });
}

import { IdentityError } from '@ropewalk/core';
import { SignerError } from '@ropewalk/signer';
import { expect, test } from 'vitest';
import { PublishError, type PublishErrorCode } from '../src/publish-error.ts';
import { isSigningFailure } from '../src/signing-failure.ts';

const publishError = (code: PublishErrorCode): PublishError => new PublishError({ code, message: 'm', remedy: 'r' });

test.each(['IDENTITY_NOT_PUBLIC', 'IDENTITY_UNACCEPTABLE', 'ATTESTATION_UNACCEPTABLE'] as const)('%s is a failure of signing', (code) => {
  expect(isSigningFailure(publishError(code))).toBe(true);
});

test.each(['FULCIO_REFUSED', 'REKOR_UNAVAILABLE', 'LOG_ENTRY_WRONG', 'CERTIFICATE_WRONG', 'CLOCK_WRONG', 'SIGNING_TIMEOUT'] as const)('%s is one', (code) => {
  expect(isSigningFailure(new SignerError({ code, message: 'm', remedy: 'r' }))).toBe(true);
});

test('an identity that cannot be had is one', () => {
  expect(isSigningFailure(new IdentityError({ code: 'IDENTITY_REQUEST_FAILED', message: 'm', remedy: 'r' }))).toBe(true);
});

test.each(['IDENTITY_UNEXPECTED', 'CONFIGURATION_CONFLICT', 'RELEASE_REFUSED', 'BUNDLE_FILE_UNREADABLE', 'BUNDLE_UNACCEPTABLE', 'IDENTITY_BUILD_UNKNOWN', 'ATTESTATION_NOT_KEPT'] as const)('%s is none', (code) => {
  expect(isSigningFailure(publishError(code))).toBe(false);
});

test('what nobody coded is none', () => {
  expect(isSigningFailure(new TypeError('bug'))).toBe(false);
});

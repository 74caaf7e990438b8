import { overridden, textOf, type Claims } from './claims.ts';

/**
 * The claims of a Google service account's token: no `jti`, no repository.
 *
 * @see https://cloud.google.com/compute/docs/instances/verifying-instance-identity
 */
export function googleClaims(asked: Claims): Claims {
  const subject = textOf(asked, 'sub', '110000000000000000001');
  return overridden(
    {
      azp: subject,
      email: 'publisher@sample-project.iam.gserviceaccount.com',
      email_verified: true,
      google: {
        compute_engine: {
          instance_creation_timestamp: 1764000000,
          instance_id: '1000000000000000001',
          instance_name: 'build-1',
          project_id: 'sample-project',
          project_number: 919436158236,
          zone: 'us-central1-a',
        },
      },
      sub: subject,
    },
    asked,
  );
}

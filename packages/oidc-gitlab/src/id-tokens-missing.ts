import { IdentityError } from '@ropewalk/core';
import { variableFor } from './variable-for.ts';

/**
 * The job does not declare the tokens a release needs.
 *
 * @param audiences - All that the advice names.
 * @param missing - The one that was asked for; left out when the job declares none at all.
 */
export function idTokensMissing(audiences: readonly string[], missing?: string): IdentityError {
  return new IdentityError({
    code: 'IDENTITY_PERMISSION_MISSING',
    message:
      missing === undefined
        ? 'This GitLab job declares no identity tokens.'
        : `This GitLab job has no identity token for the audience ${JSON.stringify(missing)}: ${variableFor(missing)} is not set.`,
    remedy: ['Add these lines to the job that publishes:', '    id_tokens:', ...audiences.flatMap(declaration)].join('\n'),
  });
}

function declaration(audience: string): readonly string[] {
  return [`      ${variableFor(audience)}:`, `        aud: ${/^[A-Za-z][\w.-]*$/.test(audience) ? audience : JSON.stringify(audience)}`];
}

import { pythonRepr } from '../answers/python-repr.ts';
import type { Project } from '../store/project.ts';
import type { Identity } from './identity.ts';

/** What a token is good for: PyPI writes each as a JSON array whose first member is a tag. */
export type Caveat =
  | { readonly type: 'expiration'; readonly expiresAt: number; readonly notBefore: number }
  | { readonly type: 'project-names'; readonly normalizedNames: readonly string[] }
  | { readonly type: 'project-ids'; readonly ids: readonly string[] }
  | { readonly type: 'user'; readonly userId: string }
  | { readonly type: 'publisher'; readonly publisherId: string };

/** Writes a caveat as PyPI does. */
export function serializeCaveat(caveat: Caveat): string {
  switch (caveat.type) {
    case 'expiration':
      return JSON.stringify([0, caveat.expiresAt, caveat.notBefore]);
    case 'project-names':
      return JSON.stringify([1, caveat.normalizedNames]);
    case 'project-ids':
      return JSON.stringify([2, caveat.ids]);
    case 'user':
      return JSON.stringify([3, caveat.userId]);
    case 'publisher':
      return JSON.stringify([4, caveat.publisherId, null]);
  }
}

/** What a token is used for. */
export interface TokenUse {
  readonly identity: Identity;
  readonly project: Project;
  readonly now: Date;
}

/**
 * Checks one caveat, one's own or one that the holder of the token added.
 *
 * @returns PyPI's words for why it does not hold; `undefined` when it does.
 */
export function caveatFailure(text: string, use: TokenUse): string | undefined {
  const fields = parseArray(text);
  if (fields === undefined) return 'caveat must be an array';
  if (fields.length === 0) return 'caveat array cannot be empty';
  const [tag, first, second] = fields;
  switch (tag) {
    case 0:
      return expirationFailure(first, second, use);
    case 1:
      return listFailure(first, use.project.normalizedName, use);
    case 2:
      return listFailure(first, use.project.id, use);
    case 3:
      return userFailure(first, use);
    case 4:
      return publisherFailure(first, use);
    default:
      return `caveat has unknown tag: ${JSON.stringify(tag)}`;
  }
}

const invalidFields = 'invalid values for fields';

function parseArray(text: string): readonly unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function expirationFailure(expiresAt: unknown, notBefore: unknown, use: TokenUse): string | undefined {
  if (typeof expiresAt !== 'number' || typeof notBefore !== 'number') return invalidFields;
  const now = Math.floor(use.now.getTime() / 1000);
  return now < notBefore || now >= expiresAt ? 'token is expired' : undefined;
}

function listFailure(allowed: unknown, actual: string, use: TokenUse): string | undefined {
  if (!Array.isArray(allowed)) return invalidFields;
  return allowed.includes(actual) ? undefined : `project-scoped token is not valid for project: ${pythonRepr(use.project.name)}`;
}

function userFailure(userId: unknown, { identity }: TokenUse): string | undefined {
  if (identity.type !== 'user') return 'token with user restriction without a user';
  return identity.userId === userId ? undefined : 'current user does not match user restriction in token';
}

function publisherFailure(publisherId: unknown, { identity, project }: TokenUse): string | undefined {
  if (identity.type !== 'publisher') return 'OIDC scoped token used outside of an OIDC identified request';
  if (identity.publisher.id !== publisherId) return 'current OIDC publisher does not match publisher restriction in token';
  if (!project.publishers.has(identity.publisher)) return `OIDC scoped token is not valid for project '${project.name}'`;
  return undefined;
}

import { helpLink } from '../answers/help-links.ts';
import { pythonRepr } from '../answers/python-repr.ts';
import { badRequest, forbidden, Refusal } from '../answers/refusal.ts';
import type { Project } from '../store/project.ts';
import type { Identity } from '../tokens/identity.ts';
import { newProjectRefusal } from './new-project.ts';
import type { World } from '../world.ts';

/** A request that names a token. */
export interface Bearer {
  readonly identity: Identity;
  readonly token: string;
}

/**
 * Checks that uploads are open and that someone is there.
 *
 * @throws {Refusal} 403
 */
export function checkUploadsOpen(world: World): void {
  if (world.flags.readOnly) throw forbidden('Read-only mode: Uploads are temporarily disabled.');
  if (world.flags.uploadsDisabled) {
    throw forbidden(`New uploads are temporarily disabled. See ${helpLink('admin-intervention')} for more information.`);
  }
}

/** @throws {Refusal} 403 when the token is none of the index. */
export function requireIdentity(world: World, token: string | undefined): Bearer {
  const identity = token === undefined ? undefined : world.tokens.identify(token);
  if (token === undefined || identity === undefined) {
    throw forbidden(`Invalid or non-existent authentication information. See ${helpLink('invalid-auth')} for more information.`);
  }
  return { identity, token };
}

/**
 * Finds the project of an upload. A user's token may create one; a trusted publisher's may not, as that happens when
 * its token is minted. The project that would be created is not in the store yet.
 *
 * @throws {Refusal} 400, 403, 409
 */
export function findOrPlanProject(world: World, name: string, identity: Identity): Project {
  const existing = world.store.project(name);
  if (existing !== undefined) return existing;
  if (identity.type === 'publisher') {
    throw badRequest(
      'Non-user identities cannot create new projects. This was probably caused by successfully using a pending publisher ' +
        "but specifying the project name incorrectly (either in the publisher or in your project's metadata). " +
        'Please ensure that both match. See: https://docs.pypi.org/trusted-publishers/troubleshooting/',
    );
  }
  checkUser(identity);
  const refusal = newProjectRefusal(world, name);
  if (refusal !== undefined) throw refusal;
  if (world.store.projectsCreatedByUpload() >= world.options.newProjectLimit) throw new Refusal(429, 'Too many new projects created');
  return world.store.planProject(name);
}

/**
 * Checks that the token is good for this project, that the project takes uploads and that the account may upload.
 *
 * @throws {Refusal} 403, or 400 for an inactive organisation
 */
export function checkPermission(world: World, { identity, token }: Bearer, project: Project): void {
  const failure = world.tokens.failure(token, { identity, project, now: world.now() });
  if (failure !== undefined) throw forbidden(`Invalid API Token: ${failure}`);
  if (!isAllowed(identity, project)) {
    const who = identity.type === 'user' ? `The user '${identity.username}'` : 'The given token';
    throw forbidden(`${who} isn't allowed to upload to project '${project.name}'. See ${helpLink('project-name')} for more information.`);
  }
  checkUser(identity);
  if (project.isInGoodStanding) return;
  throw badRequest(
    'Organization account owning this project is inactive. This may be due to inactive billing for Company Organizations, ' +
      'or administrator intervention for Community Organizations. Please contact support+orgs@pypi.org.',
  );
}

/** What PyPI demands of an account; a trusted publisher has none. */
function checkUser(identity: Identity): void {
  if (identity.type === 'publisher') return;
  const start = `User ${pythonRepr(identity.username)}, associated with the API token used, does not have`;
  if (!identity.hasVerifiedEmail) {
    throw forbidden(
      `${start} a verified primary email address. Please add a verified primary email before attempting to upload to PyPI. ` +
        `See ${helpLink('verified-email')} for more information.`,
    );
  }
  if (identity.hasTwoFactor) return;
  throw forbidden(
    `${start} two-factor authentication enabled. Please enable two-factor authentication before attempting to upload to PyPI. ` +
      `See ${helpLink('two-factor-authentication')} for more information.`,
  );
}

function isAllowed(identity: Identity, project: Project): boolean {
  if (project.status === 'archived' || project.status === 'quarantined') return false;
  if (identity.type === 'publisher') return project.publishers.has(identity.publisher);
  return identity.projects === undefined || identity.projects.has(project.normalizedName);
}

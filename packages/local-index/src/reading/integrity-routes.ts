import { isValidVersion, normalizeName } from '@ropewalk/packaging';
import type { Context, Hono } from 'hono';
import { acceptableOffers } from '../answers/accept.ts';
import { notFoundPage } from '../answers/not-found-page.ts';
import type { Environment } from '../environment.ts';
import { withFault } from '../faults/with-fault.ts';
import type { World } from '../world.ts';
import { findFile } from './simple-api.ts';
import { crossOriginHeaders } from './simple-routes.ts';

const integrityJson = 'application/vnd.pypi.integrity.v1+json';

/** Serves `/integrity/<project>/<version>/<filename>/provenance`. */
export function addIntegrityRoutes(app: Hono<Environment>, world: World): void {
  if (world.options.profile.simple !== 'pypi') return;
  app.use('/integrity/*', withFault(world.faults, 'integrity'));
  app.get('/integrity/:project/:version/:filename/provenance', (context) => provenanceAnswer(context, world));
}

function provenanceAnswer(context: Context<Environment>, world: World): Response {
  const { project: name = '', version = '', filename = '' } = context.req.param();
  const project = world.store.project(normalizeName(name));
  const file = project === undefined || !isValidVersion(version) ? undefined : findFile(project, version, filename);
  if (file === undefined) return notFoundPage(context);
  const [type] = acceptableOffers(context.req.header('accept'), [integrityJson, 'application/json']);
  if (type === undefined) return context.json({ message: 'Request not acceptable' }, 406);
  if (world.flags.attestationsDisabled) return context.json({ message: 'Attestations temporarily disabled' }, 403);
  if (file.provenance === undefined) return context.json({ message: `No provenance available for ${filename}` }, 404);
  return context.body(JSON.stringify(file.provenance), 200, {
    ...crossOriginHeaders,
    'content-type': type,
    'cache-control': 'max-age=600, public',
    vary: 'Accept',
  });
}

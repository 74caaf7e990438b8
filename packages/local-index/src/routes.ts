import { Hono } from 'hono';
import { notFoundPage } from './answers/not-found-page.ts';
import { methodNotAllowed } from './answers/refusal.ts';
import { refusalResponse } from './answers/refusal-response.ts';
import type { Environment } from './environment.ts';
import { addMintingRoutes } from './minting/minting-routes.ts';
import { addFileRoutes } from './reading/file-routes.ts';
import { addIntegrityRoutes } from './reading/integrity-routes.ts';
import { addSimpleRoutes } from './reading/simple-routes.ts';
import { addUploadRoutes } from './upload/upload-routes.ts';
import type { World } from './world.ts';

/** Puts the routes of one index together. `onError` hears of errors that are nobody's answer; the client sees a 500. */
export function createRoutes(world: World, onError: (error: unknown) => void): Hono<Environment> {
  const app = new Hono<Environment>({ strict: true });
  addUploadRoutes(app, world);
  addMintingRoutes(app, world);
  addSimpleRoutes(app, world);
  addIntegrityRoutes(app, world);
  addFileRoutes(app, world);
  for (const path of ['/', '/legacy/', `${world.options.profile.simplePath}*`, '/integrity/*', '/packages/*']) {
    app.on(['POST', 'PUT', 'DELETE', 'PATCH'], path, (context) => refusalResponse(context, methodNotAllowed()));
  }
  app.notFound((context) => notFoundPage(context));
  app.onError((error, context) => {
    onError(error);
    return context.html('<html><head><title>500 Internal Server Error</title></head><body>Internal Server Error</body></html>', 500);
  });
  return app;
}

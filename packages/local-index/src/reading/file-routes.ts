import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context, Hono } from 'hono';
import { notFoundPage } from '../answers/not-found-page.ts';
import type { Environment } from '../environment.ts';
import { withFault } from '../faults/with-fault.ts';
import type { StoredFile } from '../store/project.ts';
import type { World } from '../world.ts';

const metadataSuffix = '.metadata';

/** Serves `/packages/…`: the files, and a wheel's METADATA beside it. */
export function addFileRoutes(app: Hono<Environment>, world: World): void {
  app.use('/packages/*', withFault(world.faults, 'file'));
  app.on(['GET', 'HEAD'], '/packages/:a/:b/:rest/:filename', (context) => {
    const { a, b, rest, filename } = context.req.param();
    const path = [a, b, rest, filename].join('/');
    const file = world.store.fileAt(path);
    if (file !== undefined) return sendFile(context, file);
    const wheel = path.endsWith(metadataSuffix) ? world.store.fileAt(path.slice(0, -metadataSuffix.length)) : undefined;
    if (wheel?.metadata === undefined) return notFoundPage(context);
    return context.body(Buffer.from(wheel.metadata.bytes), 200, { 'content-type': 'binary/octet-stream' });
  });
}

async function sendFile(context: Context<Environment>, file: StoredFile): Promise<Response> {
  const { outgoing } = context.env;
  const type = file.filename.endsWith('.tar.gz') ? 'application/x-tar' : 'application/octet-stream';
  outgoing.writeHead(200, { 'content-type': type, 'content-length': file.sizeBytes, 'cache-control': 'max-age=365000000, immutable, public' });
  if (context.req.method === 'HEAD') outgoing.end();
  // Whoever stops reading stops the stream; there is nobody left to be told.
  else await pipeline(createReadStream(file.storedAt), outgoing).catch(() => outgoing.destroy());
  return RESPONSE_ALREADY_SENT;
}

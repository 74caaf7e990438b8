import { Hono, type Context } from 'hono';
import { dsseEntryBody, EntryRefused } from './dsse-entry.ts';
import type { Fault } from './fault.ts';
import { entryWithFault } from './faulty-entry.ts';
import type { ServiceEnv } from './misbehaviour.ts';
import type { TransparencyLog } from './transparency-log.ts';

/** Answers Rekor v1's API over a log: proposing an entry, reading one, the log's head and key. */
export function rekorRoutes(log: TransparencyLog): Hono<ServiceEnv> {
  const answer = (uuid: string, fault?: Fault) => {
    const entry = log.entry(uuid);
    return entry === undefined ? undefined : { [uuid]: entryWithFault(log, entry, fault) };
  };
  const routes = new Hono<ServiceEnv>();

  routes.post('/api/v1/log/entries', async (context) => {
    const proposed: unknown = await context.req.json().catch(() => undefined);
    const { uuid, isNew } = log.append(dsseEntryBody(proposed));
    const location = `/api/v1/log/entries/${uuid}`;
    const fault = context.get('fault');
    if (isNew && fault?.kind !== 'conflict') return context.json(answer(uuid, fault), 201, { location, etag: uuid });
    const message = `an equivalent entry already exists in the transparency log with UUID ${uuid}`;
    return context.json({ code: 409, message }, 409, { location });
  });

  routes.get('/api/v1/log/entries', (context) => {
    const found = log.entryAt(Number(context.req.query('logIndex')));
    return found === undefined ? context.body(null, 404) : context.json({ [found.uuid]: found.entry });
  });

  routes.get('/api/v1/log/entries/:uuid', (context) => {
    const found = answer(context.req.param('uuid'));
    return found === undefined ? context.body(null, 404) : context.json(found);
  });

  routes.post('/api/v1/log/entries/retrieve', async (context) => {
    const query: unknown = await context.req.json().catch(() => undefined);
    const proposed = typeof query === 'object' && query !== null && 'entries' in query ? query.entries : undefined;
    if (!Array.isArray(proposed)) throw new EntryRefused('entries is not a list');
    const found = proposed.map((entry) => answer(log.uuidOf(dsseEntryBody(entry))));
    return context.json(found.filter((entry) => entry !== undefined));
  });

  routes.get('/api/v1/log', (context) =>
    context.json({
      inactiveShards: null,
      rootHash: Buffer.from(log.tree.root()).toString('hex'),
      signedTreeHead: log.checkpoint(),
      treeID: log.treeId,
      treeSize: log.tree.size,
    }),
  );

  routes.get('/api/v1/log/proof', (context) => {
    const [first, last] = [Number(context.req.query('firstSize') ?? 1), Number(context.req.query('lastSize'))];
    const areSizes = [first, last].every(Number.isInteger) && first >= 1;
    if (!areSizes || first > last) return refuse(context, `firstSize(${first}) must be less than lastSize(${last})`);
    const known = log.tree.size;
    if (last > known) return refuse(context, `the tree size requested(${last}) was greater than what is currently observable(${known})`);
    const hashes = log.tree.consistencyProof(first, last).map((hash) => Buffer.from(hash).toString('hex'));
    return context.json({ hashes, rootHash: Buffer.from(log.tree.root(last)).toString('hex') });
  });

  routes.get('/api/v1/log/publicKey', (context) =>
    context.body(log.key.publicKeyPem, 200, { 'content-type': 'application/x-pem-file' }),
  );

  routes.onError((error, context) => {
    if (!(error instanceof EntryRefused)) throw error;
    return refuse(context, `error processing entry: ${error.message}`);
  });
  return routes;
}

function refuse(context: Context<ServiceEnv>, message: string): Response {
  return context.json({ code: 400, message }, 400);
}

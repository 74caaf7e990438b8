import { Hono } from 'hono';
import type { Faults } from './fault.ts';
import { misbehaviour, type ServiceEnv } from './misbehaviour.ts';

/** Routes with what surrounds them: a count, a clock, and the faults. */
export interface Service {
  readonly routes: Hono<ServiceEnv>;
  requests(): number;
}

/** Puts a service around its routes. Its answers carry its own clock as their date. */
export function createService(inner: Hono<ServiceEnv>, options: { readonly faults: Faults; readonly now: () => Date }): Service {
  const { faults, now } = options;
  let requests = 0;
  const routes = new Hono<ServiceEnv>();
  routes.use(async (context, next) => {
    requests += 1;
    await next();
    if (!context.env.outgoing.headersSent) context.env.outgoing.setHeader('date', now().toUTCString());
  });
  routes.use(misbehaviour(faults));
  routes.route('/', inner);
  return { routes, requests: () => requests };
}

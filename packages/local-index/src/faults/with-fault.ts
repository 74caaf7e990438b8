import { finished } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context, MiddlewareHandler } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { setReasonPhrase } from '../answers/refusal-response.ts';
import type { Environment } from '../environment.ts';
import type { FaultKind, FaultPlan, FaultRoute } from './fault.ts';

/** Lets the next fault of the plan happen to requests of this route. */
export function withFault(plan: FaultPlan, route: FaultRoute): MiddlewareHandler<Environment> {
  return async (context, next) => {
    const fault = plan.take(route);
    const answer = fault === undefined ? undefined : await beforeWork(context, fault);
    if (answer !== undefined) return answer;
    await next();
    if (fault !== undefined) context.res = await afterWork(context, fault);
    return undefined;
  };
}

/** The answer, when the fault leaves no room for the real one. */
async function beforeWork(context: Context<Environment>, fault: FaultKind): Promise<Response | undefined> {
  switch (fault.type) {
    case 'status':
      await readAll(context);
      if (fault.reason !== undefined) setReasonPhrase(context, fault.reason);
      return context.body(fault.body ?? '', fault.status as ContentfulStatusCode, { 'content-type': 'text/plain', ...fault.headers });
    case 'rate-limited': {
      await readAll(context);
      const seconds = String(fault.retryAfterSeconds);
      return context.body('Too many requests', 429, {
        'content-type': 'text/plain',
        'retry-after': seconds,
        ratelimit: `"upload";r=0;t=${seconds}`,
        'ratelimit-policy': `"upload";q=20;w=3600`,
      });
    }
    case 'html':
      await readAll(context);
      return context.html('<!DOCTYPE html>\n<html><head><title>Please log in</title></head><body>Please log in.</body></html>\n');
    case 'reset':
      context.env.incoming.socket.resetAndDestroy();
      return RESPONSE_ALREADY_SENT;
    case 'silence':
      // The client reads nothing and is told nothing until it, or the index, goes away.
      await new Promise((resolve) => context.env.incoming.socket.once('close', resolve));
      return RESPONSE_ALREADY_SENT;
    case 'delay':
      await sleep(fault.milliseconds);
      return undefined;
    case 'reply-lost':
    case 'reply-truncated':
      return undefined;
  }
}

/** Clients are only sure to see an answer when they were let finish. */
async function readAll({ env }: Context<Environment>): Promise<void> {
  env.incoming.resume();
  await finished(env.incoming).catch(() => undefined);
}

async function afterWork(context: Context<Environment>, fault: FaultKind): Promise<Response> {
  if (fault.type !== 'reply-lost' && fault.type !== 'reply-truncated') return context.res;
  const { outgoing } = context.env;
  if (fault.type === 'reply-truncated') {
    const body = Buffer.from(await context.res.arrayBuffer());
    outgoing.writeHead(context.res.status, { 'content-type': context.res.headers.get('content-type') ?? 'text/plain', 'content-length': body.length + 10 });
    await new Promise((resolve) => outgoing.write(body.subarray(0, Math.ceil(body.length / 2)), resolve));
  }
  outgoing.destroy();
  return RESPONSE_ALREADY_SENT;
}

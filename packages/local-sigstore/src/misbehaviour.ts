import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context, MiddlewareHandler } from 'hono';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Fault, Faults } from './fault.ts';

/** What requests carry through the routes of a service. */
export interface ServiceEnv {
  readonly Bindings: HttpBindings;
  readonly Variables: {
    /** The fault that strikes this request. */
    readonly fault: Fault | undefined;
  };
}

/** Makes requests for something new suffer the faults of transport; those of content are left to the routes. */
export function misbehaviour(faults: Faults): MiddlewareHandler<ServiceEnv> {
  return async (context, next) => {
    const fault = context.req.method === 'POST' ? faults.next() : undefined;
    context.set('fault', fault);
    if (fault?.kind === 'status') return refusal(fault.status, fault.retryAfter);
    if (fault?.kind === 'silent') {
      await once(outgoingOf(context), 'close');
      return RESPONSE_ALREADY_SENT;
    }
    if (fault?.kind === 'slow') await pause(fault.delayMs);
    await next();
    if (fault?.kind === 'reply-lost') cutOff(context, '');
    if (fault?.kind === 'reset') cutOff(context, await context.res.text());
    return undefined;
  };
}

function refusal(status: number, retryAfter: string | undefined): Response {
  const headers = { 'content-type': 'application/json', ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }) };
  return new Response(JSON.stringify({ code: status, message: 'This service misbehaves on request.' }), { status, headers });
}

/** Sends the first half of a body, or nothing at all, and breaks the connection. */
function cutOff(context: Context<ServiceEnv>, body: string): void {
  const outgoing = outgoingOf(context);
  if (body === '') {
    outgoing.destroy();
  } else {
    outgoing.writeHead(context.res.status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
    outgoing.write(body.slice(0, body.length / 2), () => outgoing.destroy());
  }
  // Emptied first: otherwise the headers of both would be merged.
  context.res = undefined;
  context.res = RESPONSE_ALREADY_SENT;
}

function outgoingOf(context: Context<ServiceEnv>): ServerResponse {
  const { outgoing } = context.env;
  if (!('writeEarlyHints' in outgoing)) throw new TypeError('These servers speak HTTP/1.1.');
  // It has what only HTTP/1.1 has.
  return outgoing as ServerResponse;
}

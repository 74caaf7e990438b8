/// <reference lib="dom" />
// The declarations of hono and of its server name DOM types.
import type { HttpBindings } from '@hono/node-server';

/** What the routes see of Node: the raw request and response. */
export interface Environment {
  readonly Bindings: HttpBindings;
}

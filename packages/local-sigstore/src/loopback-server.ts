/// <reference lib="dom" />
import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import type { Hono } from 'hono';
import type { ServiceEnv } from './misbehaviour.ts';

/** A server that listens on 127.0.0.1. */
export interface LoopbackServer {
  readonly url: URL;
  /** Ends every connection and stops listening. */
  close(): Promise<void>;
}

/** Starts to answer `routes` on a free port of 127.0.0.1. */
export async function listenOnLoopback(routes: Hono<ServiceEnv>): Promise<LoopbackServer> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: routes.fetch, hostname: '127.0.0.1', port: 0, overrideGlobalObjects: false }, ({ port }) => {
      resolve({ url: new URL(`http://127.0.0.1:${port}/`), close: () => closeServer(server) });
      // The options above ask for plain HTTP/1.1, so this is an http.Server.
    }) as Server;
    server.once('error', reject);
  });
}

async function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

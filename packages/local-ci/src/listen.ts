/// <reference lib="dom" />
// The declarations of hono and jose name types of browsers.
import { serve, type ServerType } from '@hono/node-server';
import type { Hono } from 'hono';
import type { AddressInfo } from 'node:net';

/** A server on loopback. */
export interface Listener {
  /** Ends in a slash. */
  readonly url: URL;
  close(): Promise<void>;
}

/** Serves an application on a free port of loopback, which nothing off this machine can reach. */
export async function listen(application: Hono): Promise<Listener> {
  const server = serve({ fetch: application.fetch, hostname: '127.0.0.1', port: 0, overrideGlobalObjects: false });
  const { port } = await new Promise<AddressInfo>((resolve, reject) => {
    server.once('error', reject);
    server.once('listening', () => resolve(server.address() as AddressInfo));
  });
  return { url: new URL(`http://127.0.0.1:${port}/`), close: () => closed(server) };
}

function closed(server: ServerType): Promise<void> {
  if ('closeAllConnections' in server) server.closeAllConnections();
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}

// oxlint-disable-next-line typescript/triple-slash-reference -- an ambient file cannot be imported
/// <reference path="./undici-modules.d.ts" />
import methods from 'undici/lib/api/index.js';
import Agent from 'undici/lib/dispatcher/agent.js';
import Dispatcher from 'undici/lib/dispatcher/dispatcher.js';
import ProxyAgent from 'undici/lib/dispatcher/proxy-agent.js';

/** The clients of undici that are used. */
export interface UndiciClients {
  readonly Agent: typeof Agent;
  readonly ProxyAgent: typeof ProxyAgent;
}

/**
 * Hands out two clients of undici, imported by their files: the whole of it brings fetch, WebSocket, caches and mocks, and
 * takes three times as long to load.
 */
export function undiciClients(): UndiciClients {
  // As undici's own index.js does: it gives every dispatcher `request`, and `connect`, which ProxyAgent needs.
  Object.assign(Dispatcher.prototype, methods);
  return { Agent, ProxyAgent };
}

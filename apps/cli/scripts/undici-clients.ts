import { dirname } from 'node:path';
import type { Plugin } from 'rolldown';

const clients = '\0undici-clients';
const noHttp2 = '\0undici-no-http2.cjs';

/**
 * Bundles of undici the two clients that are used. The whole of it brings fetch, WebSocket, caches and mocks, and takes
 * twice as long to load. HTTP/2 is off, so `node:http2` is what undici takes it for in a Node built without: to load it
 * would parse all certificate authorities, for plain http too.
 *
 * As undici's own `index.js` does, it gives dispatchers their methods (`request`).
 */
export function undiciClients(): Plugin {
  let folder = '';
  return {
    name: 'undici-clients',
    async resolveId(source, importer) {
      if (source === 'node:http2' && /[\\/]undici[\\/]lib[\\/]/.test(importer ?? '')) return noHttp2;
      if (source !== 'undici' || importer === undefined) return undefined;
      const whole = await this.resolve(source, importer, { skipSelf: true });
      if (whole === null) return undefined;
      folder = `${dirname(whole.id)}/lib`;
      return clients;
    },
    load(id) {
      if (id === noHttp2) return { code: 'module.exports = { constants: {} };', moduleType: 'js' };
      if (id !== clients) return undefined;
      return `
        import methods from ${JSON.stringify(`${folder}/api/index.js`)};
        import Dispatcher from ${JSON.stringify(`${folder}/dispatcher/dispatcher.js`)};
        Object.assign(Dispatcher.prototype, methods);
        export { default as Agent } from ${JSON.stringify(`${folder}/dispatcher/agent.js`)};
        export { default as ProxyAgent } from ${JSON.stringify(`${folder}/dispatcher/proxy-agent.js`)};
      `;
    },
  };
}

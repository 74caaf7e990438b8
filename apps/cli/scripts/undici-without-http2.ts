import type { Plugin } from 'rolldown';

const noHttp2 = '\0undici-no-http2.cjs';

/**
 * Bundles undici without HTTP/2, which is off: `node:http2` is what undici takes it for in a Node built without. To load it
 * would parse all certificate authorities, for plain http too.
 */
export function undiciWithoutHttp2(): Plugin {
  return {
    name: 'undici-without-http2',
    resolveId: (source, importer) => (source === 'node:http2' && /[\\/]undici[\\/]lib[\\/]/.test(importer ?? '') ? noHttp2 : undefined),
    load: (id) => (id === noHttp2 ? { code: 'module.exports = { constants: {} };', moduleType: 'js' } : undefined),
  };
}

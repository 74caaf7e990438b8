import { isBuiltin } from 'node:module';
import type { Plugin } from 'rolldown';

const prefix = '\0builtin/';
/** Asked for in passing by a package that does without it, and not installed. */
const optional = 'supports-color';

/**
 * Gives CommonJS code the modules of Node without a `require` of its own: to make one, each start would load `node:module`
 * and all that belongs to it.
 */
export function builtinsByName(): Plugin {
  return {
    name: 'builtins-by-name',
    resolveId(source, _importer, { kind }) {
      const isKnown = isBuiltin(source) || source === optional;
      return kind === 'require-call' && isKnown ? `${prefix}${source.replace(/^node:/, '')}.cjs` : undefined;
    },
    load(id) {
      if (!id.startsWith(prefix)) return undefined;
      const name = id.slice(prefix.length, -'.cjs'.length);
      return { code: name === optional ? 'module.exports = undefined;' : `module.exports = process.getBuiltinModule('node:${name}');`, moduleType: 'js' };
    },
  };
}

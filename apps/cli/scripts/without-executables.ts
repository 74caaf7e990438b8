import type { Plugin } from 'rolldown';

/**
 * Modules of Node that commander imports whole, mostly for commands that are programs of their own, of which there are
 * none here. To load them would take longer than all that `--help` does.
 */
const replacements: Readonly<Record<string, string>> = {
  'node:child_process': 'export default {};',
  'node:fs': 'export default {};',
  // The same object; the import would read all its members, and so open standard input.
  'node:process': 'export default globalThis.process;',
  // Needed for help texts only.
  'node:util': "export const stripVTControlCharacters = (text) => process.getBuiltinModule('node:util').stripVTControlCharacters(text);",
};
const prefix = '\0commander/';

/** Gives commander what it uses of Node, and no more. */
export function withoutExecutables(): Plugin {
  return {
    name: 'without-executables',
    resolveId(source, importer) {
      const isCommander = /[\\/]commander[\\/]lib[\\/]/.test(importer ?? '');
      return isCommander && Object.hasOwn(replacements, source) ? `${prefix}${source}` : undefined;
    },
    load(id) {
      return id.startsWith(prefix) ? replacements[id.slice(prefix.length)] : undefined;
    },
  };
}

import { defineConfig } from 'rolldown';
import { builtinsByName } from './scripts/builtins-by-name.ts';
import { licenceNotices } from './scripts/licence-notices.ts';
import { withoutExecutables } from './scripts/without-executables.ts';

/**
 * Few chunks on each command's path: `--help` and `--version` read the command line alone, `verify` no network code, and
 * undici, signing and the loopback servers load only where they are used.
 */
export default defineConfig({
  input: { ropewalk: 'src/ropewalk.ts' },
  platform: 'node',
  plugins: [withoutExecutables(), builtinsByName(), licenceNotices()],
  output: {
    dir: 'dist',
    format: 'esm',
    cleanDir: true,
    // Names stay: of errors, and in the stack traces of --debug.
    minify: { compress: { keepNames: { class: true, function: true } }, mangle: { keepNames: true }, codegen: true },
    chunkFileNames: '[name]-[hash].js',
    codeSplitting: {
      groups: [
        // Without the entry itself: it waits for the command, and the command imports what is here.
        { name: 'command-line', tags: ['$initial'], test: (id) => !/[\\/]src[\\/]ropewalk\.ts$/.test(id), priority: 3 },
        { name: 'distribution', test: /[\\/]packages[\\/](?:(?:core|encoding|packaging)[\\/]|distribution[\\/]dist[\\/]identify-distribution\.js$)/, priority: 2 },
        { name: 'verify', test: /[\\/]commands[\\/]verify[\\/]verify-command\.ts$/, priority: 1 },
      ],
    },
  },
});

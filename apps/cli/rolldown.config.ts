import { defineConfig } from 'rolldown';
import { builtinsByName } from './scripts/builtins-by-name.ts';
import { licenceNotices } from './scripts/licence-notices.ts';
import { undiciClients } from './scripts/undici-clients.ts';
import { withoutExecutables } from './scripts/without-executables.ts';

/**
 * Few chunks on each command's path: `--help` and `--version` read the command line alone, `verify` no network code, and
 * undici, signing and the loopback servers load only where they are used.
 */
export default defineConfig({
  input: { ropewalk: 'src/ropewalk.ts' },
  platform: 'node',
  plugins: [withoutExecutables(), undiciClients(), builtinsByName(), licenceNotices()],
  output: {
    dir: 'dist',
    format: 'esm',
    cleanDir: true,
    // Names stay: of errors, and in the stack traces of --debug.
    minify: { compress: { keepNames: { class: true, function: true } }, mangle: { keepNames: true }, codegen: true },
    chunkFileNames: '[name]-[hash].js',
    codeSplitting: {
      // A group takes along all that its modules import, whole packages for one function of theirs, but nothing of a group
      // before it.
      groups: [
        // Without the entry itself: it waits for the command, and the command imports what is here.
        { name: 'command-line', tags: ['$initial'], test: (id) => !/[\\/]src[\\/]ropewalk\.ts$/.test(id), priority: 4 },
        { name: 'distribution', test: inPackages('(?:core|encoding|packaging)/|distribution/dist/identify-distribution\\.js$|credentials/dist/home-folder\\.js$'), priority: 3 },
        // Starts other programs, which `verify` never does.
        { name: 'credentials', test: inPackages('credentials/'), priority: 2 },
        { name: 'verify', test: /[\\/]commands[\\/]verify[\\/]verify-command\.ts$/, priority: 1 },
        { name: 'upload', test: /[\\/]commands[\\/]upload[\\/]upload-command\.ts$/, priority: 0 },
      ],
    },
  },
});

function inPackages(pattern: string): RegExp {
  return new RegExp(`/packages/(?:${pattern})`.replaceAll('/', '[\\\\/]'));
}

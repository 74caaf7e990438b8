import { defineConfig, type RolldownOptions } from 'rolldown';
import { builtinsByName } from './scripts/builtins-by-name.ts';
import { licenceNotices } from './scripts/licence-notices.ts';
import { undiciWithoutHttp2 } from './scripts/undici-without-http2.ts';
import { withoutExecutables } from './scripts/without-executables.ts';

/**
 * Few chunks on each command's path: `--help` and `--version` read the command line alone, `verify` no network code, and
 * undici, signing and the loopback servers load only where they are used.
 */
const command: RolldownOptions = {
  input: { ropewalk: 'src/ropewalk.ts' },
  platform: 'node',
  plugins: [withoutExecutables(), undiciWithoutHttp2(), builtinsByName(), licenceNotices()],
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
};

/**
 * The program that loads the keyring module, in a process of its own: beside the chunk that starts it, under the name it has
 * in its package.
 */
const keyringProgram: RolldownOptions = {
  input: { 'native-keyring-child': '../../packages/credentials/dist/native-keyring-child.js' },
  platform: 'node',
  output: { dir: 'dist', format: 'esm', cleanDir: false, minify: true },
};

export default defineConfig([command, keyringProgram]);

function inPackages(pattern: string): RegExp {
  return new RegExp(`/packages/(?:${pattern})`.replaceAll('/', '[\\\\/]'));
}

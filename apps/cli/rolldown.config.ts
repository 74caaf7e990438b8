import { defineConfig } from 'rolldown';
import { licenceNotices } from './scripts/licence-notices.ts';

/**
 * One chunk per command path: `--help` and `--version` read the entry alone, `verify` no network code, and undici,
 * signing and the loopback servers load only where they are used.
 */
export default defineConfig({
  input: { ropewalk: 'src/ropewalk.ts' },
  platform: 'node',
  plugins: [licenceNotices()],
  output: { dir: 'dist', format: 'esm', cleanDir: true, minify: { compress: false, mangle: false, codegen: true }, chunkFileNames: '[name]-[hash].js' },
});

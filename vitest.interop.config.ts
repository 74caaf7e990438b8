import { defineConfig } from 'vitest/config';

/** The second tier: against other implementations, such as PyPI's own verifier. */
export default defineConfig({
  test: {
    include: ['**/*.interop.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    reporters: ['default', ['json', { outputFile: 'reports/interop.json' }]],
    testTimeout: 600_000, hookTimeout: 600_000,
  },
});

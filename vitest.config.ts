import { defineConfig } from 'vitest/config';

/** The first tier: fast, needs no network and no other implementation. */
export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    reporters: ['default', ['json', { outputFile: 'reports/test.json' }]],
    testTimeout: 30_000,
  },
});

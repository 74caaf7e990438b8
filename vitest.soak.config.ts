import { defineConfig } from 'vitest/config';

/** The third tier: long runs, kills, clean clones. */
export default defineConfig({
  test: {
    include: ['**/*.soak.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    reporters: ['default', ['json', { outputFile: 'reports/soak.json' }]],
    testTimeout: 3_600_000, hookTimeout: 3_600_000,
  },
});

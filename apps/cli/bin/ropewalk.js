#!/usr/bin/env node
import { existsSync } from 'node:fs';

const program = new URL('../dist/ropewalk.js', import.meta.url);
if (existsSync(program)) {
  await import(program.href);
} else {
  // Committed so that the package manager links it before the first build.
  console.error('ropewalk is not built yet: run npm test');
  process.exitCode = 3;
}

#!/usr/bin/env node
import { existsSync } from 'node:fs';

const oldestMajor = 22;
const program = new URL('../dist/ropewalk.js', import.meta.url);
if (Number.parseInt(process.versions.node, 10) < oldestMajor) {
  // The package manager only warns, and an older Node fails at some missing function in the middle of the work.
  console.error(`ropewalk needs Node ${oldestMajor} or newer, and this is ${process.versions.node}`);
  process.exitCode = 3;
} else if (existsSync(program)) {
  await import(program.href);
} else {
  // Committed so that the package manager links it before the first build.
  console.error('ropewalk is not built yet: run npm test');
  process.exitCode = 3;
}

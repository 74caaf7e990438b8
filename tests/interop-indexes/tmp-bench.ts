import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { writeFileSync, existsSync, readFileSync, openSync, writeSync, closeSync } from 'node:fs';
import { buildWheel } from './distributions.ts';
import { zipSync, strToU8 } from 'fflate';
import { randomBytes } from 'node:crypto';
const size = Number(process.argv[2] ?? 256);
const path = `/tmp/e/bench/big_demo-1.0-py3-none-any.whl`;
{
  const info='big_demo-1.0.dist-info';
  const pad = randomBytes(size*1024*1024);
  const z = zipSync({ [`${info}/METADATA`]: strToU8('Metadata-Version: 2.1\nName: big-demo\nVersion: 1.0\n'), [`${info}/WHEEL`]: strToU8('Wheel-Version: 1.0\n'), [`${info}/RECORD`]: strToU8(''), 'pad': [pad,{level:0}] });
  writeFileSync(path, z);
}
console.log('made');

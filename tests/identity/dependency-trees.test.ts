import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

test.each(['@ropewalk/oidc-github', '@ropewalk/oidc-gitlab', '@ropewalk/oidc-cloud-build'])(
  'installing %s brings no HTTP client, and nothing at all but the shared words',
  (name) => {
    const oidc = dirname(fileURLToPath(import.meta.resolve('@ropewalk/oidc')));
    const folder = dirname(dirname(createRequire(join(oidc, 'index.js')).resolve(name)));

    const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

    expect(Object.keys(dependencies ?? {})).toStrictEqual(['@ropewalk/core']);
  },
);

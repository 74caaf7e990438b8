// Writes src/shipped-data.ts from the seed that @sigstore/tuf ships. Run it after raising @sigstore/tuf:
//   node scripts/renew.ts 2026-11-05    (the day that version of @sigstore/tuf was published)
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, dirname } from 'node:path';

const issued = process.argv[2];
if (issued === undefined || Number.isNaN(Date.parse(issued))) throw new Error('Give the day @sigstore/tuf was published.');

const packageFile = createRequire(import.meta.url).resolve('@sigstore/tuf/package.json');
const seeds = JSON.parse(readFileSync(join(dirname(packageFile), 'seeds.json'), 'utf8'));
const { version: packageVersion } = JSON.parse(readFileSync(packageFile, 'utf8'));
const seed = seeds['https://tuf-repo-cdn.sigstore.dev'];
const tufRoot = Buffer.from(seed['root.json'], 'base64').toString('utf8');
const trustedRoot = JSON.parse(Buffer.from(seed.targets['trusted_root.json'], 'base64').toString('utf8'));

const literal = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
writeFileSync(
  new URL('../src/shipped-data.ts', import.meta.url),
  `// Made by scripts/renew.ts from @sigstore/tuf ${packageVersion}. Do not edit.

/** The trusted root of the Sigstore public-good instance, as JSON text. */
export const shippedTrustedRootJson: string =
  ${literal(JSON.stringify(trustedRoot))};

/** Version of the TUF root metadata it came with. */
export const shippedVersion = ${JSON.parse(tufRoot).signed.version};

/** When the package that carried it was published. */
export const shippedIssuedAt = '${new Date(issued).toISOString()}';
`,
);
writeFileSync(
  new URL('../src/update/tuf-root-data.ts', import.meta.url),
  `// Made by scripts/renew.ts from @sigstore/tuf ${packageVersion}. Do not edit.

/** The TUF root metadata of the Sigstore public-good instance: where every update starts from. */
export const shippedTufRootJson: string =
  ${literal(tufRoot)};
`,
);

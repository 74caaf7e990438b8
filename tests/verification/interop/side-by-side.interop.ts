import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isCodedError } from '@ropewalk/core';
import { publisherKinds as kinds } from '@ropewalk/oidc/publisher';
import { parseAttestation, parseProvenance, serializeAttestation } from '@ropewalk/pep740';
import { parseTrustedRoot, shippedTrustedRoot, type TrustedRoot } from '@ropewalk/trusted-root';
import { report } from '@ropewalk/verifier';
import { fixture, hasFixtures } from '@ropewalk-tests/fixtures';
import { preparePython } from '@ropewalk-tests/interop/python.ts';
import { describe, expect, test } from 'vitest';
import { forgeryCases, publisher, type Worlds } from '../forge/cases.ts';
import { forge, sample } from '../forge/forge.ts';
import { createWorld } from '../forge/world.ts';
import { pythonVerdicts, type PythonCase } from './python-verdicts.ts';

/** Why we refuse what PyPI's verifier accepts, by the code of our refusal. */
const stricter: Readonly<Record<string, string>> = {
  AUTHORITY_VALIDITY: "Python ignores the windows of the trusted root's authorities",
  LOG_KEY_VALIDITY: "Python ignores the windows of the trusted root's logs",
  CT_LOG_VALIDITY: "Python ignores the windows of the trusted root's certificate logs",
  SIGNED_TIME_FUTURE: 'Python does not compare the time of signing with the clock',
  CERTIFICATE_EXTENSIONS: "Python reads the new extensions only and does not compare them with the old ones",
  CERTIFICATE_MALFORMED: 'Python ignores what follows the text inside an extension',
  CERTIFICATE_KEY_TYPE: 'PEP 740 has P-256 alone',
  CHECKPOINT: 'Python ignores what stands between the signatures of a checkpoint, and how they are named',
  LOG_ENTRY_CONTENT: 'Python takes the last of two equal keys',
  STATEMENT_AMBIGUOUS: 'Python takes the last of two equal keys',
  PUBLISH_PREDICATE: 'Python does not look at the predicate',
  SLSA_BUILDER: 'Python does not compare SLSA provenance with the certificate',
  SLSA_SOURCE: 'Python does not compare SLSA provenance with the certificate',
  SLSA_COMMIT: 'Python does not compare SLSA provenance with the certificate',
};

interface Judged extends PythonCase {
  readonly name: string;
  readonly trustedRoot: TrustedRoot;
  readonly now?: () => Date;
}

const python = await preparePython();

describe.skipIf(python === undefined)('side by side with PyPI’s own verifier', () => {
  test('every forgery: whatever we accept it accepts, and where it accepts more, we say why', async () => {
    const cases = await forgeries();
    const rows = await judge(cases);

    show(rows);
    expect(rows.filter(({ ours, theirs }) => ours === 'verified' && theirs !== 'verified')).toEqual([]);
    const differing = rows.filter(({ ours, theirs }) => ours !== 'verified' && theirs === 'verified').map(({ ours }) => ours);
    expect([...new Set(differing)].toSorted()).toEqual(Object.keys(stricter).toSorted());
    expect(rows.filter(({ ours, theirs }) => ours !== 'verified' && theirs !== 'verified').length).toBeGreaterThan(40);
  });

  test.skipIf(!hasFixtures())('every published attestation: the same verdict, under its own and under every other publisher', async () => {
    const rows = await judge(published());

    show(rows);
    expect(rows.filter(({ ours }) => ours === 'verified').length).toBeGreaterThanOrEqual(4);
    expect(rows.filter(({ ours, theirs }) => (ours === 'verified') !== (theirs === 'verified'))).toEqual([]);
  });

  test.skipIf(!hasFixtures())('a real attestation altered in any way: nothing that it refuses is accepted here', async () => {
    const rows = await judge(mutations());

    expect(rows.length).toBeGreaterThan(60);
    expect(rows.filter(({ ours, theirs }) => ours === 'verified' && theirs !== 'verified')).toEqual([]);
  });
});

interface Row {
  readonly name: string;
  readonly ours: string;
  readonly theirs: string;
}

async function judge(cases: readonly Judged[]): Promise<readonly Row[]> {
  if (python === undefined) return [];
  const rows: Row[] = [];
  for (const root of new Set(cases.map(({ trustedRoot }) => trustedRoot))) {
    const own = cases.filter(({ trustedRoot }) => trustedRoot === root);
    const theirs = await pythonVerdicts(python, root.json, own);
    rows.push(...own.map((item, index) => ({ name: item.name, ours: ourVerdict(item), theirs: theirs[index] ?? '' })));
  }
  return rows;
}

function ourVerdict({ filename, sha256, attestation, publisher: expected, trustedRoot, now }: Judged): string {
  try {
    const outcome = report({
      distribution: { filename, sha256 },
      attestation: parseAttestation(attestation),
      publisher: expected as typeof publisher,
      kinds,
      trustedRoot,
      ...(now === undefined ? {} : { now }),
    });
    return outcome.verified ? 'verified' : (outcome.mismatches[0]?.code ?? 'refused');
  } catch (error) {
    if (isCodedError(error)) return error.code;
    throw error;
  }
}

async function forgeries(): Promise<readonly Judged[]> {
  const worlds: Worlds = { world: await createWorld(), other: await createWorld() };
  const cases: Judged[] = [{ ...sample, name: 'nothing wrong', attestation: serializeAttestation(await forge(worlds.world)), publisher, trustedRoot: worlds.world.trustedRoot }];
  for (const { name, forgery, trustedRoot, now } of forgeryCases) {
    const attestation = serializeAttestation(await forge(worlds.world, forgery(worlds)));
    cases.push({ ...sample, name, attestation, publisher, trustedRoot: trustedRoot?.(worlds) ?? worlds.world.trustedRoot, ...(now === undefined ? {} : { now }) });
  }
  return cases;
}

function published(): readonly Judged[] {
  const production = parseTrustedRoot(readFileSync(fixture('trust', 'production.trusted_root.json')), { source: 'production' });
  const publishers = [
    { kind: 'GitHub', repository: 'trailofbits/pypi-attestations', workflow: 'release.yml' },
    { kind: 'GitHub', repository: 'trailofbits/pypi-attestations', workflow: 'other.yml' },
    { kind: 'GitHub', repository: 'trailofbits/PyPI-attestations', workflow: 'release.yml' },
    { kind: 'GitLab', repository: 'facutuesca/gitlab-oidc-project', workflow_filepath: '.gitlab-ci.yml' },
    { kind: 'GitLab', repository: 'facutuesca/gitlab-oidc-project', workflow_filepath: 'ci.yml' },
    { kind: 'Google', email: '919436158236-compute@developer.gserviceaccount.com' },
  ];
  const files = ['pypi_attestations-0.0.19.tar.gz.publish', 'pypi_attestations-0.0.19.tar.gz.slsa', 'gitlab_oidc_project-0.0.3.tar.gz.publish'];
  const texts = files.map((name) => readFileSync(fixture('pypi', `${name}.attestation`), 'utf8'));
  const google = parseProvenance(readFileSync(fixture('pypi', 'gcb_attestation_test-0.0.0.tar.gz.provenance'))).attestation_bundles[0]?.attestations[0];
  if (google !== undefined) texts.push(serializeAttestation(google));
  return texts.flatMap((text) => {
    const { envelope } = JSON.parse(text) as { readonly envelope: { readonly statement: string } };
    const { subject } = JSON.parse(Buffer.from(envelope.statement, 'base64').toString('utf8')) as { readonly subject: readonly [{ readonly name: string; readonly digest: { readonly sha256: string } }] };
    const [{ name, digest }] = subject;
    return publishers.map((expected) => ({ name: `${name} as ${JSON.stringify(expected)}`, filename: name, sha256: digest.sha256, attestation: text, publisher: expected, trustedRoot: production }));
  });
}

/** A real attestation: each text with a character changed, each field renamed, each integer as a number, a key more in each object. */
function mutations(): readonly Judged[] {
  const filename = 'pypi_attestations-0.0.19.tar.gz';
  const text = JSON.stringify(JSON.parse(readFileSync(fixture('pypi', `${filename}.publish.attestation`), 'utf8')));
  const sha256 = createHash('sha256').update(readFileSync(fixture('pypi', filename))).digest('hex');
  const values = [...text.matchAll(/"([^"\\]{4,})"(?=[,}\]])/g)];
  const changed = values.flatMap(({ 1: value = '', index }) =>
    [0, Math.floor(value.length / 2), value.length - 1].map((at) => {
      const position = index + 1 + at;
      return `${text.slice(0, position)}${text[position] === 'A' ? 'B' : 'A'}${text.slice(position + 1)}`;
    }),
  );
  const keys = [...text.matchAll(/"([a-zA-Z_]+)":/g)].map(({ 0: key, index }) => `${text.slice(0, index)}"gone":${text.slice(index + key.length)}`);
  const numbers = [...text.matchAll(/"(\d+)"/g)].map(({ 0: quoted, 1: digits = '', index }) => `${text.slice(0, index)}${digits}${text.slice(index + quoted.length)}`);
  const unknown = [...text.matchAll(/\{(?=")/g)].map(({ index }) => `${text.slice(0, index + 1)}"note":null,${text.slice(index + 1)}`);
  return [...changed, ...keys, ...numbers, ...unknown].map((attestation, index) => ({
    name: `mutation ${index}`,
    filename,
    sha256,
    attestation,
    publisher: { kind: 'GitHub', repository: 'trailofbits/pypi-attestations', workflow: 'release.yml' },
    trustedRoot: shippedTrustedRoot(),
  }));
}

/** Prints both verdicts in one table; where they differ, with the reason. */
function show(rows: readonly Row[]): void {
  const lines = rows.map(({ name, ours, theirs }) => {
    const differs = (ours === 'verified') !== (theirs === 'verified');
    return `${name.slice(0, 70).padEnd(72)}${ours.padEnd(34)}${theirs.slice(0, 60).padEnd(62)}${differs ? `stricter: ${stricter[ours] ?? '?'}` : ''}`;
  });
  console.log(['case'.padEnd(72) + 'ropewalk'.padEnd(34) + 'pypi-attestations', ...lines].join('\n'));
}

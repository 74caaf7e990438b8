import { readFileSync } from 'node:fs';
import { fixture, hasFixtures } from '@ropewalk-tests/fixtures';
import type { DistributionSource } from '@ropewalk/distribution';
import { describe, expect, test } from 'vitest';
import { differencesBetween } from './compare.ts';
import { differences, differenceText } from './differences.ts';
import { rebuild } from './rebuild.ts';
import { recordOurs } from './record-ours.ts';
import { parseCapture, type RecordedRequest } from './recorded-request.ts';

interface Case {
  readonly capture: string;
  /** A file of the fixtures; without one it is built again from the captures, so that its bytes cannot be compared. */
  readonly file?: string;
  readonly attestations?: readonly string[];
}

const cases: readonly Case[] = [
  { capture: 'plain', file: 'pypi_attestations-0.0.19.tar.gz' },
  { capture: 'wheel-plain', file: 'rfc8785-0.1.2-py3-none-any.whl' },
  { capture: 'attest', file: 'pypi_attestations-0.0.19.tar.gz', attestations: ['publish'] },
  { capture: 'attest-two', file: 'pypi_attestations-0.0.19.tar.gz', attestations: ['publish', 'slsa'] },
  { capture: 'full_meta-2.4' },
  { capture: 'fullmeta-1.6' },
];

interface Compared {
  readonly ours: RecordedRequest;
  readonly twine: RecordedRequest;
  readonly uv: RecordedRequest;
}

async function compare({ capture, file, attestations = [] }: Case): Promise<Compared> {
  const [twine, uv] = ['twine', 'uv'].map((peer) => parseCapture(readFileSync(fixture('captures', `${peer}-${capture}.txt`), 'utf8')));
  if (twine === undefined || uv === undefined) throw new Error('No captures.');
  const source: DistributionSource = file === undefined ? rebuild(twine, uv) : fixture('pypi', file);
  const texts = attestations.map((kind) => readFileSync(fixture('pypi', `${file}.${kind}.attestation`), 'utf8').trim());
  return { ours: await recordOurs(source, texts), twine, uv };
}

describe.skipIf(!hasFixtures())('our request beside those of twine and uv', () => {
  test('differs in exactly the ways that are listed with their reasons', async () => {
    const found = new Set<string>();
    for (const one of cases) {
      const { ours, twine, uv } = await compare(one);
      const isRebuilt = one.file === undefined;
      for (const difference of [...differencesBetween('twine', ours, twine, isRebuilt), ...differencesBetween('uv', ours, uv, isRebuilt)]) found.add(difference);
    }

    expect([...found].sort()).toEqual(differences.filter(({ isLiveOnly }) => isLiveOnly !== true).map(differenceText).sort());
  });

  test('is for the same address, with the same credential, the file last and typed', async () => {
    const { ours, twine } = await compare({ capture: 'plain', file: 'pypi_attestations-0.0.19.tar.gz' });

    expect(ours.requestLine).toBe(twine.requestLine);
    expect(ours.headers.get('authorization')).toBe(twine.headers.get('authorization'));
    expect(ours.headers.get('user-agent')).not.toMatch(/twine/i);
    expect(ours.parts.at(-1)).toEqual(twine.parts.at(-1));
    expect(ours.parts.filter(({ filename }) => filename !== undefined)).toHaveLength(1);
  });

  test('carries the same attestations, in the order given', async () => {
    const { ours, twine, uv } = await compare({ capture: 'attest-two', file: 'pypi_attestations-0.0.19.tar.gz', attestations: ['publish', 'slsa'] });
    const attestationsIn = (request: RecordedRequest): unknown => JSON.parse(request.parts.find(({ name }) => name === 'attestations')?.value ?? '');
    const sorted = (value: unknown): readonly string[] => (Array.isArray(value) ? value : []).map(canonical).sort();

    expect(sorted(attestationsIn(ours))).toEqual(sorted(attestationsIn(twine)));
    expect(sorted(attestationsIn(ours))).toEqual(sorted(attestationsIn(uv)));
  });
});

/** The same text for the same JSON, whatever the order of its members. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? Object.fromEntries(Object.entries(inner).sort()) : inner,
  );
}

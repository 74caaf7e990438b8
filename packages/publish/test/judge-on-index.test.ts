import { describe, expect, test } from 'vitest';
import { createHttpClient } from '@ropewalk/http';
import type { IndexProject } from '@ropewalk/index-client';
import { createStatement, type Attestation } from '@ropewalk/pep740';
import { existenceOf } from '@ropewalk/uploader';
import { buildSdist } from '@ropewalk-tests/archives';
import { readDistribution } from '@ropewalk/distribution';
import { knownDestination } from '../src/destination.ts';
import { judgeAgainstIndex, judgeAttested } from '../src/judge-on-index.ts';
import type { ReleaseItem } from '../src/read-release.ts';
import type { Stop } from '../src/stop.ts';

const { filename, bytes } = buildSdist();
const distribution = await readDistribution({ filename, bytes });
const items: readonly ReleaseItem[] = [{ distribution, bytes }];
const existing: Stop['existing'] = { isKnown: false, reason: 'nobody asked' };

function stopAt(repositoryUrl: string, changes: Partial<Stop> = {}): Stop {
  const destination = knownDestination({ repositoryUrl }, createHttpClient(), undefined);
  return { standing: { destination, credential: undefined, identity: undefined, note: undefined }, plan: { sends: true }, existing, ...changes };
}

const pypi = stopAt('https://upload.pypi.org/legacy/');
const another = stopAt('https://index.example/legacy/');

function attestationOf(name: string, sha256: string): Attestation {
  const statement = Buffer.from(createStatement({ filename: name, sha256 })).toString('base64');
  return { version: 1, verification_material: { certificate: '', transparency_entries: [] }, envelope: { statement, signature: '' } };
}

async function codes(stop: Stop, attestations: readonly Attestation[], publisherKind: string | undefined): Promise<readonly string[]> {
  const gathered = { byFile: new Map([[filename, attestations]]), publisher: undefined };
  return (await judgeAttested(items, stop, gathered, { rules: undefined, publisherKind })).map(({ code }) => code);
}

describe('what was signed, before it is sent', () => {
  const good = attestationOf(filename, distribution.sha256);

  test('passes when it is about the file and the publisher is of a kind that the index takes', async () => {
    expect(await codes(pypi, [good], 'GitHub')).toEqual([]);
  });

  test('is refused when it is about another file', async () => {
    expect(await codes(pypi, [attestationOf('other-1.0.tar.gz', distribution.sha256)], 'GitHub')).toEqual(['ATTESTATION_SUBJECT']);
    expect(await codes(another, [attestationOf(filename, '0'.repeat(64))], 'GitHub')).toEqual(['ATTESTATION_SUBJECT']);
  });

  test('is refused by PyPI, and by no other index, for its number, for a missing publisher or one of another kind', async () => {
    expect(await codes(pypi, [good, good], 'GitHub')).toEqual(['ATTESTATION_SAME_TYPE']);
    expect(await codes(pypi, [good], undefined)).toEqual(['ATTESTATION_WITHOUT_PUBLISHER']);
    expect(await codes(pypi, [good], 'unknown')).toEqual(['ATTESTATION_PUBLISHER_KIND']);
    expect(await codes(another, [good, good], undefined)).toEqual([]);
  });

  test('is not asked about where none goes', async () => {
    expect(await codes({ ...pypi, plan: { sends: false, reason: 'a token was given' } }, [good, good], undefined)).toEqual([]);
  });
});

describe('what the index has already', () => {
  const page: IndexProject = { name: 'demo', url: new URL('https://pypi.org/simple/demo/'), status: 'archived', files: [] };
  const known = (sha256: string | undefined): Stop['existing'] => {
    const listed = sha256 === undefined ? undefined : { sha256, hasProvenance: undefined };
    const client = { simpleUrl: page.url } as Extract<Stop['existing'], { isKnown: true }>['client']; // Nothing is asked of it.
    return { isKnown: true, client, lookUp: async () => undefined, projectPage: async () => page, existences: [existenceOf(distribution, listed)], unreadable: new Map() };
  };

  test('stops a release where the project is archived', async () => {
    const findings = await judgeAgainstIndex(items, { ...pypi, existing: known(undefined) }, {});

    expect(findings.map(({ code }) => code)).toEqual(['INDEX_PROJECT_ARCHIVED']);
  });

  test('says nothing of a project whose page could not be read', async () => {
    const existing = { ...known(undefined), existences: [{ type: 'unknown' as const }] };

    expect(await judgeAgainstIndex(items, { ...pypi, existing }, {})).toEqual([]);
  });

  test('says nothing where everything is there', async () => {
    expect(await judgeAgainstIndex(items, { ...pypi, existing: known(distribution.sha256) }, {})).toEqual([]);
  });

  test('says nothing where the index cannot be asked', async () => {
    expect(await judgeAgainstIndex(items, pypi, {})).toEqual([]);
  });
});

import { readFileSync } from 'node:fs';
import { fixture, hasFixtures } from '@ropewalk-tests/fixtures';
import { inspectDistribution } from '@ropewalk/distribution';
import { CodedError } from '@ropewalk/core';
import { describe, expect, test } from 'vitest';
import { checkAttestations, type AttestationOptions, type AttestedFile } from '../src/check-attestations.ts';

describe.skipIf(!hasFixtures())('attestations of PyPI', async () => {
  const name = 'pypi_attestations-0.0.19.tar.gz';
  const distribution = await inspectDistribution(fixture('pypi', name));
  const other = await inspectDistribution(fixture('pypi', 'gitlab_oidc_project-0.0.3.tar.gz'));
  const publish = readFileSync(fixture('pypi', `${name}.publish.attestation`), 'utf8');
  const slsa = readFileSync(fixture('pypi', `${name}.slsa.attestation`), 'utf8');
  const codes = async (file: Partial<AttestedFile>, options: Partial<AttestationOptions> = {}): Promise<readonly string[]> =>
    (await checkAttestations([{ distribution, attestations: [publish, slsa], ...file }], { publisherKind: 'GitHub', ...options })).map(({ code }) => code);

  test('takes a publish and an SLSA attestation', async () => {
    expect(await codes({})).toEqual([]);
    expect(await codes({ attestations: undefined }, { publisherKind: undefined })).toEqual([]);
  });

  test('refuses none, too many and two of one type', async () => {
    expect(await codes({ attestations: [] })).toEqual(['ATTESTATION_EMPTY']);
    expect(await codes({ attestations: [publish, publish] })).toEqual(['ATTESTATION_SAME_TYPE']);
    expect(await codes({ attestations: [publish, slsa, publish] })).toEqual(['ATTESTATION_TOO_MANY', 'ATTESTATION_SAME_TYPE']);
  });

  test('refuses what is no attestation, or is about another file', async () => {
    expect(await codes({ attestations: ['{}'] })).toEqual(['ATTESTATION_MALFORMED']);
    expect(await codes({ distribution: other, attestations: [publish] })).toEqual(['ATTESTATION_SUBJECT', 'ATTESTATION_SUBJECT']);
  });

  test('refuses another predicate type', async () => {
    const parsed: { envelope: { statement: string } } = JSON.parse(publish);
    const statement = Buffer.from(parsed.envelope.statement, 'base64').toString().replace('publish/v1', 'publish/v2');
    parsed.envelope.statement = Buffer.from(statement).toString('base64');
    expect(await codes({ attestations: [JSON.stringify(parsed)] })).toEqual(['ATTESTATION_TYPE']);
  });

  test('asks who uploads', async () => {
    expect(await codes({}, { publisherKind: undefined })).toEqual(['ATTESTATION_WITHOUT_PUBLISHER']);
    expect(await codes({}, { publisherKind: 'ActiveState' })).toEqual(['ATTESTATION_PUBLISHER_KIND']);
  });

  test('tells what the verifier says', async () => {
    const verify = (): never => {
      throw new CodedError({ code: 'NOT_VERIFIED', message: 'Another workflow.', remedy: 'Use that one.' });
    };
    const findings = await checkAttestations([{ distribution, attestations: [publish] }], { publisherKind: 'GitHub', verify });
    expect(findings).toEqual([expect.objectContaining({ code: 'ATTESTATION_NOT_VERIFIED', message: 'The attestation does not verify: Another workflow.', remedy: 'Use that one.' })]);
  });
});

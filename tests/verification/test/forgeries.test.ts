import { isCodedError } from '@ropewalk/core';
import { publisherKinds as kinds } from '@ropewalk/oidc/publisher';
import { SLSA_PREDICATE_TYPE } from '@ropewalk/pep740';
import { report } from '@ropewalk/verifier';
import { beforeAll, describe, expect, test } from 'vitest';
import { forgeryCases, publisher, slsa, statementOf } from '../forge/cases.ts';
import { forge, sample } from '../forge/forge.ts';
import { libraryAccepts } from '../forge/library-verdict.ts';
import { createWorld, type World } from '../forge/world.ts';

let world: World;
let other: World;

beforeAll(async () => {
  world = await createWorld();
  other = await createWorld();
});

describe('a forged attestation with', () => {
  test.each(forgeryCases)('$name is refused: $code', async ({ code, forgery, trustedRoot, now, libraryAlone }) => {
    const forged = forgery({ world, other });
    const attestation = await forge(world, forged);
    const root = trustedRoot?.({ world, other }) ?? world.trustedRoot;

    const outcome = report({ distribution: sample, attestation, publisher, kinds, trustedRoot: root, ...(now === undefined ? {} : { now }) });

    expect(outcome.verified).toBe(false);
    expect(outcome.mismatches.map((mismatch) => mismatch.code)).toContain(code);
    const accepted = libraryAccepts(attestation, root.json, forged.payloadType === undefined ? {} : { payloadType: forged.payloadType });
    expect(accepted ? 'accepts' : 'refuses').toBe(libraryAlone);
  });

  test('nothing wrong with it verifies, so the forgeries above are refused for their one fault', async () => {
    const attestation = await forge(world);

    expect(report({ distribution: sample, attestation, publisher, kinds, trustedRoot: world.trustedRoot }).mismatches).toEqual([]);
    expect(libraryAccepts(attestation, world.trustedRootJson)).toBe(true);
  });

  test('SLSA provenance that agrees with the certificate verifies', async () => {
    const attestation = await forge(world, statementOf({ predicateType: SLSA_PREDICATE_TYPE, predicate: slsa({}) }));

    expect(report({ distribution: sample, attestation, publisher, kinds, trustedRoot: world.trustedRoot }).mismatches).toEqual([]);
  });

  test('a key twice in the attestation itself cannot even be read', async () => {
    const duplicated = forge(world, { attestation: (text) => text.replace('"version":1', '"version":1,"version":1') });

    await expect(duplicated).rejects.toSatisfy((error) => isCodedError(error) && error.code === 'ATTESTATION_AMBIGUOUS');
  });

  test('a payload type that the signer swapped after signing is refused as well', async () => {
    const attestation = await forge(world);

    expect(libraryAccepts(attestation, world.trustedRootJson, { payloadType: 'text/plain' })).toBe(false);
  });

  test('a second, foreign log entry is refused: every entry must be of this signature', async () => {
    const [first, second] = [await forge(world), await forge(world)];
    const both = {
      ...first,
      verification_material: {
        ...first.verification_material,
        transparency_entries: [...first.verification_material.transparency_entries, ...second.verification_material.transparency_entries],
      },
    };

    expect(report({ distribution: sample, attestation: both, publisher, kinds, trustedRoot: world.trustedRoot }).verified).toBe(false);
  });

  test('the same log entry twice is refused: it is one entry', async () => {
    const once = await forge(world);
    const entries = once.verification_material.transparency_entries;
    const twice = { ...once, verification_material: { ...once.verification_material, transparency_entries: [...entries, ...entries] } };

    expect(report({ distribution: sample, attestation: twice, publisher, kinds, trustedRoot: world.trustedRoot }).verified).toBe(false);
  });

  test('@sigstore/verify alone accepts far more than six of these', () => {
    expect(forgeryCases.filter(({ libraryAlone }) => libraryAlone === 'accepts').length).toBeGreaterThanOrEqual(6);
  });
});

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { publisherKinds as kinds } from '@ropewalk/oidc/publisher';
import { parseAttestation, serializeAttestation } from '@ropewalk/pep740';
import { report } from '@ropewalk/verifier';
import { expect, test } from 'vitest';
import { publisher } from '../forge/cases.ts';
import { forge, sample } from '../forge/forge.ts';
import { createWorld } from '../forge/world.ts';

const verifications = 100_000;

test('memory stays flat over 100,000 verifications of 200 certificates, genuine and altered', async () => {
  const world = await createWorld();
  const texts: string[] = [];
  for (let count = 0; count < 200; count += 1) texts.push(serializeAttestation(await forge(world)));
  const once = (index: number): boolean => {
    const text = texts[index % texts.length] ?? '';
    const altered = index % 3 === 0 ? text.replace('"integratedTime":"1', '"integratedTime":"2') : text;
    return report({ distribution: sample, attestation: parseAttestation(altered), publisher, kinds, trustedRoot: world.trustedRoot }).verified;
  };
  let verified = 0;
  for (let index = 0; index < 5000; index += 1) once(index);

  const before = usedBytes();
  for (let index = 0; index < verifications; index += 1) verified += once(index) ? 1 : 0;
  const grown = usedBytes() - before;

  expect(verified).toBe(verifications - Math.ceil(verifications / 3));
  expect(grown).toBeLessThan(5_000_000);
});

function usedBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}

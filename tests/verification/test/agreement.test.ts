import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { dsse, json } from '@sigstore/core';
import { publisherKinds as kinds } from '@ropewalk/oidc/publisher';
import { report } from '@ropewalk/verifier';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { publisher } from '../forge/cases.ts';
import { forge, preAuthEncoding, sample } from '../forge/forge.ts';
import { createWorld, type World } from '../forge/world.ts';

let world: World;

beforeAll(async () => {
  world = await createWorld();
});

describe('two implementations agree', () => {
  test('on the encoding of what is signed', () => {
    fc.assert(fc.property(fc.string(), fc.uint8Array(), (type, payload) => dsse.preAuthEncoding(type, Buffer.from(payload)).equals(preAuthEncoding(type, payload))));
  });

  test('on canonical JSON, as promises are signed over it', () => {
    const integer = fc.maxSafeNat();
    const value = fc.record({ body: fc.base64String(), integratedTime: integer, logID: fc.string(), logIndex: integer });
    fc.assert(fc.property(value, (promise) => json.canonicalize(promise) === canonical(promise)));
  });

  test('on the place of any entry in a tree of any size', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 40 }), fc.nat({ max: 40 }), async (before, after) => {
        for (let index = 0; index < before; index += 1) world.transparencyLog.append(Buffer.from(`before ${Math.random()}`));
        let logged = 0;
        const attestation = await forge(world, {
          entry: (entry) => {
            logged = entry.logIndex;
            for (let index = 0; index < after; index += 1) world.transparencyLog.append(Buffer.from(`after ${Math.random()}`));
            // The proof of the same entry in the tree as it is now.
            return world.transparencyLog.entryAt(entry.logIndex)?.entry ?? entry;
          },
        });
        const outcome = report({ distribution: sample, attestation, publisher, kinds, trustedRoot: world.trustedRoot });

        return outcome.evidence?.logEntry.logIndex === String(logged);
      }),
      { numRuns: 40 },
    );
  });
});

describe('a verification', () => {
  test('opens no socket', async () => {
    const attestation = await forge(world);
    let sockets = 0;
    const count = (): void => {
      sockets += 1;
    };

    subscribe('net.client.socket', count);
    const { verified } = report({ distribution: sample, attestation, publisher, kinds, trustedRoot: world.trustedRoot });
    unsubscribe('net.client.socket', count);

    expect(verified).toBe(true);
    expect(sockets).toBe(0);
  });
});

/** RFC 8785 for what a promise holds: objects of texts and integers. */
function canonical(value: object): string {
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${JSON.stringify(member)}`).join(',')}}`;
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseAttestation, parseStatement, statementBytes } from '@ropewalk/pep740';
import { programPath } from '@ropewalk-tests/command/ropewalk.ts';
import { startSigningWorld, type SigningWorld } from './world.ts';

const files = 30;
/** As many as are signed at once: what the log has taken and no file holds yet, when the process dies. */
const inFlight = 8;

test('50 kills at random moments: nothing half-written, and nothing signed twice but what was under way', async () => {
  let kills = 0;
  while (kills < 50) {
    const world = await startSigningWorld(files);
    world.sigstore.misbehave('rekor', { kind: 'slow', delayMs: 60 });
    let signedBefore = 0;
    for (let round = 0; round < 5; round += 1) {
      const logged = world.sigstore.requests().rekor;

      await signAndKill(world, Math.random() * 350);
      kills += 1;

      const signed = await countWhole(world);
      expect(world.sigstore.requests().rekor - logged).toBeLessThanOrEqual(signed - signedBefore + inFlight);
      signedBefore = signed;
    }
    const logged = world.sigstore.requests().rekor;

    expect(await world.sign()).toMatchObject({ status: 0 });

    expect(world.sigstore.requests().rekor - logged).toBe(files - signedBefore);
    expect(await world.verify()).toMatchObject({ status: 0, stdout: expect.stringContaining(`${files} of ${files} files verified`) as unknown });
    expect(await world.listing()).toHaveLength(2 * files);
    await world.close();
  }
});

/** Kills the process so many milliseconds after its certificate came. */
async function signAndKill(world: SigningWorld, milliseconds: number): Promise<void> {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [programPath, 'sign', ...world.files], { env: { PATH, HOME, ...world.jobEnv() }, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(child, 'exit');
  let hasBegun = false;
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (hasBegun || !text.includes('signing as')) return;
    hasBegun = true;
    setTimeout(() => child.kill('SIGKILL'), milliseconds);
  });
  await ended;
}

/** Every attestation there is whole. */
async function countWhole(world: SigningWorld): Promise<number> {
  const names = (await world.listing()).filter((name) => name.endsWith('.attestation'));
  for (const name of names) {
    const statement = parseStatement(statementBytes(parseAttestation(await readFile(join(world.folder, 'dist', name)))));
    expect(`${statement.subject.name}.publish.attestation`).toBe(name);
  }
  return names.length;
}

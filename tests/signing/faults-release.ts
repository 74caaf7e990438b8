import { expect } from 'vitest';
import type { FaultCase } from './faults.ts';
import { startSigningWorld, type SigningWorld } from './world.ts';

/** Signs a release of `count` files while a fault passes or can be put right. */
export async function signsAllTheSame({ service, fault, plan }: FaultCase, count: number): Promise<void> {
  await inWorld(count, async (world) => {
    world.sigstore.misbehave(service, fault, plan);

    expect(await world.sign()).toMatchObject({ status: 0 });

    expect(await world.verify()).toMatchObject({ status: 0, stdout: expect.stringContaining(`${count} of ${count} files verified`) as unknown });
    expect(await world.listing()).toHaveLength(2 * count);
  });
}

/**
 * Signs a release of `count` files into a fault that lasts: one error that names the service and what remains, nothing
 * half-written; when the fault is over, a second run signs what is missing and nothing else.
 */
export async function saysSoAndFinishesLater({ service, fault, plan, code }: FaultCase & { readonly code: string }, count: number): Promise<void> {
  await inWorld(count, async (world) => {
    world.sigstore.misbehave(service, fault, plan);
    const run = await world.sign(code === 'SIGNING_TIMEOUT' ? ['--signing-timeout', '5'] : []);
    const made = (await world.listing()).length - count;

    expect(run).toMatchObject({ status: 7 });
    expect(run.stderr.match(/^error: /gm)).toHaveLength(1);
    expect(run.stderr).toContain(`[${code}]`);
    expect(run.stderr).toContain(service === 'fulcio' ? `Fulcio at ${world.sigstore.fulcioUrl.host}` : `Rekor at ${world.sigstore.rekorUrl.host}`);
    expect(run.stderr).toContain(`Still missing: ${count - made} of ${count} attestations.`);
    expect(made).toBeGreaterThanOrEqual(plan?.after ?? 0);

    world.sigstore.behave();
    const before = world.sigstore.requests();
    expect(await world.sign()).toMatchObject({ status: 0 });
    expect(world.sigstore.requests()).toEqual({ fulcio: before.fulcio + 1, rekor: before.rekor + count - made });
    expect(await world.verify()).toMatchObject({ status: 0, stdout: expect.stringContaining(`${count} of ${count} files verified`) as unknown });
    expect(await world.listing()).toHaveLength(2 * count);
  });
}

async function inWorld(count: number, body: (world: SigningWorld) => Promise<void>): Promise<void> {
  const world = await startSigningWorld(count);
  try {
    await body(world);
  } finally {
    await world.close();
  }
}

import { publish } from '@ropewalk/publish';
import { openDestinations } from '../../delivery/destinations.ts';
import { audiencesOf, deliveryOptions, runDelivery } from '../../delivery/run-delivery.ts';
import { credentialPlaces } from '../../delivery/surroundings.ts';
import { tellPrograms } from '../../delivery/tell-programs.ts';
import { chooseIdentity } from '../../identity/choose-identity.ts';
import { onlyDistributions } from '../../only-distributions.ts';
import { requireFiles } from '../../require-files.ts';

/** `ropewalk publish FILES…`: check, sign, upload; as the CI job, or with a token and without attestations. */
export function publishCommand(named: readonly string[], options: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<number> {
  const told = { command: 'publish', options, signal } as const;
  return tellPrograms(told, async () => {
    await requireFiles(named);
    const places = credentialPlaces(options);
    const open = await openDestinations(options, places);
    try {
      const { provider, expectedPublishers } = await chooseIdentity(options, audiencesOf(options, open));
      const events = publish(onlyDistributions(named), { ...deliveryOptions(options, open, places), identity: provider, expectedPublishers, signal });
      return await runDelivery({ ...told, files: named, expectedPublishers, events });
    } finally {
      await open.close();
    }
  });
}

import { upload } from '@ropewalk/publish';
import { openDestinations } from '../../delivery/destinations.ts';
import { audiencesOf, deliveryOptions, runDelivery } from '../../delivery/run-delivery.ts';
import { credentialPlaces } from '../../delivery/surroundings.ts';
import { tellPrograms } from '../../delivery/tell-programs.ts';
import { chooseIdentity } from '../../identity/choose-identity.ts';
import { onlyDistributions } from '../../only-distributions.ts';
import { requireFiles } from '../../require-files.ts';

/** `ropewalk upload FILES…`: what was built, and perhaps signed, elsewhere. */
export function uploadCommand(named: readonly string[], options: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<number> {
  const told = { command: 'upload', options, signal } as const;
  return tellPrograms(told, async () => {
    await requireFiles(named);
    const places = credentialPlaces(options);
    const open = await openDestinations(options, places);
    try {
      const { provider, expectedPublishers } = await chooseIdentity(options, audiencesOf(options, open));
      const events = upload(onlyDistributions(named), { ...deliveryOptions(options, open, places), identity: provider, expectedPublishers, signal });
      return await runDelivery({ ...told, files: named, expectedPublishers, events });
    } finally {
      await open.close();
    }
  });
}

import { upload } from '@ropewalk/publish';
import { openDestinations } from '../../delivery/destinations.ts';
import { audiencesOf, deliveryOptions, runDelivery } from '../../delivery/run-delivery.ts';
import { credentialPlaces } from '../../delivery/surroundings.ts';
import { chooseIdentity } from '../../identity/choose-identity.ts';
import { onlyDistributions } from '../../only-distributions.ts';
import { requireFiles } from '../../require-files.ts';

/** `ropewalk upload FILES…`: what was built, and perhaps signed, elsewhere. */
export async function uploadCommand(files: readonly string[], options: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<number> {
  await requireFiles(files);
  const places = credentialPlaces(options);
  const open = await openDestinations(options, places);
  try {
    const { provider, expectedPublishers } = await chooseIdentity(options, audiencesOf(options, open));
    const events = upload(onlyDistributions(files), { ...deliveryOptions(options, open, places), identity: provider, expectedPublishers, signal });
    return await runDelivery({ command: 'upload', files, options, expectedPublishers, events, signal });
  } finally {
    await open.close();
  }
}

import { publish } from '@ropewalk/publish';
import { openDestinations } from '../../delivery/destinations.ts';
import { audiencesOf, deliveryOptions, runDelivery } from '../../delivery/run-delivery.ts';
import { credentialPlaces } from '../../delivery/surroundings.ts';
import { chooseIdentity } from '../../identity/choose-identity.ts';
import { onlyDistributions } from '../../only-distributions.ts';
import { requireFiles } from '../../require-files.ts';

/** `ropewalk publish FILES…`: check, sign, upload; as the CI job, or with a token and without attestations. */
export async function publishCommand(named: readonly string[], options: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<number> {
  const files = onlyDistributions(named);
  await requireFiles(files);
  const places = credentialPlaces(options);
  const open = await openDestinations(options, places);
  try {
    const { provider, expectedPublishers } = await chooseIdentity(options, audiencesOf(options, open));
    const events = publish(files, { ...deliveryOptions(options, open, places), identity: provider, expectedPublishers, signal });
    return await runDelivery({ command: 'publish', files: named, options, expectedPublishers, events, signal });
  } finally {
    await open.close();
  }
}

import type { publish } from '@ropewalk/publish';
import { chooseIdentity } from '../identity/choose-identity.ts';
import { onlyDistributions } from '../only-distributions.ts';
import { requireFiles } from '../require-files.ts';
import { openDestinations } from './destinations.ts';
import { audiencesOf, deliveryOptions, runDelivery, type Delivery } from './run-delivery.ts';
import { credentialPlaces } from './surroundings.ts';
import { tellPrograms } from './tell-programs.ts';

/** A command line of `publish` or `upload`; `files` as they were named. */
export type DeliveryCommand = Pick<Delivery, 'command' | 'files' | 'options' | 'signal'>;

/**
 * Runs `publish` or `upload` from the command line to the exit status.
 *
 * @param deliver - The function of the library: all in which the two differ.
 */
export function deliverFiles(line: DeliveryCommand, deliver: typeof publish): Promise<number> {
  const { files, options, signal } = line;
  return tellPrograms(line, async () => {
    await requireFiles(files);
    const places = credentialPlaces(options);
    const open = await openDestinations(options, places);
    try {
      const { provider, expectedPublishers } = await chooseIdentity(options, audiencesOf(options, open));
      const events = deliver(onlyDistributions(files), { ...deliveryOptions(options, open, places), identity: provider, expectedPublishers, signal });
      return await runDelivery({ ...line, expectedPublishers, events });
    } finally {
      await open.close();
    }
  });
}

import { publish } from '@ropewalk/publish';
import { deliverFiles } from '../../delivery/deliver-files.ts';

/** `ropewalk publish FILES…`: check, sign, upload; as the CI job, or with a token and without attestations. */
export function publishCommand(files: readonly string[], options: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<number> {
  return deliverFiles({ command: 'publish', files, options, signal }, publish);
}

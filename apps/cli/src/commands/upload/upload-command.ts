import { upload } from '@ropewalk/publish';
import { deliverFiles } from '../../delivery/deliver-files.ts';

/** `ropewalk upload FILES…`: what was built, and perhaps signed, elsewhere. */
export function uploadCommand(files: readonly string[], options: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<number> {
  return deliverFiles({ command: 'upload', files, options, signal }, upload);
}

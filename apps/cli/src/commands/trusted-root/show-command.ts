import { exitCodes } from '../../exit-codes.ts';
import { processConsole as console } from '../../output/console.ts';
import { jsonText } from '../../output/json-text.ts';
import { chooseTrustedRoot } from '../../trust/choose-trusted-root.ts';
import { showTrustedRoot } from './show-trusted-root.ts';
import { trustedRootAsData } from './trusted-root-as-data.ts';

/** `ropewalk trusted-root show` */
export async function showCommand(options: Readonly<Record<string, unknown>>): Promise<number> {
  const trustedRoot = await chooseTrustedRoot(options);
  if (options['json'] === true) console.data(jsonText({ schema: 'urn:ropewalk:schema:trusted-root:1', ...trustedRootAsData(trustedRoot) }));
  else showTrustedRoot(trustedRoot);
  return exitCodes.ok;
}

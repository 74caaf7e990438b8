import { exitCodes } from '../../exit-codes.ts';
import { processConsole as console } from '../../output/console.ts';
import { writeNew } from '../../output/write-new.ts';
import { textOption } from '../../text-option.ts';
import { rootText } from '../../trust/root-text.ts';
import { chooseTrustedRoot } from '../../trust/choose-trusted-root.ts';

/** `ropewalk trusted-root export` */
export async function exportCommand(options: Readonly<Record<string, unknown>>): Promise<number> {
  const text = rootText(await chooseTrustedRoot(options));
  const output = textOption(options, 'output');
  if (output === undefined) console.data(text);
  else await writeNew(output, text);
  return exitCodes.ok;
}

import type { SigningOptions, SigstoreOptions } from '@ropewalk/publish';
import { CommandError } from '../command-error.ts';
import { newestRoot } from '../trust/newest-root.ts';
import { listOption, textOption } from '../text-option.ts';

/** The library's options, of the command's. @throws {@link CommandError} `USAGE_OPTION` */
export function signingOptions(options: Readonly<Record<string, unknown>>): SigningOptions & SigstoreOptions {
  const texts: Record<string, string> = {};
  for (const [name, option] of Object.entries({ fulcioUrl: 'fulcioUrl', rekorUrl: 'rekorUrl', trustedRootFile: 'trustedRoot', signingConfigFile: 'signingConfig' })) {
    const value = textOption(options, option);
    if (value !== undefined) texts[name] = value;
  }
  return {
    ...texts,
    publicGoodRoot: () => newestRoot(process.env),
    staging: options['staging'] === true,
    slsa: options['slsa'] === true,
    fromBundles: listOption(options, 'fromBundle'),
    allowPublicLog: options['allowPublicLog'] === true,
    ...timeout(textOption(options, 'signingTimeout')),
  };
}

function timeout(text: string | undefined): Pick<SigningOptions, 'signingTimeoutMs'> {
  if (text === undefined) return {};
  if (/^[1-9]\d{0,4}$/.test(text)) return { signingTimeoutMs: Number(text) * 1000 };
  throw new CommandError({ code: 'USAGE_OPTION', message: '--signing-timeout takes a whole number of seconds.', remedy: 'Write, say, --signing-timeout 300.' });
}

import { CommandError } from '../command-error.ts';
import { textOption } from '../text-option.ts';

/** The address of another TUF repository, with a `/` at its end. @throws {@link CommandError} `USAGE_OPTION` */
export function tufUrl(options: Readonly<Record<string, unknown>>): URL | undefined {
  const text = textOption(options, 'tufUrl');
  if (text === undefined) return undefined;
  const url = URL.parse(text.endsWith('/') ? text : `${text}/`);
  if (url !== null && /^https?:$/.test(url.protocol)) return url;
  throw new CommandError({ code: 'USAGE_OPTION', message: '--tuf-url is not a web address.', remedy: 'Write it as in --tuf-url https://tuf.example.org/.' });
}

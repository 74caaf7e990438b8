import { readTrustedRoot, requireMaxAge, type TrustedRoot } from '@ropewalk/trusted-root';
import { CommandError } from '../command-error.ts';
import { textOption } from '../text-option.ts';
import { newestRoot } from './newest-root.ts';

const dayMs = 24 * 60 * 60 * 1000;

/**
 * The trusted root to verify under: the file that the operator names, else the newest root of Sigstore's public good
 * instance that was ever verified here. Opens no connection.
 *
 * @throws `TrustedRootError`; {@link CommandError} `USAGE_OPTION`
 */
export async function chooseTrustedRoot(options: Readonly<Record<string, unknown>>, env: Readonly<Record<string, string | undefined>> = process.env): Promise<TrustedRoot> {
  const maxAgeDays = daysOption(textOption(options, 'maxRootAge'));
  const trustedRoot = await readChosen(options, env);
  if (maxAgeDays !== undefined) requireMaxAge(trustedRoot, { maxAgeMs: maxAgeDays * dayMs, now: new Date() });
  return trustedRoot;
}

async function readChosen(options: Readonly<Record<string, unknown>>, env: Readonly<Record<string, string | undefined>>): Promise<TrustedRoot> {
  const path = textOption(options, 'trustedRoot') ?? (env['ROPEWALK_TRUSTED_ROOT'] || undefined);
  return path === undefined ? newestRoot(env) : readTrustedRoot(path);
}

function daysOption(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const days = /^(\d{1,5})d?$/.exec(text)?.[1];
  if (days !== undefined) return Number(days);
  throw new CommandError({ code: 'USAGE_OPTION', message: `--max-root-age takes a number of days, not ${text}.`, remedy: 'Write it as in --max-root-age 30.' });
}

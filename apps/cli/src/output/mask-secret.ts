import { fstatSync } from 'node:fs';

/**
 * Lets GitHub Actions replace every secret that is obtained with `***` in the job's log. The command that does so holds
 * the secret itself: it goes to standard error only, and not if that is a file or a person's terminal.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#masking-a-value-in-a-log
 */
export function maskingOptions(env: Readonly<Record<string, string | undefined>> = process.env): { readonly maskSecret?: (secret: string) => void } {
  if (env['GITHUB_ACTIONS'] !== 'true' || process.stderr.isTTY || isFile(2)) return {};
  return { maskSecret: (secret) => void process.stderr.write(`::add-mask::${secret}\n`) };
}

function isFile(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isFile();
  } catch {
    return true;
  }
}

import { CommandError } from '../../../command-error.ts';
import type { IndexChoice } from '../verify-request.ts';
import type { RemoteTarget } from './remote-subjects.ts';

/** Where the indexes that everybody knows keep their files. */
const fileHosts: ReadonlyMap<string, string> = new Map([
  ['files.pythonhosted.org', 'https://pypi.org/simple/'],
  ['test-files.pythonhosted.org', 'https://test.pypi.org/simple/'],
]);

/**
 * The one index that may be asked about a target: the one the operator named, and no other; without one, PyPI for what
 * is named as being there.
 *
 * @throws {@link CommandError} `USAGE_OPTION`
 */
export function indexUrlFor(target: RemoteTarget, { url }: IndexChoice): URL {
  if (target.text.startsWith('pypi:') && url !== undefined) {
    throw usage(`${target.text} names PyPI, and --index-url another index.`, 'Name the file as NAME==VERSION/FILE, or leave --index-url out.');
  }
  if (url !== undefined) return url;
  if (target.type !== 'url') return new URL('https://pypi.org/simple/');
  const known = fileHosts.get(target.url.host);
  if (known !== undefined && target.url.protocol === 'https:') return new URL(known);
  throw usage(`${target.url.host} is not known as part of an index.`, 'Give the address of the simple API that lists the file with --index-url.');
}

function usage(message: string, remedy: string): CommandError {
  return new CommandError({ code: 'USAGE_OPTION', message, remedy });
}

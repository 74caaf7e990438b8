/** One of the indexes that every tool knows by name. */
export interface WellKnownIndex {
  readonly name: 'pypi' | 'testpypi';
  readonly uploadUrl: string;
  readonly simpleUrl: string;
  /** Hosts that are this index. */
  readonly hosts: readonly string[];
  /** How its API tokens name it. */
  readonly tokenLocation: string;
}

/** PyPI and TestPyPI. */
export const wellKnownIndexes: readonly WellKnownIndex[] = [
  {
    name: 'pypi',
    uploadUrl: 'https://upload.pypi.org/legacy/',
    simpleUrl: 'https://pypi.org/simple/',
    hosts: ['upload.pypi.org', 'pypi.org', 'www.pypi.org', 'pypi.python.org', 'upload.pypi.python.org'],
    tokenLocation: 'pypi.org',
  },
  {
    name: 'testpypi',
    uploadUrl: 'https://test.pypi.org/legacy/',
    simpleUrl: 'https://test.pypi.org/simple/',
    hosts: ['test.pypi.org', 'testpypi.python.org'],
    tokenLocation: 'test.pypi.org',
  },
];

/** The well-known index that a URL belongs to. */
export function wellKnownIndexOf(url: URL): WellKnownIndex | undefined {
  const host = url.hostname.toLowerCase().replace(/\.$/, '');
  return wellKnownIndexes.find((index) => index.hosts.includes(host));
}

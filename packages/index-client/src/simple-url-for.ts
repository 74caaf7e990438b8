interface UploadAddress {
  /** Whose form it is. */
  readonly index: string;
  /** Matches the host and path of the upload URL. */
  readonly pattern: RegExp;
  /** The simple API, in terms of the pattern's groups. */
  readonly simple: string;
}

/** How indexes spell the address of their upload and of their simple API, as their documentation has it. */
const uploadAddresses: readonly UploadAddress[] = [
  { index: 'PyPI', pattern: /^upload\.pypi\.org\/legacy\/?$/, simple: 'pypi.org/simple/' },
  { index: 'TestPyPI', pattern: /^test\.pypi\.org\/legacy\/?$/, simple: 'test.pypi.org/simple/' },
  { index: 'GitLab', pattern: /^(.+\/api\/v4\/(?:projects|groups)\/[^/]+\/(?:-\/)?packages\/pypi)\/?$/, simple: '$1/simple/' },
  { index: 'Artifactory', pattern: /^(.+\/api\/pypi\/[^/]+)\/?$/, simple: '$1/simple/' },
  { index: 'Nexus', pattern: /^(.+\/repository\/[^/]+)\/?$/, simple: '$1/simple/' },
  { index: 'Artifact Registry', pattern: /^([a-z0-9-]+-python\.pkg\.dev\/[^/]+\/[^/]+)\/?$/, simple: '$1/simple/' },
  { index: 'CodeArtifact', pattern: /^([^/]+\.codeartifact\.[^/]+\.amazonaws\.com\/pypi\/[^/]+)\/?$/, simple: '$1/simple/' },
  { index: 'Azure Artifacts', pattern: /^(.+\/_packaging\/[^/]+\/pypi)\/upload\/?$/, simple: '$1/simple/' },
  { index: 'Gitea and Forgejo', pattern: /^(.+\/api\/packages\/[^/]+\/pypi)\/?$/, simple: '$1/simple/' },
  { index: 'Cloudsmith', pattern: /^python\.cloudsmith\.io\/([^/]+)\/([^/]+)\/?$/, simple: 'dl.cloudsmith.io/basic/$1/$2/python/simple/' },
  { index: 'Gemfury', pattern: /^push\.fury\.io\/([^/]+)\/?$/, simple: 'pypi.fury.io/$1/' },
  // Warehouse wherever it runs, and what copies its addresses.
  { index: 'Warehouse', pattern: /^(.*)\/legacy\/?$/, simple: '$1/simple/' },
];

/**
 * The simple API that belongs to an upload URL, where the URL's form shows it.
 *
 * @returns `undefined` when it does not: then the operator has to say, or `discoverSimpleUrl` to look.
 */
export function simpleUrlFor(uploadUrl: URL): URL | undefined {
  const place = `${uploadUrl.host}${uploadUrl.pathname}`;
  const address = uploadAddresses.find(({ pattern }) => pattern.test(place));
  if (address === undefined) return undefined;
  return new URL(`${uploadUrl.protocol}//${place.replace(address.pattern, address.simple)}`);
}

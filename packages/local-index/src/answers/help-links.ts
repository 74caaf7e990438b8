/** Where PyPI's texts send people. The anchors are part of the texts that clients recognise. */
export function helpLink(anchor: string): string {
  return `https://pypi.org/help/#${anchor}`;
}

/** A page of PyPI's user documentation. */
export function documentationLink(path: string): string {
  return `https://docs.pypi.org${path}`;
}

export const coreMetadataLink = 'https://packaging.python.org/specifications/core-metadata';

export const localVersionLink =
  'https://packaging.python.org/en/latest/specifications/version-specifiers/#local-version-identifiers';

/** How one kind of index says that it has the file already. */
export interface VendorAnswer {
  /** The index's name. */
  readonly index: string;
  readonly status: number;
  /** Found in the index's words. `undefined`: whatever it says. */
  readonly text?: RegExp;
  /**
   * `identical`: it compared, and the content is the same. `differs`: it compared, and the content is another.
   * `exists`: it did not compare.
   */
  readonly meaning: 'identical' | 'differs' | 'exists';
  /** Where this was seen. */
  readonly source: string;
}

/**
 * What indexes answer to a file whose name they have, the more telling first. Texts change: hence the simple API is
 * asked first, and these decide only where it cannot be.
 */
export const vendorAnswers: readonly VendorAnswer[] = [
  // An identical file gets 200 from PyPI, so this text means other content (or the same under another name).
  { index: 'PyPI', status: 400, text: /^file already exists/i, meaning: 'differs', source: 'warehouse/forklift/legacy.py, 2026-08' },
  { index: 'devpi', status: 200, text: /upload of identical file to non.volatile index/i, meaning: 'identical', source: 'devpi-server 6.20.3' },
  { index: 'devpi', status: 409, text: /already exists in non.volatile index/i, meaning: 'differs', source: 'devpi-server 6.20.3' },
  { index: 'pypiserver', status: 409, text: /package .* already exists/i, meaning: 'exists', source: 'pypiserver 2.4.2' },
  // What it answers to a User-Agent with "twine" in it.
  { index: 'pypiserver', status: 400, text: /package .* already exists/i, meaning: 'exists', source: 'pypiserver 2.4.2' },
  { index: 'Azure Artifacts', status: 409, text: /already contains file/i, meaning: 'exists', source: 'https://github.com/Azure/azure-sdk-for-python/issues/9286' },
  { index: 'Nexus', status: 400, text: /updating assets?\b/i, meaning: 'exists', source: 'https://github.com/pypa/twine/issues/681' },
  { index: 'Nexus', status: 400, text: /\bcannot be updated\b/i, meaning: 'exists', source: 'https://github.com/sonatype/nexus-public/issues/696' },
  { index: 'Artifactory', status: 403, text: /overwrite (?:all )?artifacts?\b/i, meaning: 'exists', source: 'https://github.com/pypa/twine/issues/1251' },
  // Set up to hide what a user may not touch.
  { index: 'Artifactory', status: 404, text: /could not locate artifact/i, meaning: 'exists', source: 'https://github.com/pypa/twine/issues/918' },
  { index: 'GitLab', status: 400, text: /file name has already been taken/i, meaning: 'exists', source: 'https://github.com/pypa/twine/issues/697' },
  { index: 'Artifact Registry', status: 400, text: /requested entity already exists/i, meaning: 'exists', source: 'https://github.com/pypa/twine/issues/816' },
  // CodeArtifact, Gitea and others let the status speak.
  { index: 'any other', status: 409, meaning: 'exists', source: 'https://github.com/go-gitea/gitea/pull/27480' },
];

/** Finds what an answer says about a file that is there already; `undefined` when it speaks of something else. */
export function vendorAnswerOf(status: number, said: string): VendorAnswer | undefined {
  if (isOtherConflict(status, said)) return undefined;
  return vendorAnswers.find((answer) => answer.status === status && (answer.text === undefined || answer.text.test(said)));
}

// PyPI's 409 at the creation of a project is about its name, not about a file.
function isOtherConflict(status: number, said: string): boolean {
  return status === 409 && /\bproject\b/i.test(said) && !/already (?:exists|contains)/i.test(said);
}

/** One way in which our request is not the request of a peer, on purpose. */
export interface Difference {
  readonly peer: 'twine' | 'uv';
  /** `header …` or the name of a field. */
  readonly what: string;
  /** `ours`: only we send it. `theirs`: only they do. `other`: both, but not the same. */
  readonly how: 'ours' | 'theirs' | 'other';
  readonly why: string;
  /** No distribution of the captures shows it; the interop suite, which records the peers anew, does. */
  readonly isLiveOnly?: boolean;
}

/** Every difference there is, with its reason. A difference that is not listed, and a listed one that is gone, fail the test. */
export const differences: readonly Difference[] = [
  { peer: 'twine', what: 'header user-agent', how: 'other', why: 'We say who we are; pypiserver treats everything with "twine" in it in its own way.' },
  { peer: 'uv', what: 'header user-agent', how: 'other', why: 'We say who we are, and nothing about the machine.' },
  { peer: 'twine', what: 'header accept', how: 'other', why: 'PyPI and devpi explain refusals in JSON to those who ask for it.' },
  { peer: 'twine', what: 'header accept-encoding', how: 'theirs', why: 'Answers to uploads are short; packing them brings nothing.' },
  { peer: 'uv', what: 'header accept-encoding', how: 'theirs', why: 'As above.' },
  { peer: 'uv', what: 'header connection', how: 'ours', why: 'The client library writes out what is the default of HTTP/1.1.' },

  { peer: 'twine', what: 'blake2_256_digest', how: 'theirs', why: 'PyPI wants one digest and computes the others itself; BLAKE2b in JavaScript takes ten times as long as SHA-256.' },
  { peer: 'uv', what: 'blake2_256_digest', how: 'theirs', why: 'As above.' },
  { peer: 'twine', what: 'license', how: 'other', why: 'A value that begins on its second line: Python 3.11 keeps the line break before it, newer Pythons drop it, and so do we.' },
  { peer: 'twine', what: 'requires_python', how: 'ours', why: 'Sent even when it is empty: GitLab refuses a form without it. uv does the same.', isLiveOnly: true },
  { peer: 'twine', what: 'name', how: 'other', why: 'We send the name as the metadata has it, and PyPI shows the spelling that is sent; twine replaces underscores.', isLiveOnly: true },
  { peer: 'twine', what: 'import_name', how: 'ours', why: 'Metadata 2.5, under the name that PyPI maps; twine does not know it yet.' },
  { peer: 'twine', what: 'import_namespace', how: 'ours', why: 'As above.' },
  { peer: 'uv', what: 'import_name', how: 'ours', why: 'As above.' },
  { peer: 'uv', what: 'import_namespace', how: 'ours', why: 'As above.' },
  { peer: 'uv', what: 'import_names', how: 'theirs', why: 'PyPI does not map the plural and drops it.' },
  { peer: 'uv', what: 'import_namespaces', how: 'theirs', why: 'As above.' },
  { peer: 'uv', what: 'supported_platform', how: 'ours', why: 'uv leaves this field out.' },
  { peer: 'uv', what: 'keywords', how: 'other', why: 'Joined by comma and blank, as twine does; uv sends the text of the metadata.' },
  { peer: 'uv', what: 'license', how: 'other', why: 'We keep the line breaks, as twine does; uv collapses them.' },
  { peer: 'uv', what: 'license_file', how: 'theirs', why: 'With metadata before 2.4 the field does not exist; PyPI would refuse it. twine leaves it out too.' },
  { peer: 'twine', what: 'attestations', how: 'other', why: 'We send the text of the file as it is; twine writes the JSON anew. The test compares what it means.' },
  { peer: 'uv', what: 'attestations', how: 'other', why: 'As above.' },
  { peer: 'uv', what: 'content', how: 'other', why: 'We type the file as twine does: PyPI refuses a part whose type is empty.' },
];

/** A difference in one line, without its reason. */
export function differenceText({ peer, what, how }: Pick<Difference, 'peer' | 'what' | 'how'>): string {
  return `${peer}: ${what}: ${how}`;
}

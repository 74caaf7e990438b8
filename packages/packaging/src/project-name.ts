const pattern = /^(?:[a-z0-9]|[a-z0-9][a-z0-9._-]*[a-z0-9])$/i;

/**
 * Normalises a project's name: lower case, every run of `-`, `_` and `.` one `-`. Two names that normalise to the same
 * are the same project. Also normalises what is not a valid name ({@link isValidName}).
 *
 * @see https://peps.python.org/pep-0503/#normalized-names
 */
export function normalizeName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/** Tells whether a name is one that core metadata allows: ASCII letters, digits, `.`, `_`, `-`, the ends alphanumeric. */
export function isValidName(name: string): boolean {
  return pattern.test(name);
}

/** Finds the common path of names given one by one, as Python's `os.path.commonpath` does on POSIX. */
export interface CommonPath {
  add(name: string): void;
  /** The path; empty when there is none. */
  readonly path: string;
  /** Absolute and relative names came together, which Python refuses to compare. */
  readonly isMixed: boolean;
}

/** Begins with no name. */
export function createCommonPath(): CommonPath {
  let common: readonly string[] | undefined;
  let isAbsolute: boolean | undefined;
  let isMixed = false;
  return {
    add(name) {
      const absolute = name.startsWith('/');
      if (isAbsolute !== undefined && isAbsolute !== absolute) isMixed = true;
      isAbsolute ??= absolute;
      const parts = name.split('/').filter((part) => part !== '' && part !== '.');
      if (common === undefined) common = parts;
      else common = common.slice(0, sharedLength(common, parts));
    },
    get path() {
      return common === undefined ? '' : `${isAbsolute === true ? '/' : ''}${common.join('/')}`;
    },
    get isMixed() {
      return isMixed;
    },
  };
}

function sharedLength(a: readonly string[], b: readonly string[]): number {
  const end = a.findIndex((part, index) => part !== b[index]);
  return end === -1 ? a.length : end;
}

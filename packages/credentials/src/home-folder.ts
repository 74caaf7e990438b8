import { homedir, userInfo } from 'node:os';
import { isAbsolute } from 'node:path';

/**
 * The user's home folder. One that is empty or relative, as containers and daemons have it, would be the folder the command
 * runs in, whose files decide nothing here; then the one of the system's user is meant.
 *
 * @returns `undefined` when the user has none.
 */
export function homeFolder(): string | undefined {
  return absolute(homedir) ?? absolute(() => userInfo().homedir);
}

function absolute(find: () => string): string | undefined {
  try {
    const folder = find();
    return isAbsolute(folder) ? folder : undefined;
  } catch {
    // A user without an entry in the system's list.
    return undefined;
  }
}

import { isValidName, normalizeName } from '@ropewalk/packaging';
import { helpLink } from '../answers/help-links.ts';
import { pythonRepr } from '../answers/python-repr.ts';
import { badRequest, forbidden, Refusal } from '../answers/refusal.ts';
import type { World } from '../world.ts';

/** Why no project of this name may be created, as PyPI says it; `undefined` when it may. */
export function newProjectRefusal(world: World, name: string): Refusal | undefined {
  if (world.flags.newProjectsDisabled) {
    return forbidden(`New project registration temporarily disabled. See ${helpLink('admin-intervention')} for more information.`);
  }
  const see = `See ${helpLink('project-name')} for more information.`;
  const quoted = pythonRepr(name);
  if (!isValidName(name)) return badRequest(`The name ${quoted} is invalid.`);
  if (standardLibraryNames.has(normalizeName(name))) {
    return badRequest(`The name ${quoted} isn't allowed (conflict with Python Standard Library module name). ${see}`);
  }
  if (world.store.project(name) !== undefined) return new Refusal(409, `The name ${quoted} conflicts with an existing project. ${see}`);
  if (world.options.prohibitedNames.some((prohibited) => normalizeName(prohibited) === normalizeName(name))) {
    return badRequest(`The name ${quoted} isn't allowed. ${see}`);
  }
  const looks = ultranormalize(name);
  const similar = [...world.store.projects.values()].some((project) => ultranormalize(project.name) === looks);
  return similar ? badRequest(`The name ${quoted} is too similar to an existing project. ${see}`) : undefined;
}

/** Names that look alike become equal: separators dropped, l, i and 1, o and 0 the same. */
function ultranormalize(name: string): string {
  return name.toLowerCase().replace(/[._-]/g, '').replace(/[li]/g, '1').replace(/o/g, '0');
}

/** Some of the names of Python's own modules: enough to meet this refusal in a rehearsal, not PyPI's whole list. */
const standardLibraryNames: ReadonlySet<string> = new Set(
  ('abc argparse array ast asyncio base64 binascii bisect builtins bz2 calendar code codecs collections configparser contextlib copy csv ' +
    'ctypes dataclasses datetime decimal difflib dis email enum errno fractions functools gc getpass glob graphlib gzip hashlib heapq hmac ' +
    'html http imaplib importlib inspect io ipaddress itertools json keyword linecache locale logging lzma math mimetypes mmap multiprocessing ' +
    'netrc numbers operator os pathlib pdb pickle pkgutil platform plistlib pprint profile queue random re readline reprlib runpy sched secrets ' +
    'select selectors shelve shlex shutil signal site smtplib socket socketserver sqlite3 ssl stat statistics string struct subprocess symtable ' +
    'sys sysconfig syslog tarfile tempfile textwrap threading time timeit tkinter token tokenize tomllib trace traceback tracemalloc turtle ' +
    'types typing unicodedata unittest urllib uuid venv warnings wave weakref webbrowser winreg wsgiref xml xmlrpc zipapp zipfile zipimport zlib zoneinfo')
    .split(' '),
);

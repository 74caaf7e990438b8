import { quote, stripSpace } from '@ropewalk/packaging';
import type { MemberText } from '@ropewalk/distribution';

/**
 * Looks for what makes PyPI refuse an `entry_points.txt`: Python's `configparser` with `=` as only delimiter, keys in
 * their case, nothing twice; then the names of scripts.
 *
 * @returns What is wrong, to follow "entry_points.txt: "; `undefined` when nothing is.
 * @see warehouse/utils/wheel.py, 2026-08
 */
export function findEntryPointsFault({ text, isUtf8 }: MemberText): string | undefined {
  if (!isUtf8) return 'it is not UTF-8';
  const sections = new Map<string, Set<string>>();
  const state: State = { section: undefined, sectionName: '', hasOption: false, indentation: 0 };
  // Python's text lines end at "\n" only; a "\r" before it is stripped as space.
  for (const [index, line] of text.split('\n').entries()) {
    const fault = readLine(line, state, sections);
    if (fault !== undefined) return `line ${index + 1}: ${fault}`;
  }
  return findScriptFault(sections);
}

interface State {
  section: Set<string> | undefined;
  sectionName: string;
  /** An option came in this section, so that deeper lines continue its value. */
  hasOption: boolean;
  indentation: number;
}

function readLine(line: string, state: State, sections: Map<string, Set<string>>): string | undefined {
  const value = stripSpace(line);
  // A comment or an empty line within a value does not end it.
  if (value === '' || value.startsWith('#') || value.startsWith(';')) return undefined;
  const indentation = line.search(/\S/);
  if (state.section !== undefined && state.hasOption && indentation > state.indentation) return undefined;
  state.indentation = indentation;
  const header = /^\[(.+)\]/.exec(value)?.[1];
  if (header !== undefined) {
    if (header !== 'DEFAULT' && sections.has(header)) return `the section ${quote(header)} is there twice`;
    state.section = sections.get(header) ?? new Set();
    state.sectionName = header;
    state.hasOption = false;
    sections.set(header, state.section);
    return undefined;
  }
  if (state.section === undefined) return `${quote(value)} comes before any [section]`;
  const equals = value.indexOf('=');
  const key = stripSpace(value.slice(0, Math.max(equals, 0)));
  if (equals === -1) return `${quote(value)} has no "="`;
  if (key === '') return `${quote(value)} has no name before "="`;
  if (state.section.has(key)) return `${quote(key)} is there twice in [${state.sectionName}]`;
  state.section.add(key);
  state.hasOption = true;
  return undefined;
}

function findScriptFault(sections: ReadonlyMap<string, ReadonlySet<string>>): string | undefined {
  for (const name of ['console_scripts', 'gui_scripts']) {
    const section = sections.get(name);
    if (section === undefined) continue;
    const wrong = [...section, ...(sections.get('DEFAULT') ?? [])].find((key) => !/^[\p{L}\p{N}_.-]+$/u.test(key));
    if (wrong !== undefined) return `${quote(wrong)} in [${name}] is not a name for a command`;
  }
  return undefined;
}

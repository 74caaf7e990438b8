/** The sections of a file in the form of Python's `configparser`, each with its options in lower case. */
export type ConfigSections = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** A line that is not of this form. The line's text is not kept: it may hold a secret. */
export interface ConfigProblem {
  readonly line: number;
  readonly reason: string;
}

/**
 * Reads text as Python's `RawConfigParser` does by default: `=` or `:`, comment lines beginning with `#` or `;` and no
 * comments behind values, values that go on in deeper indented lines, option names without regard to case, a
 * `DEFAULT` section that all others inherit from, nothing twice.
 *
 * @see https://docs.python.org/3/library/configparser.html
 */
export function parseConfig(text: string): ConfigSections | ConfigProblem {
  const sections = new Map<string, Map<string, string[]>>();
  let section: Map<string, string[]> | undefined;
  let value: string[] | undefined;
  let indent = 0;

  for (const [index, line] of text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/).entries()) {
    const content = line.trim();
    if (/^[#;]/.test(content)) continue;
    if (content === '') {
      value?.push('');
      continue;
    }
    const lineIndent = line.length - line.trimStart().length;
    if (value !== undefined && lineIndent > indent) {
      value.push(content);
      continue;
    }
    indent = lineIndent;
    const header = /^\[(.+)\]/.exec(content)?.[1];
    if (header !== undefined) {
      if (sections.has(header) && header !== 'DEFAULT') return { line: index + 1, reason: 'a section is there twice' };
      section = sections.get(header) ?? new Map<string, string[]>();
      sections.set(header, section);
      value = undefined;
      continue;
    }
    if (section === undefined) return { line: index + 1, reason: 'there is something before the first section' };
    const [, name = '', first = ''] = /^(.*?)\s*[=:]\s*(.*)$/.exec(content) ?? [];
    const option = name.toLowerCase();
    if (option === '') return { line: index + 1, reason: 'there is neither = nor :' };
    if (section.has(option)) return { line: index + 1, reason: 'an option is there twice' };
    value = [first];
    section.set(option, value);
  }
  return withDefaults(sections);
}

function withDefaults(sections: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>): ConfigSections {
  const defaults = [...(sections.get('DEFAULT') ?? [])];
  const complete = new Map<string, ReadonlyMap<string, string>>();
  for (const [name, options] of sections) {
    if (name === 'DEFAULT') continue;
    complete.set(name, new Map([...defaults, ...options].map(([option, lines]) => [option, lines.join('\n').trimEnd()])));
  }
  return complete;
}

const specials = '()<>@,:;."[]';
const space = ' \t\r\n';

/**
 * Picks the address out of a header as PyPI does, with Python's strict `email.utils.parseaddr`: one address is found, of
 * several or of what cannot be read none is.
 *
 * @returns The address, `''` when there is none to judge. A single word without "@" counts as an address.
 */
export function firstAddress(header: string): string {
  if (!hasBalancedComments(header)) return '';
  const addresses = createParser(header).all();
  // Python's parser gives up on it as well, and the index with it; what is returned is no address either.
  if (addresses === 'too-deep') return `${header.slice(0, 60)}…(`;
  const [first] = addresses;
  return addresses.length !== 1 || first === undefined || first.includes('[') ? '' : first;
}

function hasBalancedComments(header: string): boolean {
  const unquoted = withoutQuoted(header);
  let depth = 0;
  for (const [character] of unescaped(unquoted)) {
    if (character === '(') depth += 1;
    else if (character === ')' && --depth < 0) return false;
  }
  return depth === 0;
}

/** Takes out what stands between quotes, and the quotes. */
function withoutQuoted(header: string): string {
  const quotes = [...unescaped(header)].filter(([character]) => character === '"').map(([, index]) => index);
  let rest = '';
  let from = 0;
  for (let pair = 0; pair + 1 < quotes.length; pair += 2) {
    rest += header.slice(from, quotes[pair]);
    from = (quotes[pair + 1] ?? 0) + 1;
  }
  return rest + header.slice(from);
}

function* unescaped(text: string): Generator<readonly [character: string, index: number]> {
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === '\\') index += 1;
    else yield [text[index] ?? '', index];
  }
}

interface Parser {
  all(): readonly string[] | 'too-deep';
}

/** Comments in comments, groups in groups. */
const maxDepth = 400;

/** Python's own tolerant reading of RFC 2822, bend by bend. */
function createParser(text: string): Parser {
  let at = 0;
  let depth = 0;
  const isTooDeep = (): boolean => depth > maxDepth;
  const here = (): string => text[at] ?? '';
  const isAtEnd = (): boolean => at >= text.length;
  const isOneOf = (characters: string): boolean => !isAtEnd() && characters.includes(here());

  const delimited = (end: string, mayNest: boolean): string => {
    let content = '';
    at += 1;
    depth += 1;
    while (!isAtEnd() && !isTooDeep()) {
      const character = here();
      if (end.includes(character)) {
        at += 1;
        break;
      }
      if (mayNest && character === '(') {
        content += delimited(')\r', true);
        continue;
      }
      if (character === '\\') {
        at += 1;
        if (isAtEnd()) break;
      }
      content += here();
      at += 1;
    }
    if (!isTooDeep()) depth -= 1;
    return content;
  };
  const skip = (): string => {
    let blanks = '';
    while (!isAtEnd() && !isTooDeep()) {
      if (isOneOf(space)) {
        if (isOneOf(' \t')) blanks += here();
        at += 1;
      } else if (here() === '(') delimited(')\r', true);
      else break;
    }
    return blanks;
  };
  const atom = (ends: string): string => {
    const from = at;
    while (!isAtEnd() && !isOneOf(ends)) at += 1;
    return text.slice(from, at);
  };
  const phrases = (): readonly string[] => {
    const found: string[] = [];
    const ends = specials.replace('.', '') + space;
    while (!isAtEnd()) {
      if (isOneOf(space)) at += 1;
      else if (here() === '"') found.push(delimited('"\r', false));
      else if (here() === '(') delimited(')\r', true);
      else if (isOneOf(ends)) break;
      else found.push(atom(ends));
    }
    return found;
  };
  const domain = (): string => {
    let found = '';
    while (!isAtEnd()) {
      if (isOneOf(' \t')) at += 1;
      else if (here() === '(') delimited(')\r', true);
      else if (here() === '[') found += `[${delimited(']\r', false)}]`;
      else if (here() === '.') {
        found += '.';
        at += 1;
      } else if (here() === '@') return '';
      else if (isOneOf(specials + space)) break;
      else found += atom(specials + space);
    }
    return found;
  };
  const addressSpec = (): string => {
    const parts: string[] = [];
    const dropBlank = (): void => {
      if (parts.at(-1)?.trim() === '') parts.pop();
    };
    skip();
    while (!isAtEnd()) {
      let keepsBlanks = true;
      if (here() === '.') {
        dropBlank();
        parts.push('.');
        at += 1;
        keepsBlanks = false;
      } else if (here() === '"') parts.push(`"${delimited('"\r', false).replace(/["\\]/g, '\\$&')}"`);
      else if (isOneOf(specials + space)) {
        dropBlank();
        break;
      } else parts.push(atom(specials + space));
      const blanks = skip();
      if (keepsBlanks && blanks !== '') parts.push(blanks);
    }
    if (here() !== '@') return parts.join('');
    at += 1;
    skip();
    const host = domain();
    return host === '' ? '' : `${parts.join('')}@${host}`;
  };
  const route = (): string => {
    at += 1;
    skip();
    let isRoute = false;
    while (!isAtEnd()) {
      if (isRoute) {
        domain();
        isRoute = false;
      } else if (here() === '>') {
        at += 1;
        return '';
      } else if (here() === '@') {
        at += 1;
        isRoute = true;
      } else if (here() === ':') at += 1;
      else {
        const found = addressSpec();
        at += 1;
        return found;
      }
      skip();
    }
    return '';
  };
  const group = (): readonly string[] => {
    const found: string[] = [];
    at += 1;
    depth += 1;
    while (!isAtEnd() && !isTooDeep()) {
      skip();
      if (here() === ';') {
        at += 1;
        break;
      }
      found.push(...next());
    }
    if (!isTooDeep()) depth -= 1;
    return found;
  };
  const bare = (words: readonly string[]): readonly string[] => (words[0] === undefined ? [] : [words[0]]);
  const addressAt = (): readonly string[] => {
    skip();
    const start = at;
    const words = phrases();
    skip();
    if (isAtEnd()) return bare(words);
    if (isOneOf('.@')) {
      at = start;
      return [addressSpec()];
    }
    if (here() === ':') return group();
    if (here() === '<') return [route()];
    if (words.length === 0 && isOneOf(specials)) at += 1;
    return bare(words);
  };
  const next = (): readonly string[] => {
    const found = addressAt();
    skip();
    if (here() === ',') at += 1;
    return found;
  };

  return {
    all() {
      const found: string[] = [];
      while (!isAtEnd() && !isTooDeep()) {
        const some = next();
        found.push(...(some.length === 0 ? [''] : some));
      }
      return isTooDeep() ? 'too-deep' : found;
    },
  };
}

/** A start tag, an end tag (`/a`), or the text between two of them. */
export type HtmlPiece =
  | { readonly type: 'tag'; readonly name: string; readonly attributes: ReadonlyMap<string, string> }
  | { readonly type: 'text'; readonly text: string };

/** Cuts HTML into tags and texts in one pass. Enough for pages of links: no scripts, no tree. */
export function* htmlPieces(html: string): Generator<HtmlPiece> {
  let position = 0;
  while (position < html.length) {
    const open = html.indexOf('<', position);
    if (open > position || open < 0) {
      yield { type: 'text', text: decodeEntities(html.slice(position, open < 0 ? html.length : open)) };
    }
    if (open < 0) return;
    if (html.startsWith('<!--', open)) {
      const end = html.indexOf('-->', open + 4);
      if (end < 0) return;
      position = end + 3;
      continue;
    }
    const close = tagEnd(html, open);
    if (close < 0) return;
    const tag = parseTag(html.slice(open + 1, close));
    if (tag !== undefined) yield tag;
    position = close + 1;
  }
}

// A `>` inside a quoted attribute does not end the tag.
function tagEnd(html: string, open: number): number {
  let quote = '';
  let isAfterEquals = false;
  for (let index = open + 1; index < html.length; index += 1) {
    const character = html[index] ?? '';
    if (quote !== '') {
      if (character === quote) quote = '';
      continue;
    }
    if (character === '>') return index;
    if (isAfterEquals && (character === '"' || character === "'")) quote = character;
    if (character.trim() !== '') isAfterEquals = character === '=';
  }
  return -1;
}

function parseTag(inside: string): HtmlPiece | undefined {
  const name = /^\/?[a-z][^\s/>]*/i.exec(inside)?.[0].toLowerCase();
  if (name === undefined) return undefined;
  const attributes = new Map<string, string>();
  for (const match of inside.slice(name.length).matchAll(/([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>][^\s>]*)))?/g)) {
    const attribute = (match[1] ?? '').toLowerCase();
    if (!attributes.has(attribute)) attributes.set(attribute, decodeEntities(match[2] ?? match[3] ?? match[4] ?? ''));
  }
  return { type: 'tag', name, attributes };
}

const namedEntities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return namedEntities[name.toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : whole;
  });
}

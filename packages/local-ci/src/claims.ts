/** Claims of a token by their real names. A claim that is `undefined` is left out. */
export type Claims = Readonly<Record<string, unknown>>;

/** Puts what was asked for over what is usual. */
export function overridden(usual: Claims, asked: Claims): Claims {
  return Object.fromEntries(Object.entries({ ...usual, ...asked }).filter(([, value]) => value !== undefined));
}

/** One claim as text: what was asked for, if that is text, else `usual`. */
export function textOf(asked: Claims, name: string, usual: string): string {
  const value = asked[name];
  return typeof value === 'string' ? value : usual;
}

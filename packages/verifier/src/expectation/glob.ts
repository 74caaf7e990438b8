/** Whether a git ref matches: exact, but `*` stands for anything without `/`, `**` for anything, `?` for one character. */
export function matchesGlob(glob: string, text: string): boolean {
  const pattern = glob
    .split(/(\*\*|\*|\?)/)
    .map((part) => wildcards.get(part) ?? part.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`))
    .join('');
  return new RegExp(`^${pattern}$`, 's').test(text);
}

const wildcards = new Map([
  ['**', '.*'],
  ['*', '[^/]*'],
  ['?', '[^/]'],
]);

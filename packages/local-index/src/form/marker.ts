/**
 * Tells whether `text` is an environment marker (PEP 508): `python_version < "3.11" and extra == 'test'`.
 * Only its form is looked at.
 */
export function isMarker(text: string): boolean {
  const tokens = tokensOf(text.trim());
  return tokens !== undefined && readAlternatives(tokens, 0) === tokens.length;
}

/** `undefined` when something is no token. */
function tokensOf(text: string): readonly string[] | undefined {
  const pattern = /('[^']*'|"[^"]*"|[()]|===|[~=!<>]=|[<>]|[a-z][a-z_.]*)\s*/y;
  const tokens: string[] = [];
  while (pattern.lastIndex < text.length) {
    const token = pattern.exec(text)?.[1];
    if (token === undefined) return undefined;
    tokens.push(token);
  }
  return tokens;
}

const variables: ReadonlySet<string> = new Set([
  'python_version',
  'python_full_version',
  'os_name',
  'os.name',
  'sys_platform',
  'sys.platform',
  'platform_release',
  'platform_system',
  'platform_version',
  'platform.version',
  'platform_machine',
  'platform.machine',
  'platform_python_implementation',
  'platform.python_implementation',
  'python_implementation',
  'implementation_name',
  'implementation_version',
  'extra',
  'extras',
  'dependency_groups',
]);

/** Each reader answers the position behind what it read, or -1. */
function readAlternatives(tokens: readonly string[], start: number): number {
  let position = readOperand(tokens, start);
  while (position >= 0 && (tokens[position] === 'and' || tokens[position] === 'or')) position = readOperand(tokens, position + 1);
  return position;
}

function readOperand(tokens: readonly string[], start: number): number {
  if (tokens[start] === '(') {
    const end = readAlternatives(tokens, start + 1);
    return end >= 0 && tokens[end] === ')' ? end + 1 : -1;
  }
  const operatorLength = tokens[start + 1] === 'not' && tokens[start + 2] === 'in' ? 2 : 1;
  const operator = tokens[start + 1] ?? '';
  const isOperator = operatorLength === 2 || operator === 'in' || /^[~=!<>]/.test(operator);
  const end = start + 1 + operatorLength;
  return isOperator && isValue(tokens[start]) && isValue(tokens[end]) ? end + 1 : -1;
}

function isValue(token: string | undefined): boolean {
  return token !== undefined && (/^['"]/.test(token) || variables.has(token));
}

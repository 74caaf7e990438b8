import type { RefusalExplanation } from './explain-refusal.ts';

/** What of an explanation is written. */
export interface RefusalDescriptionOptions {
  /** Whether an index refused or would: what it looks up and where to register is left out otherwise. Default `true`. */
  readonly isIndexConcerned?: boolean;
  /** Whether the link to the index's settings is shown: not for an identity that was not meant to publish. Default `true`. */
  readonly isRegistrationAdvised?: boolean;
}

/**
 * Writes an explanation as lines of text for a person: the values looked up, beside the claims they come from; what
 * differs; what can be done.
 */
export function describeRefusal(explanation: RefusalExplanation, options: RefusalDescriptionOptions = {}): readonly string[] {
  const { isIndexConcerned = true, isRegistrationAdvised = true } = options;
  const told = [...differenceLines(explanation), ...problemLines(explanation)];
  if (!isIndexConcerned) return told;
  return [...lookedUpLines(explanation), ...told, ...(isRegistrationAdvised ? settingsLines(explanation) : [])];
}

function lookedUpLines({ lookedUp, issuer }: RefusalExplanation): readonly string[] {
  if (lookedUp.length === 0) return [`The token was issued by ${plain(issuer) || 'nobody'}, of whom nothing more is known here.`];
  const rows = lookedUp.map(({ name, claim, value }) => [name, value === undefined ? '(none)' : plain(value), `claim ${claim}`]);
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return [
    `The index looks for a publisher with exactly these values (issuer ${plain(issuer)}):`,
    ...rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`),
  ];
}

function differenceLines({ differences }: RefusalExplanation): readonly string[] {
  return differences.map(({ subject, expected, actual, hint }) => {
    const found = actual === undefined ? 'the token does not say' : `the token says ${plain(actual)}`;
    return `Differs from the expected publisher: ${subject}: expected ${plain(expected)}, ${found}.${hint === undefined ? '' : ` ${hint}`}`;
  });
}

function problemLines({ problems }: RefusalExplanation): readonly string[] {
  return problems.flatMap(({ message, remedy }) => [plain(message), `  ${plain(remedy)}`]);
}

function settingsLines({ settingsUrl }: RefusalExplanation): readonly string[] {
  return settingsUrl === undefined ? [] : ['Add or correct the publisher here (the form is filled in):', `  ${settingsUrl.href}`];
}

/** Claims come from outside: nothing a terminal would act on. */
function plain(text: string): string {
  return text.replaceAll(/\p{C}/gu, '\u{FFFD}').slice(0, 500);
}

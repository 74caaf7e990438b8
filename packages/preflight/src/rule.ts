/** Whether a finding stops a release. `error`: the index refuses the file. `warning`: it takes it, but readers suffer. */
export type Severity = 'error' | 'warning';

/** Whose rule it is: PyPI's own, or one that holds everywhere because a standard or every reader has it. */
export type RuleScope = 'pypi' | 'standard';

/** One rule, as data. */
export interface Rule<Code extends string = string> {
  /** Stable name, `UPPER_SNAKE_CASE`. */
  readonly code: Code;
  readonly severity: Severity;
  readonly scope: RuleScope;
  /** What it demands, in one sentence. */
  readonly title: string;
  /** What to do when it is broken, as an order. */
  readonly remedy: string;
  /** Where it comes from: a PEP or specification, or a file of PyPI's with the month it was read. */
  readonly source: string;
}

/** One breach of a rule, before the rule's own facts are added to it. */
export interface Violation {
  readonly code: RuleCode;
  /** What was seen, in one sentence, with the offending value quoted. */
  readonly message: string;
  /** Instead of the rule's remedy, when something more exact can be said. */
  readonly remedy?: string;
}

/** The code of a rule, see `rules`. */
export type RuleCode = string;

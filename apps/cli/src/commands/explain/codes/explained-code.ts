/** A code that the command prints, what it means, and what to do. */
export type ExplainedCode = readonly [code: string, meaning: string, remedy: string];

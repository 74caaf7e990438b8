/** What the program and its commands share. */
export interface ProgramContext {
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Sets the exit status of a command that ends without an error. */
  ends(status: number): void;
}

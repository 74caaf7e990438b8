/** Asks a person. Both answer `undefined` when nothing was entered. */
export interface CredentialPrompt {
  text(question: string): Promise<string | undefined>;
  /** Without showing what is typed. */
  secret(question: string): Promise<string | undefined>;
}

/** What decides whether a person can be asked. */
export interface PromptSurroundings {
  readonly stdin: { readonly isTTY?: boolean };
  readonly stderr: { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Tells whether there is a person to ask: both ends are a terminal, and this is no CI. */
export function mayPrompt({ stdin, stderr, env }: PromptSurroundings): boolean {
  const ci = env['CI']?.toLowerCase();
  const isCi = ci !== undefined && ci !== '' && ci !== '0' && ci !== 'false';
  return stdin.isTTY === true && stderr.isTTY === true && !isCi;
}

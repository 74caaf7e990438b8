/** How patiently the small questions before an exchange are asked: their answers are a line of JSON. */
export const smallQuestion: { readonly timeoutMs: number; readonly retries: number } = { timeoutMs: 10_000, retries: 1 };

import { plainText } from '@ropewalk/http';
import * as v from 'valibot';
import { refusalAdvice } from './refusal-advice.ts';

/** One reason an index gives for refusing an identity token. */
export interface Refusal {
  /** As the index names it, e.g. `invalid-publisher`. */
  readonly code: string;
  /** In the index's words. */
  readonly description: string;
  /** What to do about it. */
  readonly advice: string;
}

const errorsSchema = v.object({ errors: v.pipe(v.array(v.object({ code: v.string(), description: v.string() })), v.minLength(1)) });
const problemSchema = v.pipe(
  v.object({ type: v.optional(v.string()), code: v.optional(v.string()), title: v.optional(v.string()), detail: v.optional(v.string()) }),
  v.check(({ title, detail }) => title !== undefined || detail !== undefined),
);

/**
 * Reads a refusal in either form: PyPI's `errors`, or problem details (RFC 9457) as PEP 807 has them.
 *
 * @param secrets - Taken out of the index's words, should it repeat them.
 * @returns `undefined` when it is neither.
 */
export function parseRefusals(body: unknown, secrets: readonly string[]): readonly Refusal[] | undefined {
  const { success, output } = v.safeParse(errorsSchema, body);
  if (success) return output.errors.slice(0, 20).map(({ code, description }) => refusal(code, description, secrets));
  const problem = v.safeParse(problemSchema, body);
  if (!problem.success) return undefined;
  const { type, code, title, detail } = problem.output;
  return [refusal(code ?? problemCode(type), [title, detail].filter((text) => text !== undefined).join(': '), secrets)];
}

function refusal(code: string, description: string, secrets: readonly string[]): Refusal {
  const parts = secrets.flatMap(withParts);
  const words = { code: plainText(code, 80, parts), description: plainText(description, 500, parts) };
  return { ...words, advice: refusalAdvice(words.code, words.description) };
}

/** A token, and what stands between its dots: its claims and its signature are to be repeated no more than the whole. */
function withParts(token: string): readonly string[] {
  return [token, ...token.split('.')].filter((part) => part.length >= 8);
}

/** The last part of a problem's type, which is an address: `https://…/invalid-publisher`. */
function problemCode(type: string | undefined): string {
  if (type === 'about:blank') return 'problem';
  return type?.split(/[/:#]/).findLast((part) => part !== '') ?? 'problem';
}

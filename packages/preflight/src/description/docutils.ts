import type { InspectedDistribution } from '@ropewalk/distribution';
import { runProgram, type RunProgram } from '@ropewalk/programs';
import { rstDescriptionOf, type RenderedDescription } from '../checks/description.ts';
import { contextOf } from '../file-context.ts';
import { docutilsProgram } from './docutils-program.ts';
import type { RstFault } from './rst-fault.ts';

/** How a Python is run. */
export interface PythonOptions {
  /** Default `process.env`. No more of it is handed on than a program needs to start. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Default: `runProgram` of `@ropewalk/programs`. */
  readonly run?: RunProgram;
  readonly signal?: AbortSignal;
}

/** docutils of some Python. */
export interface Docutils {
  /** What is used, for the output: `docutils 0.23 (readme-renderer 46.0)`. */
  readonly title: string;
  /** Renders descriptions as PyPI does. @returns One answer for each, in order. */
  render(descriptions: readonly string[], options?: { readonly signal?: AbortSignal }): Promise<readonly RenderedDescription[]>;
}

/**
 * Finds out whether a Python has docutils, best with readme-renderer. Python runs with `-I`, so that neither the folder it
 * runs in nor the environment puts code in its way; `raw` and `include` are off.
 *
 * @param python - The absolute path of an interpreter outside the project (`findPython`).
 * @returns `undefined` when it has no docutils, or does not run.
 */
export async function openDocutils(python: string, options: PythonOptions = {}): Promise<Docutils | undefined> {
  const opened = await askDocutils(python, [], options);
  if (opened === undefined) return undefined;
  return {
    title: opened.title,
    async render(descriptions, renderOptions = {}) {
      const answer = await askDocutils(python, descriptions, { ...options, ...renderOptions });
      if (answer === undefined) throw new TypeError('docutils gave no answer.');
      return answer.rendered;
    },
  };
}

/** What docutils of some Python said. */
export interface DocutilsAnswer {
  /** As of {@link Docutils}. */
  readonly title: string;
  /** One for each description, in order. */
  readonly rendered: readonly RenderedDescription[];
}

/** Does what `openDocutils` and `render` do, and starts Python once. @returns `undefined` when it gives no answer. */
export async function askDocutils(python: string, descriptions: readonly string[], options: PythonOptions = {}): Promise<DocutilsAnswer | undefined> {
  const { env = process.env, run = runProgram, signal } = options;
  const ended = await run(python, ['-I', '-c', docutilsProgram], {
    env: { PATH: env['PATH'], SYSTEMROOT: env['SYSTEMROOT'], LANG: env['LANG'] },
    input: JSON.stringify({ descriptions }),
    timeoutMs: 60_000,
    maxOutputBytes: 8 * 1024 * 1024,
    ...(signal === undefined ? {} : { signal }),
  });
  const { title, results } = (ended.status === 'exited' && ended.exitCode === 0 ? parseObject(ended.stdout) : undefined) ?? {};
  if (typeof title !== 'string' || !Array.isArray(results) || results.length !== descriptions.length) return undefined;
  return { title, rendered: results.map((result: unknown) => ({ faults: Array.isArray(result) ? result.map(faultOf) : [] })) };
}

/** Asks docutils about every description in reStructuredText, each once, for `CheckOptions.rendered`. */
export async function renderDescriptions(
  distributions: readonly InspectedDistribution[],
  docutils: Docutils,
  options: { readonly signal?: AbortSignal } = {},
): Promise<ReadonlyMap<string, RenderedDescription>> {
  const descriptions = [...new Set(distributions.map((one) => rstDescriptionOf(contextOf(one))).filter((one) => one !== undefined))];
  if (descriptions.length === 0) return new Map();
  const rendered = await docutils.render(descriptions, options);
  return new Map(descriptions.map((description, index) => [description, rendered[index] ?? { faults: [] }]));
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}

function faultOf(value: unknown): RstFault {
  const [line, message]: readonly unknown[] = Array.isArray(value) ? value : [];
  return { line: typeof line === 'number' ? line : 0, message: typeof message === 'string' ? message : 'It does not render.', isSure: true };
}

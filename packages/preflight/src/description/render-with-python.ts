import type { InspectedDistribution } from '@ropewalk/distribution';
import type { RenderedDescription } from '../checks/description.ts';
import { askDocutils, renderDescriptions, type DocutilsAnswer, type PythonOptions } from './docutils.ts';
import { findPython, type FindPythonOptions } from './find-python.ts';

/** Where Python is looked for, and how it is run. */
export interface RenderWithPythonOptions extends FindPythonOptions, PythonOptions {}

/** What judged the descriptions in reStructuredText, and how. */
export interface RenderedRelease {
  /** In words: `docutils 0.23`, or ropewalk's own check. Left out when there are no such descriptions. */
  readonly title?: string;
  /** For `CheckOptions.rendered`. Left out when nothing could render them. */
  readonly rendered?: ReadonlyMap<string, RenderedDescription>;
}

/**
 * Lets docutils judge the descriptions, where some Python outside the project has it. Python is started only when there are
 * descriptions in reStructuredText.
 */
export async function renderWithPython(distributions: readonly InspectedDistribution[], options: RenderWithPythonOptions): Promise<RenderedRelease> {
  let title: string | undefined;
  let answer: DocutilsAnswer | undefined;
  const rendered = await renderDescriptions(distributions, {
    title: 'docutils',
    async render(descriptions) {
      answer = await askSomeDocutils(descriptions, options);
      title = answer?.title ?? "ropewalk's own check, for no Python outside the project has docutils";
      return answer?.rendered ?? [];
    },
  });
  options.signal?.throwIfAborted();
  return { ...(title === undefined ? {} : { title }), ...(answer === undefined ? {} : { rendered }) };
}

async function askSomeDocutils(descriptions: readonly string[], options: RenderWithPythonOptions): Promise<DocutilsAnswer | undefined> {
  for (const python of await findPython(options)) {
    const answer = await askDocutils(python, descriptions, options);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

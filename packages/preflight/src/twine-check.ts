import type { InspectedDistribution } from '@ropewalk/distribution';
import { checkDescription, type RenderedDescription } from './checks/description.ts';
import { contextOf } from './file-context.ts';

/** What `twine check` says of one file. */
export interface TwineVerdict {
  readonly verdict: 'PASSED' | 'PASSED with warnings' | 'FAILED due to warnings' | 'FAILED';
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

/** Judges a file as `twine check` does: the description and nothing else, in twine's words. */
export function twineCheck(
  distribution: InspectedDistribution,
  options: { readonly strict?: boolean; readonly rendered?: RenderedDescription } = {},
): TwineVerdict {
  const context = contextOf(distribution);
  const warnings: string[] = [];
  const errors: string[] = [];
  for (const { code, message } of checkDescription(context, options.rendered)) {
    if (code === 'DESCRIPTION_TYPE_MISSING') warnings.push('`long_description_content_type` missing. defaulting to `text/x-rst`.');
    if (code === 'DESCRIPTION_MISSING') warnings.push('`long_description` missing.');
    if (code === 'DESCRIPTION_BROKEN' || (code === 'DESCRIPTION_EMPTY' && isRst(context.form.text('description_content_type')))) {
      errors.push(`\`long_description\` has syntax errors in markup and would not be rendered on PyPI.\n${message.replace(/^[^:]*: /, '')}`);
    }
  }
  return { verdict: verdictOf(errors.length, warnings.length, options.strict === true), errors, warnings };
}

function verdictOf(errors: number, warnings: number, isStrict: boolean): TwineVerdict['verdict'] {
  if (errors > 0) return 'FAILED';
  if (warnings === 0) return 'PASSED';
  return isStrict ? 'FAILED due to warnings' : 'PASSED with warnings';
}

function isRst(contentType: string | undefined): boolean {
  return contentType === undefined || !/^\s*text\/(?:plain|markdown)\b/i.test(contentType);
}

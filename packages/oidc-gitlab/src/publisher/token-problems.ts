import type { TokenClaims, TokenProblem } from '@ropewalk/core';
import { textOf } from './looked-up-values.ts';

/** Finds what PyPI refuses of a GitLab token whatever publisher is registered, and what its nature brings. */
export function tokenProblems({ issuer, claims }: TokenClaims): readonly TokenProblem[] {
  return [...sourceProblems(claims), ...configProblems(issuer, claims), singleExchange];
}

/** Not a fault: what every GitLab job must reckon with. */
const singleExchange: TokenProblem = {
  code: 'TOKEN_SINGLE_EXCHANGE',
  affects: 'nothing',
  message: 'GitLab made this token before the job started, and an index exchanges it once: the upload token that it brings, good for about fifteen minutes, cannot be renewed in this job.',
  remedy: 'Publish in a job of its own, after everything is built and checked. If the upload needs longer, spread the files over several jobs.',
};

function sourceProblems(claims: TokenClaims['claims']): readonly TokenProblem[] {
  if (textOf(claims['ref_path']) !== undefined && textOf(claims['sha']) !== undefined) return [];
  return [
    {
      code: 'SOURCE_MISSING',
      affects: 'upload',
      message: 'The token does not name both a ref and a commit.',
      remedy: 'Start the pipeline by a push of a branch or tag.',
    },
  ];
}

/** The pipeline file must lie in the project itself, spelled as the project is. */
function configProblems(issuer: string, claims: TokenClaims['claims']): readonly TokenProblem[] {
  const [config, path] = [textOf(claims['ci_config_ref_uri']), textOf(claims['project_path'])];
  if (config === undefined || path === undefined || config.startsWith(`${URL.parse(issuer)?.host ?? ''}/${path}//`)) return [];
  return [
    {
      code: 'PIPELINE_ELSEWHERE',
      affects: 'upload',
      message: `The pipeline is defined at ${config}, not in the project ${path} itself.`,
      remedy: 'Keep the top-level pipeline file in the project that publishes; it may include others.',
    },
  ];
}

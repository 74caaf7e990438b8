import type { RefusalStyle } from '../answers/refusal.ts';

/** How an index answers when a file name is there already. */
export interface DuplicateAnswer {
  readonly status: number;
  /** `FILENAME` stands for the file's name. */
  readonly text: string;
  readonly style: RefusalStyle;
  /** Another status for clients whose User-Agent contains "twine". Default: the same. */
  readonly statusForTwine?: number;
}

/** What makes an index differ from PyPI. Plain data, so that another index is an object away. */
export interface IndexProfile {
  readonly name: string;
  /** Where uploads go: `/legacy/`. Begins and ends with a slash. */
  readonly uploadPath: string;
  /** Where the simple API is: `/simple/`. Begins and ends with a slash. */
  readonly simplePath: string;
  /** `pypi`: PyPI's checks in full. `lenient`: a form, a name and a file are enough. */
  readonly checks: 'pypi' | 'lenient';
  /** `token`: PyPI's tokens, refused with 403. `password`: users, asked for with 401. `none`: everybody. */
  readonly authentication: 'token' | 'password' | 'none';
  /** How a wrong password is answered, where users have one. */
  readonly wrongPassword: 401 | 403;
  /** `verified`: as PyPI. `ignored`: taken and forgotten. `refused`: the form field is an error. */
  readonly attestations: 'verified' | 'ignored' | 'refused';
  /** Whether `/_/oidc/…` exists. */
  readonly trustedPublishing: boolean;
  /** The same bytes again: `accepted`, or what is said. */
  readonly identical: 'accepted' | DuplicateAnswer;
  /** Other bytes under a name that is there: `replaced`, or what is said. */
  readonly conflicting: 'replaced' | DuplicateAnswer;
  /** Form fields that must be there, empty or not. */
  readonly requiredFields: readonly string[];
  /** `pypi`: JSON 1.4 and HTML. `json-1.0`: JSON without sizes, times and provenance. `html`: no JSON. `none`: 404. */
  readonly simple: 'pypi' | 'json-1.0' | 'html' | 'none';
  /** Where a project that is not here is looked for: 404, or a redirect to this address and the project's name. */
  readonly unknownProject: 'not-found' | { readonly redirectTo: string };
}

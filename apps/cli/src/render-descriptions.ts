import type { RenderDescriptions } from '@ropewalk/publish';
import { renderWithPython } from '@ropewalk/preflight';

/** Lets docutils judge descriptions, with a Python that is not of the repository the command runs in. */
export const renderDescriptions: RenderDescriptions = (distributions, signal) =>
  renderWithPython(distributions, { project: process.cwd(), ...(signal === undefined ? {} : { signal }) });

import { escapeHtml } from '../answers/refusal-response.ts';
import type { Project } from '../store/project.ts';
import { simpleApiVersion, type SimpleFile, type SimpleProject } from './simple-api.ts';

/** The page of one project. */
export function projectPage(project: SimpleProject): string {
  const title = `Links for ${escapeHtml(project.name)}`;
  const links = project.files.map((file) => `    ${linkTo(file)}<br />\n`).join('');
  return (
    '<!DOCTYPE html>\n<html lang="en">\n  <head>\n' +
    `    <meta name="pypi:repository-version" content="${simpleApiVersion}">\n` +
    `    <meta name="pypi:project-status" content="${project['project-status'].status}">\n` +
    `    <title>${title}</title>\n  </head>\n  <body>\n    <h1>${title}</h1>\n${links}  </body>\n</html>\n` +
    `<!--SERIAL ${project.meta['_last-serial']}-->`
  );
}

/** The page of the whole index. */
export function indexPage(simplePath: string, projects: readonly Project[]): string {
  const links = projects.map((project) => `    <a href="${simplePath}${project.normalizedName}/">${escapeHtml(project.name)}</a>\n`).join('');
  return (
    '<!DOCTYPE html>\n<html lang="en">\n  <head>\n' +
    `    <meta name="pypi:repository-version" content="${simpleApiVersion}">\n` +
    `    <title>Simple index</title>\n  </head>\n  <body>\n${links}  </body>\n</html>`
  );
}

function linkTo(file: SimpleFile): string {
  const metadata = file['core-metadata'];
  const attributes = [
    attribute('href', `${file.url}#sha256=${file.hashes.sha256}`),
    file['requires-python'] === null ? '' : attribute('data-requires-python', file['requires-python']),
    file.yanked === false ? '' : attribute('data-yanked', file.yanked === true ? '' : file.yanked),
    metadata === false ? '' : attribute('data-dist-info-metadata', `sha256=${metadata.sha256}`),
    metadata === false ? '' : attribute('data-core-metadata', `sha256=${metadata.sha256}`),
    file.provenance === null ? '' : attribute('data-provenance', file.provenance),
  ];
  return `<a ${attributes.filter((text) => text !== '').join(' ')}>${escapeHtml(file.filename)}</a>`;
}

function attribute(name: string, value: string): string {
  return `${name}="${escapeHtml(value)}"`;
}

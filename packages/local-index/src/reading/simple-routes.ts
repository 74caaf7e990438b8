import { normalizeName } from '@ropewalk/packaging';
import type { Context, Hono } from 'hono';
import { acceptableOffers } from '../answers/accept.ts';
import type { Environment } from '../environment.ts';
import { withFault } from '../faults/with-fault.ts';
import type { Project } from '../store/project.ts';
import type { World } from '../world.ts';
import { describeIndex, describeProject, describeProjectPlainly, shownProjects } from './simple-api.ts';
import { indexPage, projectPage } from './simple-html.ts';

const html = 'text/html';

const simpleHtml = 'application/vnd.pypi.simple.v1+html';

const simpleJson = 'application/vnd.pypi.simple.v1+json';

/** Headers that let web pages of other origins read the answer. */
export const crossOriginHeaders: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'Content-Type, If-Match, If-Modified-Since, If-None-Match, If-Unmodified-Since',
  'access-control-allow-methods': 'GET',
  'access-control-max-age': '86400',
  'access-control-expose-headers': 'X-PyPI-Last-Serial',
};

/** Serves `/simple/` and `/simple/<name>/`. */
export function addSimpleRoutes(app: Hono<Environment>, world: World): void {
  const { simple, simplePath } = world.options.profile;
  if (simple === 'none') return;
  app.use(`${simplePath}*`, withFault(world.faults, 'simple'));
  app.get(simplePath.slice(0, -1), (context) => context.redirect(world.origin + simplePath, 301));
  app.get(simplePath, (context) => {
    const projects = shownProjects(world);
    const bodies = { json: () => describeIndex(world, projects), html: () => indexPage(simplePath, projects) };
    return answer(context, world, world.store.serial(), bodies);
  });
  app.get(`${simplePath}:name`, (context) => {
    return context.redirect(`${world.origin}${simplePath}${normalizeName(nameOf(context))}/`, 301);
  });
  app.get(`${simplePath}:name/`, (context) => projectAnswer(context, world, nameOf(context)));
}

function nameOf(context: Context<Environment>): string {
  return context.req.param('name') ?? '';
}

function projectAnswer(context: Context<Environment>, world: World, name: string): Response {
  const { profile } = world.options;
  const project = world.store.project(name);
  if (project === undefined) return unknownProject(context, world, name);
  const normalized = normalizeName(name);
  if (normalized !== name) return context.redirect(`${world.origin}${profile.simplePath}${normalized}/`, profile.simple === 'json-1.0' ? 302 : 301);
  return answer(context, world, project.lastSerial, bodiesOf(world, project));
}

interface Bodies {
  readonly json: () => object;
  readonly html: () => string;
}

function bodiesOf(world: World, project: Project): Bodies {
  const json = world.options.profile.simple === 'json-1.0' ? describeProjectPlainly : describeProject;
  return { json: () => json(world, project), html: () => projectPage(describeProject(world, project)) };
}

function unknownProject(context: Context<Environment>, world: World, name: string): Response {
  const { unknownProject: policy } = world.options.profile;
  if (policy !== 'not-found') return context.redirect(`${policy.redirectTo}${normalizeName(name)}/`, 303);
  return context.text('404 Not Found', 404, crossOriginHeaders);
}

function contentTypeOf(world: World, type: string): string {
  if (type === simpleJson) return type;
  // devpi really writes `text_html` when it is asked for the versioned HTML.
  return type === simpleHtml && world.options.profile.simple === 'json-1.0' ? 'text_html' : `${type}; charset=UTF-8`;
}

function answer(context: Context<Environment>, world: World, serial: number, bodies: Bodies): Response {
  const offers = world.options.profile.simple === 'html' ? [html] : [html, simpleHtml, simpleJson];
  const [type = html] = acceptableOffers(context.req.header('accept'), offers);
  const body = type === simpleJson ? `${JSON.stringify(bodies.json())}\n` : bodies.html();
  return context.body(body, 200, {
    ...crossOriginHeaders,
    'content-type': contentTypeOf(world, type),
    'x-pypi-last-serial': String(serial),
    'cache-control': 'max-age=600, public',
    vary: 'Accept',
  });
}

import type { Context } from 'hono';
import type { Environment } from '../environment.ts';

/** The page for whatever is not there. */
export function notFoundPage(context: Context<Environment>): Response {
  const page =
    '<!DOCTYPE html>\n<html lang="en">\n  <head><title>Page Not Found (404)</title></head>\n' +
    "  <body><h1>We looked everywhere but couldn't find this page</h1></body>\n</html>\n";
  return context.html(page, 404);
}

import type { Context, Hono } from 'hono';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { methodNotAllowed, Refusal } from '../answers/refusal.ts';
import { refusalResponse, setReasonPhrase } from '../answers/refusal-response.ts';
import type { Environment } from '../environment.ts';
import { withFault } from '../faults/with-fault.ts';
import { discardParts, receiveForm } from '../form/receive-form.ts';
import { formOf, type FormPart } from '../form/received-form.ts';
import { sanitiseForm } from '../form/sanitise-form.ts';
import type { World } from '../world.ts';
import { acceptLenientUpload } from './accept-lenient-upload.ts';
import { acceptUpload } from './accept-upload.ts';

/** Serves the address that takes uploads, `POST /legacy/`, and what used to be beside it. */
export function addUploadRoutes(app: Hono<Environment>, world: World): void {
  const { uploadPath, checks } = world.options.profile;
  const withoutSlash = uploadPath.slice(0, -1);
  app.post(uploadPath, withFault(world.faults, 'upload'), (context) => answerUpload(context, world));
  if (checks === 'lenient') {
    // Private indexes do not mind the missing slash.
    if (withoutSlash !== '') app.post(withoutSlash, withFault(world.faults, 'upload'), (context) => answerUpload(context, world));
    return;
  }
  app.all(uploadPath, (context) => refusalResponse(context, methodNotAllowed()));
  app.post(withoutSlash, (context) => {
    const text = `An upload was attempted to ${withoutSlash} but the expected upload URL is ${uploadPath} (with a trailing slash)`;
    return refusalResponse(context, new Refusal(308, text, { headers: { location: world.origin + uploadPath } }));
  });
  app.post('/pypi', (context) => {
    // The TODO is PyPI's own and goes over the wire so.
    const text = `This API has moved to ${world.origin}${uploadPath}. See TODO for more information.`;
    return refusalResponse(context, new Refusal(410, text));
  });
}

async function answerUpload(context: Context<Environment>, world: World): Promise<Response> {
  let parts: readonly FormPart[] = [];
  try {
    // One byte more than any limit shows that the limit is passed; the rest need not be kept.
    parts = await receiveForm(context.env.incoming, { folder: world.folder, maxFileBytes: world.options.limits.fileBytes + 1 });
    await route(context, world, parts);
    return context.body('', 200, { 'content-type': 'text/html; charset=UTF-8' });
  } catch (error) {
    if (error instanceof Refusal) return refused(context, error);
    if (context.env.incoming.destroyed && !context.env.incoming.complete) return RESPONSE_ALREADY_SENT;
    throw error;
  } finally {
    await discardParts(parts);
  }
}

/** Some indexes have something to say even when they take a file. */
function refused(context: Context<Environment>, refusal: Refusal): Response {
  if (refusal.status !== 200) return refusalResponse(context, refusal);
  setReasonPhrase(context, refusal.message);
  return context.body('', 200);
}

/** The action may be a field of the form or of the query. */
async function route(context: Context<Environment>, world: World, parts: readonly FormPart[]): Promise<void> {
  const authorization = context.req.header('authorization');
  const action = formOf(parts).last(':action') ?? context.req.query(':action');
  switch (action) {
    case 'file_upload': {
      const upload = { form: formOf(sanitiseForm(parts)), authorization, userAgent: context.req.header('user-agent') ?? '' };
      const accept = world.options.profile.checks === 'pypi' ? acceptUpload : acceptLenientUpload;
      return accept(world, upload);
    }
    case 'submit':
    case 'submit_pkg_info':
      throw new Refusal(410, 'Project pre-registration is no longer required or supported, upload your files instead.');
    case 'doc_upload':
      throw new Refusal(410, 'Uploading documentation is no longer supported, we recommend using https://readthedocs.org/.');
    default:
      throw methodNotAllowed();
  }
}


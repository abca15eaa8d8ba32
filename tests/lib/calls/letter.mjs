// Official letters.
import assert from 'node:assert/strict';
import { is, isProblem } from '../client.mjs';
import { submittedAlgorithm, taskOf } from '../way.mjs';
import { NOTHING } from './world.mjs';

export default {
  async listLetters(w) {
    for (const client of [w.company, w.by.final])
      is(await client.get(`/filings/${w.published.id}/letters?limit=1`), 200);
    isProblem(await w.company.get(`/filings/${NOTHING}/letters`), 404, 'not_found');
  },

  async getLetter(w) {
    for (const client of [w.company, w.by.final])
      is(await client.get(`/filings/${w.published.id}/letters/2`), 200);
    for (const format of ['docx', 'pdf'])
      is(await w.company.get(`/filings/${w.published.id}/letters/2?format=${format}`), 200);
    isProblem(await w.company.get(`/filings/${w.published.id}/letters/9`), 404, 'not_found');
  },

  async listTemplates(w) {
    assert.ok(is(await w.open.get('/templates'), 200).json.items.length > 0);
  },

  async getTemplate(w) {
    is(await w.open.get('/templates/commitment'), 200);
    is(await w.company.get(`/templates/disclosure?filing=${w.published.id}`), 200);
    isProblem(await w.company.get(`/templates/commitment?filing=${w.published.id}`), 400,
      'template_other_kind');
    isProblem(await w.company.get(`/templates/disclosure?filing=${NOTHING}`), 404, 'not_found');
    isProblem(await w.open.get(`/templates/disclosure?filing=${w.published.id}`), 401);
    isProblem(await w.by.final.get(`/templates/disclosure?filing=${w.published.id}`), 403);
    isProblem(await w.open.get('/templates/x'), 404, 'template_unknown');
  },

  async verifyLetter(w) {
    const at = `/filings/${w.published.id}/letters/1`;
    const { verify } = is(await w.company.get(at), 200).json;
    is(await w.open.get(`/letters/verify/${verify}`), 200);
    isProblem(await w.open.get('/letters/verify/x'), 404, 'letter_unknown');
  },

  async getPaperPage(w) {
    const at = `/filings/${w.published.id}/letters/1`;
    const { verify_path } = is(await w.company.get(at), 200).json;
    const { etag } = is(await w.open.get(`/pages${verify_path}`), 200).headers;
    const again = { headers: { 'If-None-Match': etag } };
    is(await w.open.get(`/pages${verify_path}`, again), 304);
    is(await w.open.get('/pages/v/x'), 404);
  },

  async previewLetters(w) {
    const { id } = await submittedAlgorithm(w.company);
    const task = await taskOf(w.by.preliminary, id);
    const at = `/review/tasks/${task.id}/letters`;
    const claimed = `/review/tasks/${task.id}/claim`;
    isProblem(await w.by.preliminary.get(`${at}?outcome=return`), 409, 'move_not_allowed');
    is(await w.by.preliminary.post(claimed), 200);
    is(await w.by.preliminary.get(`${at}?outcome=return`), 200);
    isProblem(await w.by.preliminary.get(at), 400, 'parameter_invalid');
    isProblem(await w.by.final.get(`${at}?outcome=return`), 403, 'role_required');
    isProblem(await w.by.preliminary.get(`/review/tasks/${NOTHING}/letters?outcome=return`), 404);
  },
};

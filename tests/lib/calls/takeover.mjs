// Somebody finds the credit code of their organization taken, and asks to own the one that has it.
import assert from 'node:assert/strict';
import { hasFinding, is, isProblem, register } from '../client.mjs';
import { creditCode } from '../forms.mjs';
import { approvedCompany } from '../way.mjs';
import { NOTHING } from './world.mjs';

const reason = '原经办人已离职，账号无法取得。';
// The credit code that an approved company filed.
export const codeOf = async (company) =>
  is(await company.get(`/filings/${company.subject.id}`), 200).json.data.basic.credit_code;
export const ask = async (who, code, more) => who.post('/takeovers',
  { credit_code: code, reason, documents: [await who.uploadFor()], ...more });
// → somebody who has asked for the company, with the request's id.
export async function asked(company) {
  const who = await register(company.instance);
  const { id } = is(await ask(who, await codeOf(company)), 201).json;
  return Object.assign(who, { takeover: id });
}
export const step = (who, id, what, json) => who.post(`/takeovers/${id}/${what}`, json);
const back = (who) => step(who, who.takeover, 'take-back');

export default {
  async askTakeover(w) {
    const who = await asked(w.company);
    const code = await codeOf(w.company);
    isProblem(await ask(who, code), 409, 'takeover_waiting');
    is(await back(who), 200);
    hasFinding(isProblem(await ask(who, creditCode()), 422, 'takeover_invalid'), '/credit_code');
    hasFinding(isProblem(await ask(who, code, { reason: '　' }), 422), '/reason');
    hasFinding(isProblem(await ask(who, code, { documents: [NOTHING] }), 422), '/documents/0');
    isProblem(await ask(w.company, code), 409, 'asker_unfit');
  },

  async listTakeovers(w) {
    const who = await asked(w.company);
    const of = async (reader, query = '') =>
      is(await reader.get(`/takeovers?limit=100${query}`), 200).json.items.map((x) => x.id);
    for (const reader of [who, w.company, w.by.final])
      assert.ok((await of(reader)).includes(who.takeover));
    is(await back(who), 200);
    assert.ok(!(await of(w.by.final)).includes(who.takeover));
    assert.ok((await of(w.by.final, '&over=true')).includes(who.takeover));
    isProblem(await who.get('/takeovers?cursor=!'), 400, 'cursor_invalid');
  },

  async getTakeover(w) {
    const who = await asked(w.company);
    assert.equal(is(await who.get(`/takeovers/${who.takeover}`), 200).json.side, 'asker');
    assert.equal(is(await w.company.get(`/takeovers/${who.takeover}`), 200).json.side, 'owner');
    assert.equal(is(await w.by.final.get(`/takeovers/${who.takeover}`), 200).json.side, 'office');
    isProblem(await who.get(`/takeovers/${NOTHING}`), 404, 'not_found');
    is(await back(who), 200);
  },

  async answerTakeover(w) {
    const who = await asked(w.company);
    const json = { reason: '本人仍是经办人。', documents: [await w.company.uploadFor()] };
    hasFinding(isProblem(await step(w.company, who.takeover, 'answer', { reason: ' ' }), 422),
      '/reason');
    is(await step(w.company, who.takeover, 'answer', json), 200);
    isProblem(await step(w.company, who.takeover, 'answer', json), 409, 'takeover_answered');
    isProblem(await step(w.company, NOTHING, 'answer', json), 404, 'not_found');
    is(await back(who), 200);
  },

  async takeBackTakeover(w) {
    const who = await asked(w.company);
    isProblem(await step(w.company, who.takeover, 'take-back'), 403, 'not_asker');
    is(await back(who), 200);
    isProblem(await back(who), 409, 'state_conflict');
  },

  async decideTakeover(w) {
    const company = await approvedCompany(w.instance, w.by);
    const who = await asked(company);
    const decide = (outcome, by = w.by.final, more = {}) =>
      step(by, who.takeover, 'decision', { outcome, reason: '证据充分。', ...more });
    isProblem(await decide('grant'), 409, 'answer_awaited');
    isProblem(await decide('decline', w.by.preliminary), 403, 'role_required');
    hasFinding(isProblem(await decide('decline', w.by.final, { reason: ' ' }), 422), '/reason');
    is(await step(company, who.takeover, 'answer', { reason: '同意移交。' }), 200);
    is(await decide('grant'), 200);
    isProblem(await decide('decline'), 409, 'state_conflict');
  },

  async redirectTakeover(w) {
    const [one, two] = [await approvedCompany(w.instance, w.by, { own: false }),
      await approvedCompany(w.instance, w.by, { own: false })];
    const who = await asked(one);
    const { holders } = is(await w.by.final.get(`/takeovers/${who.takeover}`), 200).json;
    const meant = holders.find((x) => x.name === two.organization && !x.is_asked)
      ?? holders.find((x) => !x.is_asked);
    const redirect = (by = w.by.final, more = {}) => step(by, who.takeover, 'redirect',
      { organization: meant.id, reason: '营业执照是另一个单位的。', ...more });
    isProblem(await redirect(w.by.preliminary), 403, 'role_required');
    isProblem(await redirect(who), 403);
    hasFinding(isProblem(await redirect(w.by.final, { reason: ' ' }), 422), '/reason');
    hasFinding(isProblem(await redirect(w.by.final, { organization: NOTHING }), 422),
      '/organization');
    const { redirected_to: next } = is(await redirect(), 200).json;
    isProblem(await redirect(), 409, 'state_conflict');
    is(await step(who, next, 'take-back'), 200);
  },
};

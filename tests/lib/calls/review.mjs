// The reviewers' queue.
import assert from 'node:assert/strict';
import { Client, ifMatch, is, isProblem, makeStaff, unique } from '../client.mjs';
import {
  decide, renamed, save, submit, submittedAlgorithm, taskOf,
} from '../way.mjs';
import { until } from '../instance.mjs';
import { NOTHING } from './world.mjs';

// A task that nobody has claimed.
async function task(w) {
  const filing = await submittedAlgorithm(w.company);
  const { id } = await taskOf(w.by.preliminary, filing.id);
  return { filing, at: `/review/tasks/${id}` };
}

const mend = [{ path: '/basic/name', reason: '写错', suggestion: '改正' }];
const reasons = [{ path: '/basic/name', reason: '理由', suggestion: null }];

// A task that was returned, mended and claimed anew, with something written about it.
async function returned(w) {
  const { filing } = await task(w);
  await decide(w.by.preliminary, filing.id, { outcome: 'return', reasons: mend });
  const { json: { data }, headers } = is(await w.company.get(`/filings/${filing.id}`), 200);
  const saved = await save(w.company, { id: filing.id, etag: headers.etag },
    await renamed(w.company, data, `改名${unique()}`));
  is(await submit(w.company, saved, ifMatch(saved.etag)), 200);
  const { id } = await taskOf(w.by.preliminary, filing.id);
  const at = `/review/tasks/${id}`;
  is(await w.by.preliminary.post(`${at}/claim`), 200);
  is(await w.by.preliminary.put(`${at}/draft`, { reasons: mend, checked: [] }), 204);
  return { filing, at };
}

export default {
  async getOfficeFigures(w) {
    is(await w.by.preliminary.get('/review/figures?province=11&kind=algorithm'), 200);
    is(await w.by.preliminary.get('/review/figures?format=csv'), 200);
    const far = await w.by.preliminary.get('/review/figures?from=2001-01');
    isProblem(far, 400, 'span_too_long');
  },

  async listReviewTasks(w) {
    await task(w);
    for (const state of ['open', 'done'])
      is(await w.by.preliminary.get(`/review/tasks?state=${state}`), 200);
    isProblem(await w.by.preliminary.get('/review/tasks?state=x'), 400, 'parameter_invalid');
  },

  async listUnassignedTasks(w) {
    await task(w);
    is(await w.as.system_admin.get('/review/unassigned'), 200);
    isProblem(await w.by.preliminary.get('/review/unassigned'), 403, 'role_required');
  },

  async getReviewTask(w) {
    const { at } = await task(w);
    const { etag } = is(await w.by.preliminary.get(at), 200).headers;
    is(await w.by.preliminary.get(at, { headers: { 'If-None-Match': etag } }), 304);
    isProblem(await w.by.final.get(at), 403, 'role_required');
    isProblem(await w.by.preliminary.get(`/review/tasks/${NOTHING}`), 404, 'not_found');
    const again = await returned(w);
    const { json } = is(await w.by.preliminary.get(again.at), 200);
    for (const name of ['reasons_before', 'diff', 'checklist', 'moves', 'products'])
      assert.ok(json[name].length > 0, name);
    assert.ok(json.draft && json.subject && json.judgement);
  },

  async listReviewThreads(w) {
    const { at } = await returned(w);
    assert.ok(is(await w.by.preliminary.get(`${at}/threads`), 200).json.rows.length > 0);
    isProblem(await w.by.final.get(`${at}/threads`), 403, 'role_required');
  },

  async compareReviewed(w) {
    const { at } = await returned(w);
    assert.ok(is(await w.by.preliminary.get(`${at}/diff`), 200).json.rows.length > 0);
    isProblem(await w.by.preliminary.get(`${at}/diff?against=in_force`), 404, 'version_none');
    isProblem(await w.by.preliminary.get(`${at}/diff?against=x`), 400, 'parameter_invalid');
  },

  async saveReviewDraft(w) {
    const { at } = await task(w);
    const put = (who, json) => who.put(`${at}/draft`, json);
    isProblem(await put(w.by.preliminary, {}), 409, 'not_claimed');
    is(await w.by.preliminary.post(`${at}/claim`), 200);
    const whole = { reasons, note: '待查', outcome: 'return', checked: ['x'] };
    is(await put(w.by.preliminary, whole), 204);
    isProblem(await put(w.by.preliminary, { outcome: 'x' }), 422);
    isProblem(await put(w.by.final, {}), 403, 'role_required');
  },

  async claimNextTask(w) {
    await task(w);
    is(await w.by.preliminary.post('/review/tasks/next'), 200);
    const nothing = is(await w.as.system_admin.post('/staff', {
      username: `n${unique()}`, password: 'lang-genug-und-neu', roles: ['final_reviewer'],
      scope: [{ area: '82' }],
    }), 201).json;
    const idle = await new Client(w.instance).login(nothing.username, 'lang-genug-und-neu');
    is(await idle.post('/review/tasks/next'), 200);
  },

  async claimTask(w) {
    const { at } = await task(w);
    is(await w.by.preliminary.post(`${at}/claim`), 200);
    isProblem(await w.by.final.post(`${at}/claim`), 403, 'role_required');
    const none = await w.by.preliminary.post(`/review/tasks/${NOTHING}/claim`);
    isProblem(none, 404, 'not_found');
  },

  async claimTasks(w) {
    const [one, other] = [await task(w), await task(w)];
    const ids = [one, other].map(({ at }) => at.split('/').pop());
    is(await w.by.preliminary.post('/review/tasks/claim', { ids: [...ids, NOTHING] }), 200);
    is(await w.by.preliminary.post('/review/tasks/claim', { next: 1 }), 200);
    isProblem(await w.by.preliminary.post('/review/tasks/claim', {}), 400, 'command_incomplete');
  },

  async reassignTask(w) {
    const { at } = await task(w);
    const to = await makeStaff(w.admin, { roles: ['preliminary_reviewer'] });
    const order = { to: to.id, reason: '轮岗' };
    is(await w.by.preliminary.post(`${at}/reassign`, order), 200);
    isProblem(await w.by.preliminary.post(`${at}/reassign`, order), 409, 'claimed_by_other');
    isProblem(await to.post(`${at}/reassign`, { to: NOTHING, reason: 'x' }), 409, 'cannot_work');
    isProblem(await to.post(`${at}/reassign`, { to: NOTHING }), 422);
  },

  async handOverTask(w) {
    const { at } = await task(w);
    const order = { area: '000000', reason: '请国家层面审核' };
    isProblem(await w.by.preliminary.post(`${at}/handover`, order), 409, 'not_claimed');
    is(await w.by.preliminary.post(`${at}/claim`), 200);
    isProblem(await w.by.preliminary.post(`${at}/handover`, { ...order, area: 'x' }), 422);
    isProblem(await w.by.preliminary.post(`${at}/handover`, { ...order, area: 'abcdef' }), 400,
      'area_malformed');
    isProblem(await w.by.preliminary.post(`${at}/handover`, { ...order, area: '990000' }), 400,
      'area_unknown');
    is(await w.by.preliminary.post(`${at}/handover`, order), 200);
  },

  async listColleagues(w) {
    const { at } = await task(w);
    is(await w.by.preliminary.get(`${at}/colleagues`), 200);
    isProblem(await w.by.final.get(`${at}/colleagues`), 403, 'role_required');
  },

  async listSimilarFilings(w) {
    const { at } = await task(w);
    await task(w);
    const isThere = async () => is(await w.by.preliminary.get(`${at}/similar`), 200).json;
    const { items } = await until('the clerk has marked them', async () => {
      const page = await isThere();
      return page.items.length > 0 && page;
    });
    assert.ok(items[0].passages.length > 0);
    isProblem(await w.by.final.get(`${at}/similar`), 403, 'role_required');
  },

  async reviewWorkload(w) {
    await task(w);
    is(await w.by.preliminary.get('/review/workload?limit=1'), 200);
    isProblem(await w.by.preliminary.get('/review/workload?limit=0'), 400);
  },

  async getBoard(w) {
    await task(w);
    const { items } = is(await w.by.preliminary.get('/review/board'), 200).json;
    assert.ok(items.length > 0);
    isProblem(await w.by.preliminary.get('/review/board?x=1'), 400);
  },

  async releaseTask(w) {
    const { at } = await task(w);
    is(await w.by.preliminary.post(`${at}/claim`), 200);
    is(await w.by.preliminary.post(`${at}/release`), 200);
    isProblem(await w.by.preliminary.post(`${at}/release`), 409);
  },

  async decideTask(w) {
    const { filing, at } = await task(w);
    const bare = await w.by.preliminary.post(`${at}/decision`, { outcome: 'refuse' });
    isProblem(bare, [409, 422]);
    await decide(w.by.preliminary, filing.id);
    await decide(w.by.final, filing.id);
    const other = await task(w);
    await decide(w.by.preliminary, other.filing.id, { outcome: 'refuse', reasons });
  },
};

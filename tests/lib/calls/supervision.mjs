// Complaints, orders, penalties.
import assert from 'node:assert/strict';
import { hasFinding, is, isProblem, unique } from '../client.mjs';
import { NOTHING } from './world.mjs';

const at = (w) => `/register/${encodeURIComponent(w.published.number)}/complaints`;
const complaint = { kind: 'complaint', text: '公示内容与实际不符', contact: 'a@example.com' };
const beside = (w) => `/filings/${w.published.id}/supervision`;
const order = async (w) => is(await w.by.preliminary.post(beside(w),
  { kind: 'order', text: '没有公示编号', due_on: '2099-01-05' }), 201).json;

const sendForm = (w, path, form) => w.open.call('POST', `/pages/${path}`, {
  body: new URLSearchParams(form).toString(),
  headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
});

export default {
  async getComplainPage(w) {
    const page = `/pages/complain?number=${encodeURIComponent(w.published.number)}`;
    assert.ok(is(await w.open.get(page), 200).text.includes(w.published.number));
    is(await w.open.get(page, { headers: { 'If-None-Match': '*' } }), 304);
  },

  async sendComplainPage(w) {
    const form = { key: unique(), number: w.published.number, ...complaint };
    assert.match(is(await sendForm(w, 'complain', form), 201).text, /查询码/);
    is(await sendForm(w, 'complain', { ...form, key: unique(), text: ' ' }), 422);
    is(await sendForm(w, 'complain', { ...form, key: unique(), number: 'x' }), 404);
    is(await w.open.post('/pages/complain', form), 415);
  },

  async getFollowPage(w) {
    const { etag } = is(await w.open.get('/pages/complaints'), 200).headers;
    is(await w.open.get('/pages/complaints', { headers: { 'If-None-Match': etag } }), 304);
  },

  async sendFollowPage(w) {
    const { code } = is(await w.open.post(at(w), complaint), 201).json;
    assert.match(is(await sendForm(w, 'complaints', { code: ` ${code} ` }), 200).text, /待受理/);
    is(await sendForm(w, 'complaints', { code: 'x' }), 404);
    is(await w.open.post('/pages/complaints', { code }), 415);
  },

  async addComplaint(w) {
    is(await w.open.post(at(w), complaint), 201);
    isProblem(await w.open.post(at(w), { ...complaint, kind: 'order' }), 400,
      'matter_kind_unknown');
    hasFinding(isProblem(await w.open.post(at(w), { ...complaint, text: '　' }), 422), '/text');
    isProblem(await w.open.post('/register/x/complaints', complaint), 404, 'number_malformed');
  },

  async getComplaint(w) {
    const { code } = is(await w.open.post(at(w), complaint), 201).json;
    assert.equal(is(await w.open.get(`/complaints/${code}`), 200).json.over, false);
    isProblem(await w.open.get(`/complaints/${code}x`), 404, 'not_found');
  },

  async listSupervisionKinds(w) {
    const { items } = is(await w.open.get('/supervision-kinds'), 200).json;
    for (const what of ['public', 'term', 'types'])
      assert.ok(items.some((x) => x[what]), what);
  },

  async listSupervision(w) {
    const { id } = await order(w);
    const { items } = is(await w.by.final.get('/supervision?limit=1'), 200).json;
    assert.equal(items.length, 1);
    const own = is(await w.company.get(`/supervision?kind=order&filing=${w.published.id}`), 200);
    assert.ok(own.json.items.some((x) => x.id === id));
    is(await w.by.final.get('/supervision?over=true'), 200);
    isProblem(await w.by.final.get('/supervision?cursor=x'), 400, 'cursor_invalid');
  },

  async getSupervision(w) {
    const { id } = await order(w);
    is(await w.by.final.get(`/supervision/${id}`), 200);
    is(await w.company.get(`/supervision/${id}`), 200);
    isProblem(await w.by.final.get(`/supervision/${NOTHING}`), 404, 'not_found');
  },

  async openSupervision(w) {
    await order(w);
    is(await w.by.preliminary.post(beside(w),
      { kind: 'penalty', text: '事由', type: 'fine', amount: 10000 }), 201);
    isProblem(await w.by.preliminary.post(beside(w), { kind: 'nothing' }), 400,
      'matter_kind_unknown');
  },

  async moveSupervision(w) {
    const { id } = await order(w);
    const move = (who, json) => who.post(`/supervision/${id}/moves`, json);
    isProblem(await move(w.by.final, { on: 'confirm' }), 409, 'state_conflict');
    isProblem(await move(w.by.final, { on: 'reply', text: '代答' }), 403, 'role_required');
    hasFinding(isProblem(await move(w.company, { on: 'reply', text: '已改', files: [NOTHING] }), 422),
      '/files');
    is(await move(w.company, { on: 'reply', text: '已改' }), 200);
    is(await move(w.by.final, { on: 'confirm' }), 200);
  },
};

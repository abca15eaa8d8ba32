// Anybody complains of what is public, follows it by a code, and stays unknown to who is meant.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance, withSettings } from '../lib/instance.mjs';
import { Client, is, isProblem, staff } from '../lib/client.mjs';
import { approvedCompany, publishedAlgorithm, reviewers } from '../lib/way.mjs';

let instance, by, company, filing, at;
before(async () => {
  instance = await Instance.start();
  by = await reviewers(instance);
  company = await approvedCompany(instance, by);
  filing = await publishedAlgorithm(instance, company, by, '被投诉的算法');
  at = `/register/${encodeURIComponent(filing.number)}/complaints`;
});
after(() => instance?.end());

const SECRET = '投诉人所写的事实', CONTACT = '13800138000';
const open = () => new Client(instance);
const complain = async (json) => is(await open().post(at,
  { kind: 'complaint', text: SECRET, contact: CONTACT, ...json }), 201).json;
const newest = async () => {
  const { items } = is(await by.final.get('/supervision?kind=complaint&limit=100'), 200).json;
  return items.sort((a, b) => (a.id < b.id ? 1 : -1))[0];
};
const move = (who, { id }, json) => who.post(`/supervision/${id}/moves`, json);
const follow = async (code) => is(await open().get(`/complaints/${code}`), 200).json;

test('a complaint is taken, answered by its clock, and followed without an account', async () => {
  const { code, due_on, state_label } = await complain();
  assert.equal(state_label, '待受理');
  assert.match(due_on, /^\d{4}-/);
  const matter = await newest();
  assert.equal(matter.due_on, due_on);
  const whole = is(await by.preliminary.get(`/supervision/${matter.id}`), 200).json;
  assert.deepEqual([whole.steps[0].text, whole.steps[0].contact], [SECRET, CONTACT]);
  const taken = is(await move(by.preliminary, matter, { on: 'take', text: '内部：先核实' }), 200).json;
  assert.ok(taken.due_on > due_on);
  assert.ok(!JSON.stringify(await follow(code)).includes('内部'));
  is(await move(by.preliminary, matter, { on: 'answer', text: '经核实已责令改正' }), 200);
  const told = await follow(code);
  assert.deepEqual([told.over, told.state_label, told.due_on], [true, '已答复', null]);
  assert.equal(told.steps.at(-1).text, '经核实已责令改正');
  isProblem(await move(by.final, matter, { on: 'reject', text: '迟了' }), 409, 'state_conflict');
});

test('nothing of who complained reaches the organization, the public or the log', async () => {
  const { code } = await complain();
  const { id } = await newest();
  isProblem(await company.get(`/supervision/${id}`), 404, 'not_found');
  isProblem(await move(company, { id }, { on: 'take' }), 404, 'not_found');
  const pages = [
    await company.get('/supervision'), await company.get(`/filings/${filing.id}/history`),
    await company.get('/notices?unread=true'),
    await open().get(`/register/${encodeURIComponent(filing.number)}`),
    await open().get(`/pages/register/${encodeURIComponent(filing.number)}`),
    await open().get(`/complaints/${code}`),
  ];
  for (const r of pages) {
    assert.ok(!r.text.includes(SECRET) && !r.text.includes(CONTACT), r.path);
    assert.ok(!r.text.includes(id), r.path);
  }
  const auditor = await staff(instance, 'auditor');
  const { items } = is(await auditor.get(`/audit?object=${id}`), 200).json;
  assert.ok(items.some((x) => x.action === 'matter.open'));
  assert.ok(!JSON.stringify(items).includes(CONTACT));
});

test('a code that is not there tells nothing, and no matter is found by its id', async () => {
  await complain();
  const { id } = await newest();
  for (const code of [id, 'x', 'A'.repeat(43)])
    isProblem(await open().get(`/complaints/${code}`), 404, 'not_found');
});

const form = (path, fields, headers = {}) => open().call('POST', `/pages/${path}`, {
  body: typeof fields === 'string' ? fields : new URLSearchParams(fields).toString(),
  headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
});
const codeIn = ({ text }) => /class="complaint-code">[^<]*<br><code>([^<]+)</.exec(text)?.[1];

test('a form makes one complaint however often it is sent, and shows what is wrong', async () => {
  const count = async () =>
    is(await by.final.get('/supervision?kind=complaint&limit=100'), 200).json.items.length;
  const shown = is(await open().get('/pages/complain'), 200).text;
  const key = /name="key" value="([^"]+)"/.exec(shown)[1];
  const fields = { key, kind: 'complaint', number: filing.number, text: '第一行\r\n<b>第二行' };
  const n = await count();
  const wrong = is(await form('complain', { ...fields, text: '<i>', number: '1"' }), 404);
  assert.ok(wrong.text.includes('&lt;i&gt;</textarea>') && wrong.text.includes('value="1&'));
  assert.equal(wrong.headers['cache-control'], 'no-store');
  is(await form('complain', { ...fields, text: '字'.repeat(4001) }), 422);
  is(await form('complain', { ...fields, kind: 'penalty' }), 422);
  is(await form('complain', { ...fields, more: 'x' }), 422);
  assert.equal(await count(), n);

  const sent = is(await form('complain', fields), 201);
  const again = is(await form('complain', fields), 201);
  assert.match(again.headers['content-type'], /^text\/html/);
  assert.equal(codeIn(again), codeIn(sent));
  assert.equal(await count(), n + 1);
  const whole = is(await by.final.get(`/supervision/${(await newest()).id}`), 200).json;
  assert.deepEqual([whole.steps[0].text, whole.steps[0].contact], ['第一行\n<b>第二行', null]);
  const seen = is(await form('complaints', { code: codeIn(sent) }), 200).text;
  assert.ok(seen.includes('待受理') && !seen.includes('第二行'));
  assert.ok(seen.includes(`<a href="/r/${filing.number.replace(/\D/g, '')}">${filing.number}</a>`));
  assert.match(seen, /办理期限：<time datetime="\d{4}-\d\d-\d\d">\d{4}年\d+月\d+日/);
});

test('what is no form, and what comes from another site, is refused', async () => {
  const key = 'k', fields = { key, kind: 'complaint', number: filing.number, text: '事由' };
  is(await open().post('/pages/complain', fields), 415);
  is(await form('complain', 'key=a&key=b'), 415);
  is(await form('complain', '%ff=1'), 415);
  is(await form('complain', fields, { Origin: 'https://elsewhere.example' }), 403);
});

test('what is no complaint is refused with its place, and nothing is kept', async () => {
  const list = () => by.final.get('/supervision?kind=complaint');
  const count = async () => is(await list(), 200).json.items.length;
  const n = await count();
  const post = (json, path = at) => open().post(path, json);
  isProblem(await post({ kind: 'complaint' }), 422);
  isProblem(await post({ kind: 'complaint', text: '字'.repeat(4001) }), 422);
  isProblem(await post({ kind: 'complaint', text: '事由', contact: '字'.repeat(201) }), 422);
  isProblem(await post({ kind: 'penalty', text: '事由' }), 400, 'matter_kind_unknown');
  isProblem(await post({ kind: 'complaint', text: '事由' }, '/register/123/complaints'), 404);
  assert.equal(await count(), n);
});

test('so many may be open about one entry and in all, wherever they come from', async () => {
  const settings = {
    'quota.complaints': 3, 'quota.entry_complaints': 2, login_address_failures: 100,
  };
  await withSettings(settings, async (own) => {
    const of = await reviewers(own);
    const company_ = await approvedCompany(own, of);
    const [one, other] = [
      await publishedAlgorithm(own, company_, of, '甲算法'),
      await publishedAlgorithm(own, company_, of, '乙算法'),
    ];
    const post = (entry) => new Client(own)
      .post(`/register/${encodeURIComponent(entry.number)}/complaints`, {
        kind: 'complaint', text: '与公示的不符' });
    is(await post(one), 201);
    // Two at once for the one place that is left.
    const both = await Promise.all([post(one), post(one)]);
    assert.deepEqual(both.map((r) => r.status).sort(), [201, 429]);
    const full = both.find((r) => r.status === 429);
    assert.match(isProblem(full, 429, 'complaints_full').detail, /^关于这一备案，.*已有 2 件/);
    assert.equal(full.headers['retry-after'], '3600');
    is(await post(other), 201);
    const { detail } = isProblem(await post(other), 429, 'complaints_full');
    assert.match(detail, /^正在办理的投诉、异议已有 3 件/);
    const { items } = is(await of.final.get('/supervision?kind=complaint'), 200).json;
    const mine = items.find((x) => x.number === one.number);
    is(await move(of.final, mine, { on: 'reject', text: '不属受理范围' }), 200);
    is(await post(one), 201);
  });
});

test('one address that sends many is made to wait, and the office goes on', async () => {
  const replies = [];
  for (let i = 0; i < 40 && replies.at(-1)?.status !== 429; i++)
    replies.push(await open().post(at, { kind: 'complaint', text: `第 ${i} 件` }));
  const last = replies.at(-1);
  isProblem(last, 429, 'too_many_attempts');
  assert.ok(Number(last.headers['retry-after']) > 0);
  is(await by.final.get('/supervision'), 200);
});

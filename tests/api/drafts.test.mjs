// The box of drafts: where each filing stands, what is open in it, and texts that lost a race.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { ifMatch, is, isProblem, register } from '../lib/client.mjs';
import {
  algorithmData, approvedCompany, decide, draft, product, reviewers, save, submit,
} from '../lib/way.mjs';

let instance, by, company, data;
before(async () => {
  instance = await Instance.start();
  by = await reviewers(instance);
  company = await approvedCompany(instance, by);
  data = await algorithmData(company, await product(company));
});
after(() => instance?.end());

const list = async (query = '', client = company) =>
  is(await client.get(`/filings?limit=100${query && `&${query}`}`), 200).json.items;
const ids = (rows) => rows.map((x) => x.id);
// The name stands in several places, and must be the same in all of them.
const named = (name) => JSON.parse(
  JSON.stringify(data).replaceAll(JSON.stringify(data.basic.name), JSON.stringify(name)));
const rowOf = async (id) => (await list()).find((x) => x.id === id);
const reasons = [
  { path: '/basic/name', reason: '与实际不符', suggestion: '改为实际名称' },
  { path: '/basic', reason: '不完整', suggestion: '请补全' },
];

// Handed in and returned.
async function returned(name) {
  const filing = await draft(company, 'algorithm', named(name));
  is(await submit(company, filing), 200);
  await decide(by.preliminary, filing.id, { outcome: 'return', reasons });
  return filing;
}

test('states are asked together, open is all that a filer may mend, none guessed', async () => {
  const back = await returned('退回的推荐算法');
  const mine = await draft(company, 'algorithm', named('草稿中的推荐算法'));
  const away = await draft(company, 'algorithm', named('在审的推荐算法'));
  is(await submit(company, away), 200);

  const open = ids(await list('state=open'));
  assert.ok(open.includes(back.id) && open.includes(mine.id) && !open.includes(away.id));
  const two = await list('state=returned&state=submitted');
  assert.deepEqual([...new Set(two.map((x) => x.state))].sort(), ['returned', 'submitted']);
  const both = ids(await list('state=open&state=submitted'));
  for (const { id } of [back, mine, away]) assert.ok(both.includes(id));
  assert.deepEqual(ids(await list('state=')), ids(await list()));

  for (const state of ['drafft', 'OPEN', 'open%00', "'"]) {
    const p = isProblem(await company.get(`/filings?state=open&state=${state}`), 400);
    assert.match(p.code, /parameter_invalid|query_malformed/);
  }
  const many = Array(21).fill('state=open').join('&');
  isProblem(await company.get(`/filings?${many}`), 400, 'parameter_repeated');
  isProblem(await company.get('/filings?kind=nothing'), 400, 'parameter_invalid');
});

test('a title is found by a part of it, whatever stands in the question', async () => {
  const filing = await draft(company, 'algorithm', named('Video_精选%推荐'));
  for (const q of ['video_', '精选', '%推', 'VIDEO_精选%推荐'])
    assert.deepEqual(ids(await list(`q=${encodeURIComponent(q)}`)), [filing.id], q);
  for (const q of ['不会有的', "' OR 1=1 --", '_精_', '%'.repeat(5)])
    assert.deepEqual(await list(`q=${encodeURIComponent(q)}`), [], q);
  const long = encodeURIComponent('长'.repeat(201));
  isProblem(await company.get(`/filings?q=${long}`), 400, 'parameter_invalid');
});

test('what was changed last comes first', async () => {
  const first = await draft(company, 'algorithm', named('先建后改'));
  await draft(company, 'algorithm', named('后建'));
  await save(company, first, named('先建后改的'));
  assert.equal((await list())[0].id, first.id);
});

test('a row says in words where it stands, what is open in it and what was missing', async () => {
  const filing = await draft(company, 'algorithm', named('缺一项'));
  const fresh = await rowOf(filing.id);
  assert.equal(fresh.kind_label, '算法备案');
  assert.equal(fresh.standing, 'editable');
  assert.equal(fresh.missing, null);
  assert.equal(fresh.open_reasons, 0);
  const bad = await save(company, filing, { basic: { name: '缺一项' } });
  const errors = is(await company.post(`/filings/${bad.id}/check`), 200).json.findings
    .filter((f) => f.severity === 'error').length;
  assert.ok(errors > 3);
  assert.equal((await rowOf(bad.id)).missing, errors);
  const good = await save(company, bad, named('缺一项'));
  is(await company.post(`/filings/${good.id}/check`), 200);
  assert.equal((await rowOf(good.id)).missing, 0);
  const worse = await save(company, good, { basic: { name: '缺一项' } });
  isProblem(await submit(company, worse), 422, 'not_acceptable');
  assert.equal((await rowOf(worse.id)).missing, errors);
});

test('reasons are open until it is handed in again; days are told while a clock runs', async () => {
  const back = await returned('要补正的推荐算法');
  const row = await rowOf(back.id);
  assert.equal(row.open_reasons, 2);
  assert.equal(row.state_label, '退回补正');
  const now = is(await company.get(`/filings/${back.id}`), 200);
  const mended = await save(company, { id: back.id, etag: now.headers.etag }, named('已补正的'));
  assert.equal((await rowOf(back.id)).open_reasons, 2);
  is(await submit(company, mended), 200);
  const away = await rowOf(back.id);
  assert.equal(away.open_reasons, 0);
  assert.equal(away.missing, null);
  assert.match(away.due_on, /^\d{4}-\d\d-\d\d$/);
  assert.ok(away.days_left > 0);
  is(await company.post(`/filings/${back.id}/withdraw`), 200);
  assert.equal((await rowOf(back.id)).open_reasons, 0, 'of a version before');
});

test('an empty draft is offered again until somebody writes into it', async () => {
  const begin = { kind: 'algorithm', action: 'initial' };
  const first = is(await company.post('/filings', begin), 201);
  const again = is(await company.post('/filings', begin), 200);
  assert.equal(again.json.id, first.json.id);
  assert.equal(again.headers.location, first.headers.location);
  assert.equal(again.headers.etag, first.headers.etag);
  const other = await approvedCompany(instance, by);
  assert.notEqual(is(await other.post('/filings', begin), 201).json.id, first.json.id);

  const filing = { id: first.json.id, etag: first.headers.etag };
  const saved = await save(company, filing, {});
  const next = is(await company.post('/filings', begin), 201);
  assert.notEqual(next.json.id, saved.id);
  is(await company.del(`/filings/${next.json.id}`, ifMatch(next.headers.etag)), 204);
  is(await company.post('/filings', begin), 201, 'a deleted one is not offered');
});

test('twenty who begin at once begin one draft', async () => {
  const one = await approvedCompany(instance, by);
  const begin = { kind: 'algorithm', action: 'initial' };
  const answers = await Promise.all(Array.from({ length: 20 }, () => one.post('/filings', begin)));
  for (const r of answers) is(r, [200, 201]);
  assert.equal(answers.filter((r) => r.status === 201).length, 1);
  assert.equal(new Set(answers.map((r) => r.json.id)).size, 1);
});

test('a lost text is kept once, however often it is sent, is listed and deleted', async () => {
  const filing = await draft(company, 'algorithm', named('两个页面'));
  await save(company, filing, named('先存的'));
  const at = `/filings/${filing.id}`;
  const late = (name) => company.put(at, { data: named(name) }, ifMatch(filing.etag));
  const kept = new Set();
  for (let n = 0; n < 30; n++) kept.add(isProblem(await late('后存的'), 412, 'stale').kept);
  assert.equal(kept.size, 1);
  isProblem(await late('第三个'), 412);
  is(await late('先存的'), 200, 'it stands there already');

  const items = is(await company.get(`${at}/kept`), 200).json.items;
  assert.deepEqual(items.map((x) => x.title), ['第三个', '后存的']);
  assert.equal(items[1].id, [...kept][0]);
  assert.equal(`"r${items[1].base_revision}"`, filing.etag);

  const other = await register(instance);
  isProblem(await other.get(`${at}/kept`), 404, 'not_found');
  isProblem(await other.del(`${at}/kept/${items[1].id}`), 404, 'not_found');
  isProblem(await by.preliminary.get(`${at}/kept`), 403, 'role_required');
  is(await company.del(`${at}/kept/${items[1].id}`), 204);
  isProblem(await company.get(`${at}/kept/${items[1].id}`), 404, 'not_found');
  assert.equal(is(await company.get(`${at}/kept`), 200).json.items.length, 1);
});

// Whoever ends a service says when and what becomes of its users; two people strike the entry.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { hasFinding, ifMatch, is, isProblem } from '../lib/client.mjs';
import { approvedCompany, decide, publishedAlgorithm, reviewers, submit } from '../lib/way.mjs';
import { withValue } from '../lib/forms.mjs';

let instance, by, company;
before(async () => {
  instance = await Instance.start();
  by = await reviewers(instance);
  company = await approvedCompany(instance, by);
});
after(() => instance?.end());

const read = async (id) => {
  const r = is(await company.get(`/filings/${id}`), 200);
  return { ...r.json, etag: r.headers.etag };
};
const ENDING = { ended_on: '2026-11-20', reason: '停止运营。', arrangements: '已公告。' };

async function ending(of, changes = {}) {
  const body = { kind: 'algorithm', action: 'deregister', of };
  const filing = await read(is(await company.post('/filings', body), 201).json.id);
  let { data } = filing;
  for (const [path, value] of Object.entries({ '/ending': ENDING, ...changes }))
    data = withValue(data, path, value);
  const r = is(await company.put(`/filings/${filing.id}`, { data }, ifMatch(filing.etag)), 200);
  return { ...filing, etag: r.headers.etag, data };
}

test('two people pass it, the filing is deregistered and its entry a tombstone', async () => {
  const old = await publishedAlgorithm(instance, company, by, '注销算法');
  const filing = await ending(old.id);
  const { decision } = is(await submit(company, filing), 200).json;
  hasFinding(decision, '/ending/ended_on',
    { severity: 'warning', rule: 'deregister.before_approval' });
  const { filed_on } =
    is(await company.get(`/register/${encodeURIComponent(old.number)}`), 200).json;
  const clock = (await read(filing.id)).deadlines.find((d) => d.name === 'ending');
  assert.deepEqual([clock.from, clock.days], [filed_on, 20]);
  await decide(by.preliminary, filing.id);
  assert.equal((await read(old.id)).state, 'approved');
  await decide(by.final, filing.id);

  assert.equal((await read(filing.id)).state, 'completed');
  assert.equal((await read(old.id)).state, 'deregistered');
  const entry = is(await company.get(`/register/${encodeURIComponent(old.number)}`), 200).json;
  assert.equal(entry.status, 'deregistered');
  assert.deepEqual(entry.history.map((h) => h.what), ['filed', 'deregistered']);
  const again = { kind: 'algorithm', action: 'change', of: old.id };
  isProblem(await company.post('/filings', again), 409, 'of_not_in_force');
});

test('nothing else may be changed with it, and what becomes of users is said', async () => {
  const old = await publishedAlgorithm(instance, company, by, '注销改动算法');
  const filing = await ending(old.id, { '/basic/name': '另一个名称', '/ending/arrangements': '' });
  const { findings } = isProblem(await submit(company, filing), 422, 'not_acceptable');
  const rules = findings.map((f) => `${f.rule} ${f.path}`);
  assert.ok(rules.includes('form.fixed /basic/name'), rules.join());
  assert.ok(rules.includes('form.required /ending/arrangements'), rules.join());
});

test('what ended is listed with the day, in the columns of the official notices', async () => {
  const old = await publishedAlgorithm(instance, company, by, '=注销公告算法');
  const ask = async (query = '') =>
    is(await company.get(`/register/cancellations?${query}`), 200);
  const before = (await ask()).json.items.map((x) => x.number);
  assert.ok(!before.includes(old.number));
  const filing = await ending(old.id);
  is(await submit(company, filing), 200);
  await decide(by.preliminary, filing.id);
  await decide(by.final, filing.id);

  const { items, next } = (await ask('limit=1')).json;
  const [x] = items;
  assert.equal(x.end_label, '备案主体办理注销');
  const stone = is(await company.get(`/pages/r/${old.number.replace(/\D/g, '')}`), 200).text;
  assert.match(stone, /备案主体办理注销，依据《互联网信息服务算法推荐管理规定》第二十四条第三款。/);
  assert.deepEqual([x.number, x.status, x.status_label], [old.number, 'deregistered', '已注销']);
  const rest = next ? (await ask(`limit=1&cursor=${next}`)).json.items : [];
  assert.deepEqual([x.number, ...rest.map((r) => r.number)],
    [old.number, ...before.slice(0, 1)]);
  const on = (range) => ask(range).then((r) => r.json.items.some((i) => i.number === old.number));
  assert.equal(await on(`from=${x.struck_on}&to=${x.struck_on}`), true);
  assert.equal(await on('to=2000-01-01'), false);
  assert.equal(await on(x.role ? 'series=algorithm' : 'series=deep_synthesis'), false);
  assert.equal(await on(x.role ? 'series=deep_synthesis' : 'series=algorithm'), true);

  const [head, row] = (await ask('format=csv&limit=1')).text.trim().split('\r\n');
  assert.equal(head.replace('\ufeff', ''),
    '"序号","算法名称","类别/角色","主体名称","应用产品","主要用途","备案编号","注销时间"');
  assert.ok(row.includes(`"'=注销公告算法",`), row);
  assert.ok(row.endsWith(`,"${old.number}","${x.struck_on}"`), row);
  assert.ok(row.startsWith('"1",'), row);
});

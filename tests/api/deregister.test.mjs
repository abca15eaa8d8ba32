// Whoever ends a service says when and what becomes of its users; two people strike the entry.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { ifMatch, is, isProblem } from '../lib/client.mjs';
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
  is(await submit(company, filing), 200);
  const clock = (await read(filing.id)).deadlines.find((d) => d.name === 'ending');
  assert.deepEqual([clock.from, clock.days], ['2026-11-20', 20]);
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

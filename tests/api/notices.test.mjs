// What people are told: by whom it is read, that it comes soon and once, and that it holds nothing
// that was typed.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { is, isProblem, register } from '../lib/client.mjs';
import { Instance } from '../lib/instance.mjs';
import { approvedCompany, decide, reviewers, submittedAlgorithm } from '../lib/way.mjs';

const RETURN = {
  outcome: 'return',
  reasons: [{ path: '/basic/name', reason: '名称与网站不符', suggestion: '请写网站上的名称' }],
};

let instance, by, company;
const all = (client) => client.get('/notices?limit=100').then((r) => is(r, 200).json);
const of = async (client, filing, code) =>
  (await all(client)).items.filter((n) => n.filing === filing && n.code === code);

before(async () => {
  instance = await Instance.start();
  by = await reviewers(instance);
  company = await approvedCompany(instance, by);
});
after(() => instance?.stop());

async function returned() {
  const filing = await submittedAlgorithm(company);
  await decide(by.preliminary, filing.id, RETURN);
  await instance.until('the company is told', async () =>
    (await of(company, filing.id, 'returned')).length);
  return filing;
}

test('a_filer_is_told_once_of_each_step_and_colleagues_of_others_of_none', async () => {
  const filing = await returned();
  assert.equal((await of(company, filing.id, 'submitted')).length, 1);
  const [told] = await of(company, filing.id, 'returned');
  assert.match(told.title, /须补正/);
  assert.match(told.text, /20\d\d-\d\d-\d\d 前/);
  assert.doesNotMatch(told.text + told.title, /名称与网站不符|请写网站上/);
  assert.equal(told.task, null);
  assert.equal(told.read_at, null);
  const stranger = await register(instance);
  assert.deepEqual((await all(stranger)).items, []);
  for (const other of [stranger, by.preliminary])
    isProblem(await other.post(`/notices/${told.id}/read`), 404, 'not_found');
});

test('what_is_read_counts_no_more_and_the_session_says_how_many_are_left', async () => {
  const filing = await returned();
  const { unread, items } = await all(company);
  assert.equal(is(await company.get('/session'), 200).json.unread, unread);
  assert.equal(is(await company.get('/home'), 200).json.notices.unread, unread);
  const one = items.find((n) => n.filing === filing.id);
  const read = is(await company.post(`/notices/${one.id}/read`), 200).json;
  assert.ok(read.read_at);
  const again = is(await company.post(`/notices/${one.id}/read`), 200).json;
  assert.equal(again.read_at, read.read_at);
  assert.equal((await all(company)).unread, unread - 1);
  is(await company.post('/notices/read', { until: items[0].id }), 200);
  assert.equal((await all(company)).unread, 0);
  assert.deepEqual(is(await company.get('/notices?unread=true'), 200).json.items, []);
});

test('a_list_goes_on_by_its_cursor_the_newest_first', async () => {
  const { items } = await all(company);
  const seen = [];
  for (let next = ''; next !== null;) {
    const page = is(await company.get(`/notices?limit=2${next && `&cursor=${next}`}`), 200).json;
    seen.push(...page.items.map((n) => n.id));
    next = page.next;
  }
  assert.deepEqual(seen, items.map((n) => n.id));
  assert.deepEqual(items.map((n) => n.at), items.map((n) => n.at).sort().reverse());
});

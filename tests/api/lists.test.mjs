// Lists come page by page, without a gap, without a double, in the order that is promised.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { is, isProblem, register, staff, unique } from '../lib/client.mjs';
import {
  algorithmData, approvedCompany, draft, product, reviewers, save, submit,
} from '../lib/way.mjs';

let instance, by, company;
before(async () => {
  instance = await Instance.start();
  by = await reviewers(instance);
  company = await approvedCompany(instance, by);
});
after(() => instance?.end());

async function pages(client, path, limit) {
  const items = [];
  const first = `${path}${path.includes('?') ? '&' : '?'}limit=${limit}`;
  let n = 0;
  for (let at = first; at !== null;) {
    const page = is(await client.get(at), 200).json;
    for (const name of ['items', 'next']) assert.ok(name in page, name);
    assert.ok(page.items.length <= limit);
    const isFull = page.items.length === limit;
    assert.ok(page.next === null || isFull, 'a page that has a next one is full');
    items.push(...page.items);
    at = page.next && `${first}&cursor=${encodeURIComponent(page.next)}`;
    assert.ok(++n < 200, 'the pages end');
  }
  assert.equal(new Set(items.map((x) => x.id)).size, items.length, 'nothing comes twice');
  return items;
}

const ids = (rows) => rows.map((x) => x.id);

test('filings come by their last change, each once, chosen by kind and state', async () => {
  const made = [];
  for (let n = 0; n < 7; n++) made.push((await draft(company, 'algorithm', {})).id);
  const whole = await pages(company, '/filings', 100);
  for (const limit of [1, 2, 3, 8]) {
    assert.deepEqual(ids(await pages(company, '/filings', limit)), ids(whole));
  }
  assert.deepEqual(ids(whole.slice(0, 7)).sort(), [...made].sort());
  const times = whole.map((x) => x.updated_at);
  assert.deepEqual(times, [...times].sort().reverse());
  const drafts = await pages(company, '/filings?state=draft&kind=algorithm', 3);
  assert.deepEqual(ids(drafts).sort(), [...made].sort());
  const subjects = await pages(company, '/filings?kind=subject', 5);
  assert.deepEqual(subjects.map((x) => x.state), ['approved']);
  for (const row of whole) assert.ok(!('data' in row), 'a list does not carry the data');
});

test('a filing that is added while somebody pages neither repeats nor hides another', async () => {
  const first = is(await company.get('/filings?limit=3'), 200).json;
  const fresh = await draft(company, 'algorithm', {});
  const at = `/filings?limit=3&cursor=${encodeURIComponent(first.next)}`;
  const second = is(await company.get(at), 200).json;
  const seen = ids([...first.items, ...second.items]);
  assert.equal(new Set(seen).size, 6);
  assert.ok(!seen.includes(fresh.id));
});

test('products come page by page', async () => {
  const made = [];
  for (let n = 0; n < 5; n++) made.push((await product(company)).id);
  for (const limit of [2, 5, 100]) {
    assert.deepEqual(ids(await pages(company, '/products', limit)).sort(), [...made].sort());
  }
});

test('review tasks come by due date, then in the order in which they were opened', async () => {
  const p = await product(company);
  const data = await algorithmData(company, p);
  for (let n = 0; n < 4; n++) {
    is(await submit(company, await draft(company, 'algorithm', data)), 200);
  }
  const today = new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10);
  const { counted } = is(await company.get(`/calendar/deadline?from=${today}&days=100`), 200).json;
  for (const limit of [1, 3, 100]) {
    const tasks = await pages(by.preliminary, '/review/tasks?state=open', limit);
    assert.ok(tasks.length >= 4);
    const keys = tasks.map((t) => `${t.due_on ?? ''} ${t.id}`);
    assert.deepEqual(keys, [...keys].sort());
    for (const t of tasks) {
      assert.equal(t.state, 'open');
      assert.equal(t.claimed_by, null);
      assert.ok(t.organization.name);
      const left = counted.filter((d) => d > today && d <= t.due_on).length;
      assert.equal(t.days_left, left, 'working days, not days');
    }
  }
  assert.deepEqual((await pages(by.preliminary, '/review/tasks?stage=final', 5)).length, 0);
});

test('staff accounts come page by page, without a password or a hash', async () => {
  const admin = await staff(instance, 'system_admin');
  const whole = await pages(admin, '/staff', 100);
  assert.equal(whole.length, 7);
  assert.deepEqual(ids(await pages(admin, '/staff', 1)), ids(whole));
  const text = (await admin.get('/staff')).text;
  assert.doesNotMatch(text, /argon2|password|hash/);
});

test('a limit over 100 and a cursor that is none are refused', async () => {
  for (const path of ['/filings', '/products', '/register']) {
    for (const limit of ['0', '101', '-5', 'x', '1.5']) {
      isProblem(await company.get(`${path}?limit=${limit}`), [400, 422]);
    }
  }
  isProblem(await company.get(`/register?cursor=${encodeURIComponent('no cursor')}`), [400, 422]);
});

test('a draft of another company never shows in a list', async () => {
  const other = await register(instance, `隔壁公司${unique()}`);
  const filing = await draft(other, 'subject', {});
  await save(other, filing, {});
  for (const row of await pages(company, '/filings', 100)) assert.notEqual(row.id, filing.id);
});

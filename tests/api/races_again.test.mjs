// Asked again: whoever did not get the answer sends the same once more, later or at the same time,
// and is told what came of the first.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { is, isProblem, register, staff, unique } from '../lib/client.mjs';
import { withValue } from '../lib/forms.mjs';
import { inOneQueue, patient, whileJudged } from '../lib/hold.mjs';
import {
  approvedCompany, decide, draft, productData, reviewers, save, subjectData, submit,
  submittedAlgorithm, taskOf,
} from '../lib/way.mjs';

let instance, by, admin, company;
before(async () => {
  instance = await patient();
  by = await reviewers(instance);
  admin = await staff(instance, 'system_admin');
  company = await approvedCompany(instance, by);
});
after(() => instance?.end());

const history = async (client, id, what) =>
  is(await client.get(`/filings/${id}/history`), 200).json.items.filter((e) => e.what === what);

const twice = (send) => inOneQueue(admin, () => [send(), send()]);

// ---- a save -------------------------------------------------------------------------------------

const at = '/basic/address';
const text = (words) => withValue({}, at, words);
const put = (client, filing, data) =>
  client.put(`/filings/${filing.id}`, { data }, { headers: { 'If-Match': filing.etag } });

// A subject in draft, and its filer: one company has one.
async function begun() {
  const filer = await register(instance);
  return { filer, filing: await draft(filer, 'subject') };
}

test('a save that is repeated with equal data is answered as the first was', async () => {
  const { filer, filing } = await begun();
  const data = { basic: { name: '某公司', address: '甲路一号' } };
  const first = await save(filer, filing, data);
  for (const again of [data, { basic: { address: '甲路一号', name: '某公司' } }]) {
    const r = is(await put(filer, filing, again), 200);
    assert.equal(r.headers.etag, first.etag, 'nothing was saved anew');
    assert.deepEqual({ ...r.json, etag: r.headers.etag }, first);
  }
  const now = is(await filer.get(`/filings/${filing.id}`), 200);
  assert.equal(now.headers.etag, first.etag);
  is(await put(filer, first, text('乙路二号')), 200, 'and the next save goes on from there');
});

test('a repeated save keeps no copy, so that none which somebody needs has to go', async () => {
  const { filer, filing } = await begun();
  await save(filer, filing, text('甲路一号'));
  const lost = isProblem(await put(filer, filing, text('乙路二号')), 412, 'stale');
  for (let n = 0; n < 25; n++) is(await put(filer, filing, text('甲路一号')), 200);
  const kept = is(await filer.get(`/filings/${filing.id}/kept/${lost.kept}`), 200).json;
  assert.deepEqual(kept.data, text('乙路二号'));
});

test('a save that is repeated after another one is stale, and is kept', async () => {
  const { filer, filing } = await begun();
  const first = await save(filer, filing, text('甲路一号'));
  const second = await save(filer, first, text('乙路二号'));
  const r = await put(filer, filing, text('甲路一号'));
  const { kept } = isProblem(r, 412, 'stale');
  assert.equal(r.headers.etag, second.etag);
  const copy = is(await filer.get(`/filings/${filing.id}/kept/${kept}`), 200).json;
  assert.deepEqual(copy.data, text('甲路一号'));
});

test('one save sent twice at once is one save, and both are told of it', async () => {
  const { filer, filing } = await begun();
  const answers = await twice(() => put(filer, filing, text('甲路一号')));
  for (const r of answers) is(r, 200);
  assert.equal(new Set(answers.map((r) => r.headers.etag)).size, 1, 'one revision');
});

test('a save that made a draft of what was withdrawn is repeated without an event', async () => {
  const filer = await register(instance);
  const data = await subjectData(filer);
  const filing = await draft(filer, 'subject', data);
  is(await submit(filer, filing), 200);
  const withdrawn = is(await filer.post(`/filings/${filing.id}/withdraw`), 200);
  const old = { id: filing.id, etag: withdrawn.headers.etag };
  const first = await save(filer, old, withValue(data, at, '丙路三号'));
  const r = is(await put(filer, old, withValue(data, at, '丙路三号')), 200);
  assert.deepEqual([r.headers.etag, r.json.state, r.json.version], [first.etag, 'draft', 2]);
  assert.equal((await history(filer, filing.id, 'save')).length, 1);
});

// ---- one key at one moment ----------------------------------------------------------------------

const keyed = () => ({ headers: { 'Idempotency-Key': `key-${unique()}` } });

// Each is answered alike, and well.
function areOne(answers, status) {
  for (const r of answers) is(r, status);
  assert.equal(new Set(answers.map((r) => r.text)).size, 1, answers.map((r) => r.text).join('\n'));
  assert.equal(new Set(answers.map((r) => r.headers.etag)).size, 1);
  assert.equal(new Set(answers.map((r) => r.headers.location)).size, 1);
  return answers[0].json;
}

for (const [what, make] of [
  ['a subject begun', async () => {
    const filer = await register(instance);
    const body = { kind: 'subject', action: 'initial' };
    return {
      send: (key) => filer.post('/filings', body, key), status: 201,
      seen: async () => is(await filer.get('/filings'), 200).json.items.length,
    };
  }],
  ['a filing withdrawn', async () => {
    const filer = await register(instance);
    const filing = await draft(filer, 'subject', await subjectData(filer));
    is(await submit(filer, filing), 200);
    return {
      send: (key) => filer.post(`/filings/${filing.id}/withdraw`, {}, key), status: 200,
      seen: async () => (await history(filer, filing.id, 'withdraw')).length,
    };
  }],
  ['a task given back', async () => {
    const filing = await submittedAlgorithm(company);
    const task = await taskOf(by.preliminary, filing.id);
    is(await by.preliminary.post(`/review/tasks/${task.id}/claim`), 200);
    return {
      send: (key) => by.preliminary.post(`/review/tasks/${task.id}/release`, {}, key), status: 200,
      seen: async () => (await history(by.preliminary, filing.id, 'release')).length,
    };
  }],
]) {
  test(`${what} twice at once with one key is so once, and both are told of it`, async () => {
    const { send, status, seen } = await make();
    const key = keyed();
    areOne(await twice(() => send(key)), status);
    assert.equal(await seen(), 1, 'one effect');
  });
}

test('a final pass sent twice at once with one key is one, and both have its number', async () => {
  const filing = await submittedAlgorithm(company);
  await decide(by.preliminary, filing.id);
  const task = await taskOf(by.final, filing.id);
  is(await by.final.post(`/review/tasks/${task.id}/claim`), 200);
  const key = keyed();
  const send = () => [0, 1].map(() =>
    by.final.post(`/review/tasks/${task.id}/decision`, { outcome: 'pass', reasons: [] }, key));
  const { number } = areOne(await whileJudged(admin, send, () => {}), 200);
  assert.equal(is(await company.get(`/filings/${filing.id}`), 200).json.number, number);
  assert.equal((await history(company, filing.id, 'pass')).length, 2, 'one of each stage');
});

test('a product sent twice at once with one key is one', async () => {
  const data = await productData(company);
  const key = keyed();
  const send = () => [0, 1].map(() => company.post('/products', data, key));
  areOne(await whileJudged(admin, send, () => {}), 201);
  const list = is(await company.get('/products?limit=100'), 200).json;
  assert.equal(list.items.filter((p) => p.name === data.name).length, 1);
});

test('of two products sent at once with one key one is added, the other refused', async () => {
  const both = [await productData(company), await productData(company)];
  const key = keyed();
  const send = () => both.map((data) => company.post('/products', data, key));
  const answers = await whileJudged(admin, send, () => {});
  const lost = answers.findIndex((r) => r.status !== 201);
  isProblem(answers[lost], 422, 'idempotency_mismatch');
  const list = is(await company.get('/products?limit=100'), 200).json;
  const made = list.items.filter((p) => both.some((data) => data.name === p.name));
  assert.deepEqual(made.map((p) => p.id), [is(answers[1 - lost], 201).json.id]);
});

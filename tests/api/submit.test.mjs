// A submit gets all findings at once, files once only, and never passes the gate too early.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { hasFinding, is, isCompleteFinding, isProblem, register, unique } from '../lib/client.mjs';
import {
  algorithmData, approvedCompany, draft, form, product, productData, reviewers, submit, subjectData,
} from '../lib/way.mjs';

let instance, by, company;
before(async () => {
  instance = await Instance.start();
  by = await reviewers(instance);
  company = await approvedCompany(instance, by);
});
after(() => instance?.end());

const state = async (client, id) => (await client.get(`/filings/${id}`)).json.state;
const submits = async (id) => {
  const { items } = is(await company.get(`/filings/${id}/history`), 200).json;
  return items.filter((e) => e.what === 'submit').length;
};
// A draft that lacks nothing.
const whole = async () =>
  draft(company, 'algorithm', await algorithmData(company, await product(company)));

test('an incomplete filing gets all its findings at once, each of them complete', async () => {
  const filing = await draft(company, 'algorithm', {});
  const r = await submit(company, filing);
  const p = isProblem(r, 422, 'not_acceptable');
  assert.equal(p.verdict, 'not_acceptable');
  assert.match(p.rule_set, /^[0-9a-f]{64}$/);
  p.findings.forEach(isCompleteFinding);
  const schema = (await form(company, 'algorithm')).schema;
  const places = schema.required.flatMap((section) =>
    (schema.properties[section].required ?? []).map((field) => `/${section}/${field}`));
  assert.ok(places.length > 0);
  for (const at of places) hasFinding(p, at);
  assert.equal(await state(company, filing.id), 'draft');
  assert.equal(await submits(filing.id), 0);
});

test('a submit without the declaration is refused', async () => {
  const filing = await whole();
  for (const body of [{}, { declaration: false }, { declaration: 'true' }, { declaration: null }]) {
    const p = isProblem(await company.post(`/filings/${filing.id}/submit`, body), 422);
    hasFinding(p, '/declaration', { severity: null });
  }
  assert.equal(await state(company, filing.id), 'draft');
});

test('submit_twice_with_one_key_files_once', async () => {
  const filing = await whole();
  const key = { headers: { 'Idempotency-Key': `key-${unique()}` } };
  const first = is(await submit(company, filing, key), 200);
  const second = is(await submit(company, filing, key), 200);
  assert.equal(second.text, first.text);
  const other = await company.post(`/filings/${filing.id}/submit`, { declaration: false }, key);
  isProblem(other, 422, 'idempotency_mismatch');
  isProblem(await submit(company, filing), 409);
  assert.equal(await submits(filing.id), 1);
});

test('eight submits at once with one key have one answer, without a key one wins', async () => {
  for (const headers of [{ 'Idempotency-Key': `key-${unique()}` }, {}]) {
    const filing = await whole();
    const eight = Array.from({ length: 8 }, () => submit(company, filing, { headers }));
    const answers = await Promise.all(eight);
    const statuses = answers.map((r) => r.status).join();
    const won = answers.filter((r) => r.status === 200);
    const isKeyed = 'Idempotency-Key' in headers;
    assert.equal(won.length, isKeyed ? 8 : 1, statuses);
    assert.equal(new Set(won.map((r) => r.text)).size, 1, statuses);
    assert.equal(await submits(filing.id), 1);
  }
});

test('a key of one thing does not answer for another, and belongs to its account', async () => {
  const headers = { 'Idempotency-Key': `key-${unique()}` };
  const data = await productData(company);
  const first = is(await company.post('/products', data, { headers }), 201);
  assert.equal(is(await company.post('/products', data, { headers }), 201).json.id, first.json.id);
  const more = await company.post('/products', await productData(company), { headers });
  isProblem(more, 422, 'idempotency_mismatch');
  const begin = { kind: 'algorithm', action: 'initial' };
  isProblem(await company.post('/filings', begin, { headers }), 422, 'idempotency_mismatch');
  const other = await approvedCompany(instance, by);
  assert.notEqual(is(await other.post('/products', data, { headers }), 201).json.id, first.json.id);
});

test('product and algorithm are refused before the subject is approved', async () => {
  const early = await register(instance);
  const data = await productData(early);
  isProblem(await early.post('/products', data), 409, 'subject_not_approved');
  const begin = { kind: 'algorithm', action: 'initial' };
  isProblem(await early.post('/filings', begin), 409, 'subject_not_approved');
  const filing = await draft(early, 'subject', await subjectData(early));
  is(await submit(early, filing), 200);
  isProblem(await early.post('/products', data), 409, 'subject_not_approved');
});

test('a credit code that another approved subject has is told when it is handed in', async () => {
  const twin = await register(instance);
  const mine = is(await company.get(`/filings/${company.subject.id}`), 200).json.data;
  const data = await subjectData(twin);
  const code = (d) => JSON.stringify(d).match(/"(9[0-9A-Z]{17})"/)[1];
  const same = JSON.parse(JSON.stringify(data).replaceAll(code(data), code(mine)));
  const filing = await draft(twin, 'subject', same);
  const told = (answer) => answer.findings.filter((f) => f.path === '/basic/credit_code');
  const checked = is(await twin.post(`/filings/${filing.id}/check`), 200).json;
  assert.deepEqual(told(checked), [], 'who only tries codes is told nothing');
  const { decision } = is(await submit(twin, filing), 200).json;
  assert.match(told(decision)[0].message, /信用代码/);
});

test('the decision is stored with the hash of its rule set and can be read again', async () => {
  const filing = await whole();
  const sent = is(await submit(company, filing), 200).json;
  const active = is(await company.get('/rule-sets/active'), 200).json;
  const hash = active.hash ?? active.rule_set;
  assert.equal(sent.decision.rule_set, hash);
  assert.equal(sent.rule_set, hash);
  assert.match(sent.decision.facts_hash, /^[0-9a-f]{64}$/);
  const deadline = sent.decision.deadlines.find((d) => d.days === 30);
  assert.ok(deadline, 'the authority has 30 working days');
  assert.match(deadline.due_on, /^\d{4}-\d\d-\d\d$/);
  const kept = is(await company.get(`/filings/${filing.id}/decisions/1`), 200).json;
  assert.deepEqual(kept.answer, sent.decision);
});

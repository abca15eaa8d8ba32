// Submitting: all findings at once, once only, and never before the gate.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { hasFinding, is, isCompleteFinding, isProblem, register, unique } from '../lib/client.mjs';
import { algorithmData, approvedCompany, draft, form, product, productData, reviewers, submit, subjectData } from '../lib/way.mjs';

let instance, by, company;
before(async () => {
  instance = await Instance.start();
  by = await reviewers(instance);
  company = await approvedCompany(instance, by);
});
after(() => instance?.end());

const state = async (client, id) => (await client.get(`/filings/${id}`)).json.state;

test('an incomplete filing gets all its findings at once, each with path, message, suggestion, article, file and line', async () => {
  const filing = await draft(company, 'algorithm', {});
  const r = await submit(company, filing);
  const p = isProblem(r, 422, 'not_acceptable');
  assert.equal(p.verdict, 'not_acceptable');
  assert.match(p.rule_set, /^[0-9a-f]{64}$/);
  p.findings.forEach(isCompleteFinding);
  const schema = (await form(company, 'algorithm')).schema;
  for (const section of schema.required ?? []) {
    for (const field of schema.properties[section].required ?? []) hasFinding(p, `/${section}/${field}`);
  }
  assert.equal(await state(company, filing.id), 'draft');
  const history = is(await company.get(`/filings/${filing.id}/history`), 200).json.items;
  assert.ok(!history.some((e) => e.what === 'submit'));
});

test('a submit without the declaration is refused', async () => {
  const filing = await draft(company, 'algorithm', await algorithmData(company, await product(company)));
  for (const body of [{}, { declaration: false }, { declaration: 'true' }, { declaration: null }]) {
    const p = isProblem(await company.post(`/filings/${filing.id}/submit`, body), 422);
    hasFinding(p, '/declaration', { severity: null });
  }
  assert.equal(await state(company, filing.id), 'draft');
});

test('submit_twice_with_one_key_files_once', async () => {
  const filing = await draft(company, 'algorithm', await algorithmData(company, await product(company)));
  const key = { headers: { 'Idempotency-Key': `key-${unique()}` } };
  const first = is(await submit(company, filing, key), 200);
  const second = is(await submit(company, filing, key), 200);
  assert.equal(second.text, first.text);
  isProblem(await company.post(`/filings/${filing.id}/submit`, { declaration: false }, key), 422, 'idempotency_mismatch');
  isProblem(await submit(company, filing), 409);
  const events = is(await company.get(`/filings/${filing.id}/history`), 200).json.items.filter((e) => e.what === 'submit');
  assert.equal(events.length, 1);
});

test('eight submits at once with one key have one answer, without a key one wins', async () => {
  for (const headers of [{ 'Idempotency-Key': `key-${unique()}` }, {}]) {
    const filing = await draft(company, 'algorithm', await algorithmData(company, await product(company)));
    const answers = await Promise.all(Array.from({ length: 8 }, () => submit(company, filing, { headers })));
    const won = answers.filter((r) => r.status === 200);
    if (headers['Idempotency-Key']) assert.equal(new Set(answers.map((r) => r.text)).size, 1, answers.map((r) => r.status).join());
    else assert.equal(won.length, 1, answers.map((r) => r.status).join());
    const events = is(await company.get(`/filings/${filing.id}/history`), 200).json.items.filter((e) => e.what === 'submit');
    assert.equal(events.length, 1);
  }
});

test('a key used for one thing does not answer for another, and belongs to its account', async () => {
  const headers = { 'Idempotency-Key': `key-${unique()}` };
  const data = await productData(company);
  const first = is(await company.post('/products', data, { headers }), 201);
  assert.equal(is(await company.post('/products', data, { headers }), 201).json.id, first.json.id);
  isProblem(await company.post('/products', await productData(company), { headers }), 422, 'idempotency_mismatch');
  isProblem(await company.post('/filings', { kind: 'algorithm', action: 'initial' }, { headers }), 422, 'idempotency_mismatch');
  const other = await approvedCompany(instance, by);
  assert.notEqual(is(await other.post('/products', data, { headers }), 201).json.id, first.json.id);
});

test('product and algorithm before the subject is approved are refused, naming the gate', async () => {
  const early = await register(instance);
  const data = await productData(early);
  isProblem(await early.post('/products', data), 409, 'subject_not_approved');
  isProblem(await early.post('/filings', { kind: 'algorithm', action: 'initial' }), 409, 'subject_not_approved');
  const filing = await draft(early, 'subject', await subjectData(early));
  is(await submit(early, filing), 200);
  isProblem(await early.post('/products', data), 409, 'subject_not_approved');
});

test('a credit code that another approved subject has is pointed out, for the reviewer to judge', async () => {
  const twin = await register(instance);
  const mine = is(await company.get(`/filings/${company.subject.id}`), 200).json.data;
  const data = await subjectData(twin);
  const code = (d) => JSON.stringify(d).match(/"(9[0-9A-Z]{17})"/)[1];
  const same = JSON.parse(JSON.stringify(data).replaceAll(code(data), code(mine)));
  const filing = await draft(twin, 'subject', same);
  const checked = is(await twin.post(`/filings/${filing.id}/check`), 200).json;
  assert.match(hasFinding(checked, '/basic/credit_code', { severity: null }).message, /信用代码/);
});

test('the decision is stored with the hash of its rule set and can be read again', async () => {
  const filing = await draft(company, 'algorithm', await algorithmData(company, await product(company)));
  const sent = is(await submit(company, filing), 200).json;
  const active = is(await company.get('/rule-sets/active'), 200).json;
  const hash = active.hash ?? active.rule_set;
  assert.equal(sent.decision.rule_set, hash);
  assert.equal(sent.rule_set, hash);
  assert.match(sent.decision.facts_hash, /^[0-9a-f]{64}$/);
  const deadline = sent.decision.deadlines.find((d) => d.days === 30);
  assert.ok(deadline, 'the authority has 30 working days');
  assert.match(deadline.due_on, /^\d{4}-\d\d-\d\d$/);
});

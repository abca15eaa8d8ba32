// One Idempotency-Key, one effect: sent at once, sent again, sent with another body; and what is
// kept of a request tells nobody what was in it.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Client, is, isProblem, register, staff, unique } from '../lib/client.mjs';
import { patient, inOneQueue, whileHashed, whileJudged } from '../lib/hold.mjs';
import { approvedCompany, draft, productData, reviewers, subjectData } from '../lib/way.mjs';

let instance, open, admin, by, company;
before(async () => {
  instance = await patient();
  open = new Client(instance);
  admin = await staff(instance, 'system_admin');
  by = await reviewers(instance);
  company = await approvedCompany(instance, by);
});
after(() => instance?.end());

const keyed = (key) => ({ headers: { 'Idempotency-Key': key } });
const account = () => ({
  username: `k${unique()}`, password: `Pw-${unique()}-${unique()}`,
  organization_name: `公司${unique()}`, contact_name: '甲', mobile: '13800138000',
  email: 'a@example.com',
});
const registration = (body, key) => open.post('/accounts', body, keyed(key));

// All of them were told the same: what one of them did.
function oneEffect(answers) {
  for (const r of answers) is(r, 201);
  assert.equal(new Set(answers.map((r) => r.json.id)).size, 1, 'one thing was made');
}

test('a registration that is sent twice while its password is hashed is one', async () => {
  const body = account(), key = unique();
  const answers = await whileHashed(admin, () => [
    registration(body, key), registration(body, key),
  ], async () => {});
  oneEffect(answers);
});

test('one that comes when the other has just been stored gets its answer, never 409', async () => {
  const body = account(), key = unique();
  const [late] = await whileHashed(admin, () => [registration(body, key)], async () => {
    is(await registration(body, key), 201);
  });
  oneEffect([late, await registration(body, key)]);
});

test('the same key with another body is 422, at once and later', async () => {
  const body = account(), key = unique();
  const other = { ...body, contact_name: '乙' };
  const [late] = await whileHashed(admin, () => [registration(other, key)], async () => {
    is(await registration(body, key), 201);
  });
  isProblem(late, 422, 'idempotency_mismatch');
  isProblem(await registration(other, key), 422, 'idempotency_mismatch');
});

test('many at once in one queue make one thing, whatever it is', async () => {
  for (const [path, body] of [
    ['/filings', { kind: 'algorithm', action: 'initial' }],
    ['/products', await productData(company)],
  ]) {
    const key = unique();
    const answers = await inOneQueue(admin, () =>
      [1, 2].map(() => company.post(path, body, keyed(key))));
    oneEffect(answers);
  }
});

test('a submit that is sent twice while it is judged is one submit', async () => {
  const filer = await register(instance);
  const filing = await draft(filer, 'subject', await subjectData(filer));
  const key = unique();
  const path = `/filings/${filing.id}/submit`;
  const submit = () => filer.post(path, { declaration: true }, keyed(key));
  const answers = await whileJudged(admin, () => [submit(), submit()], async () => {});
  for (const r of answers) assert.equal(is(r, 200).json.version, 1);
  assert.equal(is(await submit(), 200).json.state, 'submitted');
  const { items } = is(await filer.get(`/filings/${filing.id}/versions`), 200).json;
  assert.equal(items.length, 1);
});

test('a claim and a decision that are sent twice are made once', async () => {
  const next = await register(instance);
  const filing = await draft(next, 'subject', await subjectData(next));
  is(await next.post(`/filings/${filing.id}/submit`, { declaration: true }), 200);
  const { items } = is(await by.preliminary.get('/review/tasks?state=open&limit=100'), 200).json;
  const task = items.find((t) => t.filing === filing.id);
  for (const [what, body] of [
    ['claim', {}], ['decision', { outcome: 'pass', reasons: [] }],
  ]) {
    const key = unique(), path = `/review/tasks/${task.id}/${what}`;
    const answers = await Promise.all([1, 2, 3].map(() =>
      by.preliminary.post(path, body, keyed(key))));
    for (const r of answers) is(r, 200);
    assert.equal(new Set(answers.map((r) => r.text)).size, 1);
  }
});

test('a key may stand in quotes, and what cannot be seen is no key', async () => {
  const body = await productData(company), key = unique();
  const post = (k) => company.post('/products', body, keyed(k));
  oneEffect([await post(key), await post(`"${key}"`)]);
  for (const bad of ['""', 'k'.repeat(201), '"a"b"', Buffer.from('键').toString('latin1')])
    isProblem(await post(bad), 400, 'idempotency_key_invalid');
  is(await post('k'.repeat(200)), 201);
});

const sqlite = (query) =>
  execFileSync('sqlite3', [`file:${join(instance.var, 'suanbei.db')}?mode=ro`, query])
    .toString().trim();

test('the fingerprint of a request is no hash of what was in it', async () => {
  const body = JSON.stringify(account()), key = unique();
  const headers = { 'Idempotency-Key': key, 'Content-Type': 'application/json' };
  is(await open.call('POST', '/accounts', { body, headers }), 201);
  const kept = sqlite(`select request_hash from reply where key = '${key}'`);
  assert.match(kept, /^[0-9a-f]{64}$/);
  const sha = (...parts) =>
    parts.reduce((h, p) => h.update(p), createHash('sha256')).digest('hex');
  const plain = sha('POST', '/api/v1/accounts\0', body);
  const guesses = [
    plain, sha(body), sha('reply:', plain), sha(plain), sha('POST/api/v1/accounts', body),
  ];
  assert.ok(!guesses.includes(kept));
  is(await open.call('POST', '/accounts', { body, headers }), 201, 'and it is known again');
});

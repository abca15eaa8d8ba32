// Accounts of filers: all that is wrong at once, own particulars, and a way back in.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { Client, hasFinding, is, isProblem, register, staff, unique } from '../lib/client.mjs';

let instance, open, admin, auditor;
before(async () => {
  instance = await Instance.start();
  open = new Client(instance);
  admin = await staff(instance, 'system_admin');
  auditor = await staff(instance, 'auditor');
});
after(() => instance?.end());

const account = (more = {}) => ({
  username: `u${unique()}`, password: `Pw-${unique()}-${unique()}`,
  organization_name: `公司${unique()}`, contact_name: '李四', mobile: '13800138000',
  email: 'a@example.com', ...more,
});
const places = (p) => p.findings.map((f) => f.path).sort();
const audited = async (action) =>
  is(await auditor.get('/audit?limit=100'), 200).json.items.filter((x) => x.action === action);

// ---- registering --------------------------------------------------------------------------------

test('all that is wrong with a registration is told at once, each place once', async () => {
  const names = [
    '/contact_name', '/email', '/mobile', '/organization_name', '/password', '/username',
  ];
  assert.deepEqual(places(isProblem(await open.post('/accounts', {}), 422)), names);
  const bad = {
    username: 'a b', password: 'kurz', organization_name: '', contact_name: 7, mobile: '12',
    email: 'nope', colour: 1,
  };
  const p = isProblem(await open.post('/accounts', bad), 422, 'account_invalid');
  assert.deepEqual(places(p), ['/colour', ...names]);
  assert.match(p.detail, /7 处/);
  assert.ok(!JSON.stringify(p).includes('kurz'));
  for (const body of [[], null, 'x', 7])
    isProblem(await open.post('/accounts', body), [400, 422]);
});

test('a name that is taken is told with all else, and alone is a conflict', async () => {
  const mine = account();
  is(await open.post('/accounts', mine), 201);
  const username = mine.username.toUpperCase();
  const alone = isProblem(await open.post('/accounts', account({ username })), 409);
  assert.equal(alone.code, 'username_taken');
  hasFinding(alone, '/username', { rule: 'account.taken' });
  const more = isProblem(await open.post('/accounts', account({ username, mobile: '12' })), 422);
  assert.deepEqual(places(more), ['/mobile', '/username']);
});

test('the form of an account is checked while typed, and tells no taken name', async () => {
  const { username } = await register(instance);
  const data = account({ username, mobile: '12' });
  delete data.password;
  const said = is(await open.post('/check', { kind: 'account', data }), 200).json;
  assert.equal(said.verdict, 'not_acceptable');
  assert.deepEqual(said.findings.map((f) => f.path), ['/mobile']);
  const good = { ...data, mobile: '13800138000' };
  const fine = is(await open.post('/check', { kind: 'account', data: good }), 200).json;
  assert.equal(fine.verdict, 'acceptable');
  assert.ok(!JSON.stringify([said, fine]).includes('已被使用'));
  const secret = { kind: 'account', data: account() };
  isProblem(await open.post('/check', secret), 422, 'shape_invalid');
});

// ---- own particulars ----------------------------------------------------------------------------

const contact = { contact_name: '王五', mobile: '13900139000', email: 'w5@example.com' };

test('a filer mends the own particulars, and the trail says so without them', async () => {
  const filer = await register(instance);
  const before = is(await filer.get('/account'), 200).json;
  assert.equal(before.contact_changed_at, null);
  assert.equal(before.organization.name, filer.organization);
  const { json } = is(await filer.put('/account', contact), 200);
  const changed = json.contact_changed_at;
  assert.match(changed, /\+08:00$/);
  assert.deepEqual(json, { ...before, ...contact, contact_changed_at: changed });
  assert.deepEqual(is(await filer.get('/account'), 200).json, json);
  assert.equal(is(await filer.get('/session'), 200).json.account.contact_name, '王五');

  is(await filer.put('/account', contact), 200, 'the same again changes nothing');
  const lines = (await audited('account.contact')).filter((x) => x.object === before.id);
  assert.equal(lines.length, 1);
  assert.ok(!JSON.stringify(lines).includes('139'));
});

test('particulars that do not fit are refused all at once and change nothing', async () => {
  const filer = await register(instance);
  const before = is(await filer.get('/account'), 200).json;
  const bad = { contact_name: '', mobile: '12', email: 'nope' };
  const p = isProblem(await filer.put('/account', bad), 422, 'account_invalid');
  assert.deepEqual(places(p), ['/contact_name', '/email', '/mobile']);
  assert.deepEqual(places(isProblem(await filer.put('/account', {}), 422)), places(p));
  for (const more of [{ username: 'other' }, { roles: ['system_admin'] }, { organization: null }])
    isProblem(await filer.put('/account', { ...contact, ...more }), 422);
  assert.deepEqual(is(await filer.get('/account'), 200).json, before);
});

test('staff have particulars, too, which no form of filers judges', async () => {
  const reviewer = await staff(instance, 'final_reviewer');
  const particulars = { ...contact, mobile: '010-12345678 转 9' };
  const { json } = is(await reviewer.put('/account', particulars), 200);
  assert.equal(json.mobile, particulars.mobile);
  assert.equal(json.organization, null);
});

// ---- a way back in ------------------------------------------------------------------------------

const ask = (body) => open.post('/account/recovery', body);
const finish = (username, code, password) =>
  open.post('/account/recovery/finish', { username, code, password });
const waiting = async (username) =>
  is(await admin.get('/recoveries?limit=100'), 200).json.items.find((x) => x.username === username);
const give = async (id) => is(await admin.post(`/recoveries/${id}/code`), 200).json;
const fresh = () => `neu-${unique()}-lang`;

// Somebody who has asked for a way back in. → the filer, with the id of the request
async function lost() {
  const filer = await register(instance);
  is(await ask({ username: filer.username, mobile: '13800138000' }), 202);
  return Object.assign(filer, await waiting(filer.username));
}

test('a lost password is asked for, a code told on the telephone sets another one', async () => {
  const filer = await lost();
  const row = await waiting(filer.username);
  assert.equal(row.organization_name, filer.organization);
  assert.equal(row.code_expires_at, null);
  assert.ok(!JSON.stringify(row).includes('138'), 'a list shows no number');
  const given = await give(filer.id);
  assert.match(given.code, /^\d{8}$/);
  assert.equal(given.mobile, '13800138000');

  const password = fresh();
  is(await finish(filer.username, ` ${given.code.slice(0, 4)}-${given.code.slice(4)} `, password),
    204);
  assert.equal(is(await filer.get('/session'), 200).json.account, null, 'the old session is over');
  const { username } = filer;
  isProblem(await open.post('/session', { username, password: filer.password }), 401);
  await new Client(instance).login(username, password);
  assert.equal(await waiting(username), undefined);
  const again = isProblem(await finish(username, given.code, fresh()), 422, 'recovery_failed');
  hasFinding(again, '/code');
  for (const action of ['recovery.ask', 'recovery.code', 'recovery.finish'])
    assert.ok((await audited(action)).length > 0, action);
  assert.ok(!(await instance.logs()).includes(given.code));
});

test('asking tells nobody whether there is such an account', async () => {
  const { username } = await register(instance);
  const email = `${username}@example.com`;
  const strip = (r) => JSON.stringify([is(r, 202).json, Object.keys(r.headers).sort()]);
  const asked = [
    { username: `nobody${unique()}`, mobile: '13800138000' },
    { username, mobile: '13900139000' }, { username, mobile: '' }, { username, mobile: 'x' },
    { username, email: 'other@example.com' }, { username, email: '' },
    { username, mobile: '13800138000', email: 'other@example.com' },
    { username: instance.credentials.auditor.username, mobile: '13800138000' },
  ];
  const answers = [];
  for (const body of asked) answers.push(strip(await ask(body)));
  assert.equal(await waiting(username), undefined);
  const theirs = { username: username.toUpperCase(), mobile: '+86 138-0013-8000' };
  answers.push(strip(await ask({ ...theirs, email: email.toUpperCase() })));
  assert.equal(new Set(answers).size, 1);
  assert.ok(await waiting(username));
});

test('finishing tells nobody whether there is such an account or such a request', async () => {
  const filer = await lost();
  const { username } = await register(instance);
  const words = (r) => ({ ...isProblem(r, 422, 'recovery_failed'), request_id: null });
  const password = fresh();
  const said = [
    await finish(`nobody${unique()}`, '12345678', password),
    await finish(username, '12345678', password), // has not asked
    await finish(filer.username, '12345678', password), // has no code
  ].map(words);
  await give(filer.id);
  said.push(words(await finish(filer.username, 'abc', password)));
  for (const one of said) assert.deepEqual(one, said[0]);
  hasFinding(isProblem(await finish(filer.username, '1', 'kurz'), 422), '/password');
});

test('five wrong codes are the end of one, also when they come at once', async () => {
  const filer = await lost();
  const { code } = await give(filer.id);
  const wrong = String((Number(code) + 1) % 1e8).padStart(8, '0');
  const tries = Array.from({ length: 6 }, () => finish(filer.username, wrong, fresh()));
  for (const r of await Promise.all(tries)) isProblem(r, 422, 'recovery_failed');
  isProblem(await finish(filer.username, code, fresh()), 422, 'recovery_failed');
  const other = await give(filer.id);
  is(await finish(filer.username, other.code, fresh()), 204, 'another code may be tried');
});

test('a newer code voids the older one, and one code opens once', async () => {
  const filer = await lost();
  const first = await give(filer.id);
  is(await ask({ username: filer.username, mobile: '13800138000' }), 202);
  const second = await give(filer.id);
  if (first.code !== second.code)
    isProblem(await finish(filer.username, first.code, fresh()), 422, 'recovery_failed');
  const both = await Promise.all([1, 2].map(() => finish(filer.username, second.code, fresh())));
  assert.deepEqual(both.map((r) => r.status).sort(), [204, 422]);
});

test('only a system administrator sees requests, gives codes and puts requests aside', async () => {
  const filer = await lost();
  for (const other of [filer, auditor, await staff(instance, 'final_reviewer')]) {
    isProblem(await other.get('/recoveries'), 403, 'role_required');
    isProblem(await other.post(`/recoveries/${filer.id}/code`), 403, 'role_required');
    isProblem(await other.del(`/recoveries/${filer.id}`), 403, 'role_required');
  }
  const { code } = await give(filer.id);
  is(await admin.del(`/recoveries/${filer.id}`), 204);
  isProblem(await finish(filer.username, code, fresh()), 422, 'recovery_failed');
  isProblem(await admin.post(`/recoveries/${filer.id}/code`), 404, 'not_found');
});

// These stand last: they lock out this address.
test('who asks again and again must wait, whatever the name', async () => {
  let r;
  for (let n = 0; n < 40 && r?.status !== 429; n++)
    r = await ask({ username: `nobody${n}`, mobile: '13800138000' });
  isProblem(r, 429, 'too_many_attempts');
  assert.ok(Number(r.headers['retry-after']) >= 1);
});

test('who guesses codes of many names must wait', async () => {
  let r;
  for (let n = 0; n < 40 && r?.status !== 429; n++)
    r = await finish(`nobody${n}`, '12345678', fresh());
  isProblem(r, 429, 'too_many_attempts');
});

test('who looks which names are taken must wait', async () => {
  const { username } = await register(instance);
  let r;
  for (let n = 0; n < 40 && r?.status !== 429; n++)
    r = await open.post('/accounts', account({ username }));
  isProblem(r, 429, 'too_many_attempts');
  assert.ok(is(await open.get('/session'), 200));
});

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

test('a name that is taken is told with all else, and is a conflict where it is alone', async () => {
  const mine = account();
  is(await open.post('/accounts', mine), 201);
  const username = mine.username.toUpperCase();
  const alone = isProblem(await open.post('/accounts', account({ username })), 409);
  assert.equal(alone.code, 'username_taken');
  hasFinding(alone, '/username', { rule: 'account.taken' });
  const more = isProblem(await open.post('/accounts', account({ username, mobile: '12' })), 422);
  assert.deepEqual(places(more), ['/mobile', '/username']);
});

test('a form of an account is checked while it is typed, and tells nobody what is taken', async () => {
  const { username } = await register(instance);
  const { password: _, ...data } = account({ username, mobile: '12' });
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
  const { contact_changed_at: changed, ...rest } = json;
  assert.match(changed, /\+08:00$/);
  const { contact_changed_at: _, ...was } = before;
  assert.deepEqual(rest, { ...was, ...contact });
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

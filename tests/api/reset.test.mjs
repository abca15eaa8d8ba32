// A system administrator lets people set passwords, and knows none.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Client, hasFinding, is, isProblem, register, staff, unique } from '../lib/client.mjs';
import { execFile as execFileWithCallback } from 'node:child_process';
import { promisify } from 'node:util';
import { Instance, program } from '../lib/instance.mjs';
import { enrol } from '../lib/totp.mjs';
import { firstDay, packaged, password } from '../lib/packaged.mjs';

const execFile = promisify(execFileWithCallback);
let instance, open, admin;
before(async () => {
  instance = await packaged();
  open = new Client(instance);
  admin = await firstDay(instance, 'system_admin');
});
after(() => instance?.end());

const any = { severity: null };
const finish = (token, word) => open.post('/account/reset', { token, password: word });
const logIn = (username, word) =>
  open.post('/session', { username, password: word, bearer: true });
async function made(roles = ['auditor']) {
  const username = `s${unique()}`;
  return is(await admin.post('/staff', { username, roles }), 201).json;
}

test('new staff get a link, and set a password that nobody gave them', async () => {
  const a = await made();
  assert.match(a.reset.path, /^\/login\/reset#[\w-]{43}$/);
  isProblem(await logIn(a.username, ''), 422);
  isProblem(await logIn(a.username, 'any password'), 401, 'login_failed');
  const word = password();
  assert.equal(is(await finish(a.reset.token, word), 200).json.username, a.username);
  assert.equal(is(await logIn(a.username, word), 200).json.due, 'factor');
});

test('nobody sets a password of somebody else', async () => {
  const body = { username: `s${unique()}`, password: password(), roles: ['auditor'] };
  const p = isProblem(await admin.post('/staff', body), 422, 'password_not_yours');
  hasFinding(p, '/password', any);
  const a = await made();
  const r = await admin.call('PATCH', `/staff/${a.id}`, { json: { password: password() } });
  hasFinding(isProblem(r, 422), '/password', any);
});

test('a trial takes a first password, as programs give one, and no later one', async () => {
  const trial = await Instance.start();
  try {
    const boss = await staff(trial, 'system_admin');
    const a = { username: `s${unique()}`, password: password(), roles: ['auditor'] };
    const { id, reset } = is(await boss.post('/staff', a), 201).json;
    assert.equal(reset, null);
    await new Client(trial).login(a.username, a.password);
    const json = { password: password() };
    isProblem(await boss.call('PATCH', `/staff/${id}`, { json }), 422);
  } finally {
    await trial.end();
  }
});

test('a link is good once, a later one voids it, and a weak password spends none', async () => {
  const a = await made();
  isProblem(await finish(a.reset.token, 'suanbei2026'), 422, 'password_invalid');
  const { reset } = is(await admin.post(`/staff/${a.id}/reset`), 200).json;
  isProblem(await finish(a.reset.token, password()), 404, 'reset_void');
  is(await finish(reset.token, password()), 200);
  isProblem(await finish(reset.token, password()), 404, 'reset_void');
});

test('a reset ends every session of the account', async () => {
  const filer = await register(instance);
  const { account: { id } } = is(await filer.get('/session'), 200).json;
  const { reset } = is(await admin.post(`/accounts/${id}/reset`), 200).json;
  is(await filer.get('/filings'), 200, 'until it is used');
  const word = password();
  is(await finish(reset.token, word), 200);
  isProblem(await filer.get('/filings'), 401, 'login_required');
  isProblem(await logIn(filer.username, filer.password), 401);
  is(await logIn(filer.username, word), 200);
});

test('a disabled account has no link, and its old one is void for good', async () => {
  const a = await made();
  const patch = (json) => admin.call('PATCH', `/staff/${a.id}`, { json });
  is(await patch({ disabled: true }), 200);
  isProblem(await admin.post(`/staff/${a.id}/reset`), 409, 'account_disabled');
  isProblem(await finish(a.reset.token, password()), 404, 'reset_void');
  is(await patch({ disabled: false }), 200);
  isProblem(await finish(a.reset.token, password()), 404, 'reset_void');
});

test('a reset lets in whom guesses shut out', async () => {
  const filer = await register(instance);
  const { account: { id } } = is(await filer.get('/session'), 200).json;
  for (let n = 0; n < 5; n++) await logIn(filer.username, 'wrong one 8');
  const word = password();
  const { reset } = is(await admin.post(`/accounts/${id}/reset`), 200).json;
  is(await finish(reset.token, word), 200);
  is(await logIn(filer.username, word), 200);
});

test('an administrator who lost all gets a link from the command line', async () => {
  const run = (...args) => execFile(program, ['user', 'reset', '--state', instance.var, ...args]);
  const { stdout } = await run(admin.username);
  const [, token] = /^\/login\/reset#([\w-]{43})\n$/.exec(stdout);
  const word = password();
  is(await finish(token, word), 200);
  const again = await new Client(instance).login(admin.username, word);
  assert.equal(is(await again.get('/session'), 200).json.due, 'factor');
  Object.assign(admin, again, await enrol(again));
  await assert.rejects(run('nobody-of-that-name'), /没有用户名为/);
});

test('only a system administrator starts one, and not for herself', async () => {
  const filer = await register(instance);
  const { account: { id } } = is(await filer.get('/session'), 200).json;
  isProblem(await filer.post(`/accounts/${id}/reset`), 403, 'role_required');
  isProblem(await open.post(`/accounts/${id}/reset`), 401, 'login_required');
  const me = is(await admin.get('/session'), 200).json.account.id;
  isProblem(await admin.post(`/staff/${me}/reset`), 409, 'own_account');
});

test('starting and using one is on record, without the link', async () => {
  const auditor = await firstDay(instance, 'auditor');
  const a = await made();
  is(await finish(a.reset.token, password()), 200);
  const { text, json } = is(await auditor.get(`/audit?object=${a.id}&limit=50`), 200);
  const actions = json.items.map((x) => x.action);
  assert.ok(actions.includes('reset.start') && actions.includes('reset.finish'), `${actions}`);
  assert.ok(!text.includes(a.reset.token));
});

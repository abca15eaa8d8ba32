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
let instance, open, admin, auditor;
before(async () => {
  instance = await packaged();
  open = new Client(instance);
  admin = await firstDay(instance, 'system_admin');
  auditor = await firstDay(instance, 'auditor');
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

const unseen = async (who) => is(await who.get('/session'), 200).json.resets;
const uses = async (who) => is(await who.get('/account/resets'), 200).json.items;
const stripped = (list) => list.map(({ way, given_by, seen_at }) => ({ way, given_by, seen_at }));

test('the owner is told who gave the link that set the password, and when that was', async () => {
  const filer = await register(instance);
  const { account: { id } } = is(await filer.get('/session'), 200).json;
  assert.equal(await unseen(filer), 0);
  const { reset } = is(await admin.post(`/accounts/${id}/reset`), 200).json;
  assert.equal(await unseen(filer), 0, 'it was not used yet');
  const word = password(), since = Date.now();
  is(await finish(reset.token, word), 200);
  const back = await new Client(instance).login(filer.username, word);
  assert.equal(await unseen(back), 1);
  const [use] = await uses(back);
  assert.deepEqual(stripped([use]), [{ way: 'link', given_by: admin.username, seen_at: null }]);
  assert.ok(Math.abs(Date.parse(use.used_at) - since) < 60000, use.used_at);
});

test('what the owner has seen is told no more, and stays in the list', async () => {
  const filer = await register(instance);
  const { account: { id } } = is(await filer.get('/session'), 200).json;
  const used = async () => {
    const { reset } = is(await admin.post(`/accounts/${id}/reset`), 200).json;
    const word = password();
    is(await finish(reset.token, word), 200);
    return new Client(instance).login(filer.username, word);
  };
  const thief = await used(); // whoever gave it: the notice goes, and what happened does not
  is(await thief.post('/account/resets/seen'), 204);
  assert.equal(await unseen(thief), 0);
  const owner = await used();
  assert.equal(await unseen(owner), 1);
  const list = await uses(owner);
  assert.equal(list.length, 2);
  assert.deepEqual(list.map((x) => x.seen_at === null), [true, false]);
  is(await owner.post('/account/resets/seen'), 204);
  const [first, second] = await uses(owner);
  assert.ok(first.seen_at);
  assert.equal(second.seen_at, list[1].seen_at, 'the first time counts');
  const { items } = is(await auditor.get(`/audit?object=${id}&action=reset.seen`), 200).json;
  assert.equal(items.length, 2);
});

test('a code that was told by telephone is told to the owner as a link is', async () => {
  const { username } = await register(instance);
  is(await open.post('/account/recovery', { username, mobile: '13800138000' }), 202);
  const { items } = is(await admin.get('/recoveries?limit=100'), 200).json;
  const { id } = items.find((x) => x.username === username);
  const { code } = is(await admin.post(`/recoveries/${id}/code`), 200).json;
  const word = password();
  is(await open.post('/account/recovery/finish', { username, code, password: word }), 204);
  const back = await new Client(instance).login(username, word);
  assert.equal(await unseen(back), 1);
  assert.deepEqual(stripped(await uses(back)),
    [{ way: 'code', given_by: admin.username, seen_at: null }]);
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
  assert.deepEqual(stripped(await uses(again)).at(0),
    { way: 'link', given_by: null, seen_at: null });
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
  const a = await made();
  is(await finish(a.reset.token, password()), 200);
  const { text, json } = is(await auditor.get(`/audit?object=${a.id}&limit=50`), 200);
  const actions = json.items.map((x) => x.action);
  assert.ok(actions.includes('reset.start') && actions.includes('reset.finish'), `${actions}`);
  assert.ok(!text.includes(a.reset.token));
  const used = json.items.find((x) => x.action === 'reset.finish');
  assert.ok(used.address && used.request_id, JSON.stringify(used));
});

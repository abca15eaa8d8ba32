// A second factor: required of staff as packaged, offered to everybody, asked for at each login.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Client, is, isProblem, register, staff } from '../lib/client.mjs';
import { Instance } from '../lib/instance.mjs';
import { firstDay, packaged } from '../lib/packaged.mjs';
import { enrol, totp } from '../lib/totp.mjs';

let instance, open, admin, auditor;
before(async () => {
  instance = await packaged();
  open = new Client(instance);
  admin = await firstDay(instance, 'system_admin');
  auditor = await firstDay(instance, 'auditor');
});
after(() => instance?.end());

const ask = ({ username, password }, code) =>
  open.post('/session', { username, password, bearer: true, ...(code ? { code } : {}) });

test('a new office begins: password, then factor, and before both nothing else', async () => {
  const c = instance.credentials.rule_editor;
  const client = await new Client(instance).login(c.username, c.password);
  const own = is(await client.get('/session'), 200).json;
  assert.deepEqual([own.due, own.may], ['password', []]);
  for (const path of ['/rule-sets', '/account/factors', '/account/sessions'])
    isProblem(await client.get(path), 403, 'password_change_required');
  is(await client.get('/account'), 200);
  is(await client.get('/register'), 200, 'what is for everybody');
  const stranger = await open.get('/rule-sets/active');
  assert.equal((await client.get('/rule-sets/active')).text, stranger.text);
  const editor = await firstDay(instance, 'rule_editor');
  is(await editor.get('/rule-sets'), 200);
});

test('a right password alone is asked for a code, a wrong one is told nothing', async () => {
  const p = isProblem(await ask(auditor), 401, 'factor_required');
  assert.match(p.detail, /验证码/);
  isProblem(await ask({ ...auditor, password: 'wrong one 8' }, '123456'), 401, 'login_failed');
  isProblem(await ask(auditor, '12345x'), 401, 'factor_wrong');
});

test('one code lets in once, also when it is sent four times at once', async () => {
  const filer = await register(instance);
  const { next } = await enrol(filer);
  const code = await next();
  const answers = await Promise.all([1, 2, 3, 4].map(() => ask(filer, code)));
  assert.deepEqual(answers.map((r) => r.status).sort(), [200, 401, 401, 401]);
});

test('codes of ten minutes ago and of others do not let in', async () => {
  const filer = await register(instance);
  const { secret } = await enrol(filer);
  for (const later of [-20, -2, 2, 20])
    isProblem(await ask(filer, totp(secret, later)), 401, 'factor_wrong');
});

test('a recovery code lets in once, and eight are left after two', async () => {
  const filer = await register(instance);
  const { codes } = await enrol(filer);
  assert.equal(new Set(codes).size, 10);
  for (const code of codes) assert.match(code, /^[a-z2-9]{5}-[a-z2-9]{5}$/);
  is(await ask(filer, codes[0]), 200);
  isProblem(await ask(filer, codes[0]), 401, 'factor_wrong');
  is(await ask(filer, codes[1].toUpperCase().replace('-', ' ')), 200);
  const { items: [own] } = is(await filer.get('/account/factors'), 200).json;
  assert.equal(own.recovery_codes_left, 8);
});

test('what happened to factors is on record, without codes and secrets', async () => {
  const filer = await register(instance);
  const { secret, codes } = await enrol(filer);
  isProblem(await ask(filer, 'abcde-fghjk'), 401);
  is(await ask(filer, codes[0]), 200);
  const { account: { id } } = is(await filer.get('/session'), 200).json;
  const lines = is(await auditor.get(`/audit?object=${id}&limit=100`), 200);
  const actions = lines.json.items.map((x) => x.action);
  for (const action of ['factor.add', 'factor.failed', 'factor.code_used'])
    assert.ok(actions.includes(action), `${action} in ${actions}`);
  for (const told of [secret, ...codes]) assert.ok(!lines.text.includes(told));
});

test('a secret is shown once: no other answer has it', async () => {
  const filer = await register(instance);
  const { secret } = await enrol(filer);
  for (const path of ['/account', '/account/factors', '/session', '/account/sessions'])
    assert.ok(!is(await filer.get(path), 200).text.includes(secret), path);
});

test('where it is off nobody must, and whoever has one is asked for codes', async () => {
  const trial = await Instance.start();
  try {
    const boss = await staff(trial, 'system_admin');
    assert.deepEqual(is(await boss.get('/session'), 200).json.due, undefined);
    const { codes } = await enrol(boss);
    const again = new Client(trial);
    const { username, password } = boss;
    isProblem(await again.post('/session', { username, password }), 401, 'factor_required');
    is(await again.post('/session', { username, password, code: codes[0] }), 200);
  } finally {
    await trial.end();
  }
});

test('the administrator sees nobody\'s factor and takes none off but by a link', async () => {
  for (const path of ['/staff?limit=100', '/accounts?limit=100'])
    assert.ok(!/secret|totp/.test(is(await admin.get(path), 200).text));
  const filer = await register(instance);
  await enrol(filer);
  const { account: { id } } = is(await filer.get('/session'), 200).json;
  const start = async (json) =>
    is(await admin.post(`/accounts/${id}/reset`, json), 200).json.reset.token;
  const fresh = 'ganz andere Worte 5';
  is(await open.post('/account/reset', { token: await start({}), password: fresh }), 200);
  isProblem(await ask({ ...filer, password: fresh }), 401, 'factor_required');
  const token = await start({ second_factor: true });
  is(await open.post('/account/reset', { token, password: `${fresh}!` }), 200);
  is(await ask({ ...filer, password: `${fresh}!` }), 200);
});

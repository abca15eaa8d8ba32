// Ways in beside the login: none of them takes a second factor off, and none is shorter.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { Client, is, isProblem, register, staff, unique } from '../lib/client.mjs';
import { enrol } from '../lib/totp.mjs';

let instance, open, admin;
before(async () => {
  instance = await Instance.start();
  open = new Client(instance);
  admin = await staff(instance, 'system_admin');
});
after(() => instance?.end());

test('a password that was found again by telephone still needs the second factor', async () => {
  const filer = await register(instance);
  const { codes } = await enrol(filer);
  const { username } = filer;
  is(await open.post('/account/recovery', { username, mobile: '13800138000' }), 202);
  const { items } = is(await admin.get('/recoveries?limit=100'), 200).json;
  const { id } = items.find((x) => x.username === username);
  const { code } = is(await admin.post(`/recoveries/${id}/code`), 200).json;
  const password = `neu-${unique()}-lang`;
  is(await open.post('/account/recovery/finish', { username, code, password }), 204);
  for (const bearer of [true, false]) {
    const login = (more) => open.post('/session', { username, password, bearer, ...more });
    isProblem(await login({}), 401, 'factor_required');
    is(await login({ code: codes[bearer ? 0 : 1] }), 200);
  }
});

test('each login has a token of its own, which ends without the others', async () => {
  const filer = await register(instance);
  const { username, password } = filer;
  const one = await new Client(instance).login(username, password);
  const two = await new Client(instance).login(username, password);
  assert.equal(new Set([filer.token, one.token, two.token]).size, 3);
  for (const { token } of [one, two]) assert.match(token, /^[\w-]{43}$/);
  is(await one.del('/session'), 204);
  isProblem(await one.get('/filings'), 401, 'login_required');
  is(await two.get('/filings'), 200);
});

// Accounts and sessions: cookies, bearer tokens, passwords, guessing.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { Client, hasFinding, is, isProblem, register, staff, unique } from '../lib/client.mjs';

let instance, open;
before(async () => {
  instance = await Instance.start();
  open = new Client(instance);
});
after(() => instance?.end());

const account = (more = {}) => ({ username: `u${unique()}`, password: `Pw-${unique()}-${unique()}`, organization_name: `公司${unique()}`, contact_name: '李四', mobile: '13800138000', email: 'a@example.com', ...more });

async function cookieLogin(a) {
  const r = is(await open.post('/session', { username: a.username, password: a.password }), [200, 201]);
  const set = [r.headers['set-cookie']].flat()[0];
  const client = new Client(instance);
  client.cookie = set.split(';')[0];
  return { client, set, answer: r };
}

test('the session cookie is HttpOnly, SameSite=Strict, for the whole site, and its value is in no answer', async () => {
  const a = account();
  is(await open.post('/accounts', a), 201);
  const { set, client, answer } = await cookieLogin(a);
  assert.match(set, /;\s*HttpOnly/i);
  assert.match(set, /;\s*SameSite=Strict/i);
  assert.match(set, /;\s*Path=\//i);
  assert.ok(!answer.text.includes(client.cookie.split('=')[1]));
  assert.equal(is(await client.get('/session'), 200).json.account.username, a.username);
});

test('an unsafe method with a cookie needs a same-origin proof', async () => {
  const a = account();
  is(await open.post('/accounts', a), 201);
  const { client } = await cookieLogin(a);
  const body = { kind: 'subject', action: 'initial' };
  const host = `127.0.0.1:${instance.port}`;
  for (const headers of [{}, { Origin: 'https://evil.example' }, { Origin: 'null' }, { 'Sec-Fetch-Site': 'cross-site' }, { 'Sec-Fetch-Site': 'same-site' }, { Origin: `http://${host}.evil.example` }, { Origin: 'http://127.0.0.1:1' }, { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }]) {
    isProblem(await client.post('/filings', body, { headers }), 403, 'origin_required');
  }
  is(await client.get('/filings'), 200);
  const made = is(await client.post('/filings', body, { headers: { Origin: `http://${host}` } }), 201);
  is(await client.del(`/filings/${made.json.id}`, { headers: { 'Sec-Fetch-Site': 'same-origin', 'If-Match': made.headers.etag } }), [200, 204]);
});

test('a cookie logs out for good, and logging out a token ends only that token', async () => {
  const a = account();
  is(await open.post('/accounts', a), 201);
  const { client } = await cookieLogin(a);
  const token = await new Client(instance).login(a.username, a.password);
  is(await client.del('/session', { headers: { 'Sec-Fetch-Site': 'same-origin' } }), [200, 204]);
  isProblem(await client.get('/filings'), 401, 'login_required');
  is(await token.get('/filings'), 200);
  is(await token.del('/session'), [200, 204]);
  isProblem(await token.get('/filings'), 401, 'login_required');
});

test('nobody is logged in without credentials', async () => {
  isProblem(await open.get('/session'), 401, 'login_required');
  isProblem(await open.post('/session', { username: 'nobody', password: 'x' }), 401);
  hasFinding(isProblem(await open.post('/session', { username: 'nobody', password: 'x', colour: 1 }), 422), '/colour', { severity: null });
});

test('passwords under 8 or over 128 characters and common ones are refused, Chinese ones are fine', async () => {
  for (const password of ['', 'Ab1-xyz', 'x'.repeat(129), 'password', '12345678', 'qwertyuiop', '11111111']) {
    const p = isProblem(await open.post('/accounts', account({ password })), 422);
    hasFinding(p, '/password', { severity: null });
    assert.ok(['', 'password'].includes(password) || !JSON.stringify(p).includes(password), 'a password is never echoed');
  }
  for (const password of ['口令要长一些才好', 'correct horse battery staple', `${'长'.repeat(120)}${unique().slice(0, 8)}`]) {
    const a = account({ password });
    is(await open.post('/accounts', a), 201);
    await new Client(instance).login(a.username, password);
  }
});

test('a username is taken once, whatever its case', async () => {
  const a = account();
  is(await open.post('/accounts', a), 201);
  isProblem(await open.post('/accounts', account({ username: a.username.toUpperCase() })), [409, 422]);
  await new Client(instance).login(a.username.toUpperCase(), a.password);
});

test('a bad registration names every member that is wrong, and nobody makes himself an administrator', async () => {
  const p = isProblem(await open.post('/accounts', { username: 'ab', password: 7, mobile: '13800138000', email: 'a@b.cn', colour: 1 }), 422);
  for (const at of ['/username', '/password', '/organization_name', '/contact_name', '/colour']) hasFinding(p, at, { severity: null });
  hasFinding(isProblem(await open.post('/accounts', account({ roles: ['system_admin'] })), 422), '/roles', { severity: null });
  hasFinding(isProblem(await open.post('/accounts', account({ username: 'a b c' })), 422), '/username', { severity: null });
});

test('a changed password ends the other sessions, and the old one opens nothing', async () => {
  const a = account();
  is(await open.post('/accounts', a), 201);
  const one = await new Client(instance).login(a.username, a.password);
  const two = await new Client(instance).login(a.username, a.password);
  const fresh = 'neu-und-lang-genug-1';
  hasFinding(isProblem(await one.put('/account/password', { old_password: 'falsch-falsch', new_password: fresh }), 422), '/old_password', { severity: null });
  hasFinding(isProblem(await one.put('/account/password', { old_password: a.password, new_password: 'kurz' }), 422), '/new_password', { severity: null });
  is(await one.put('/account/password', { old_password: a.password, new_password: fresh }), [200, 204]);
  isProblem(await two.get('/filings'), 401, 'login_required');
  isProblem(await open.post('/session', { username: a.username, password: a.password }), 401);
  await new Client(instance).login(a.username, fresh);
});

test('an unknown account and a wrong password get the same words', async () => {
  const a = account();
  is(await open.post('/accounts', a), 201);
  const strip = (r) => ({ ...r.json, request_id: null });
  const wrong = await open.post('/session', { username: a.username, password: 'falsch-falsch' });
  const unknown = await open.post('/session', { username: `u${unique()}`, password: 'falsch-falsch' });
  isProblem(wrong, 401);
  assert.deepEqual(strip(wrong), strip(unknown));
});

test('a disabled account is out at once', async () => {
  const admin = await staff(instance, 'system_admin');
  const a = { username: `s${unique()}`, password: `Pw-${unique()}-x`, roles: ['auditor'] };
  const made = is(await admin.post('/staff', a), 201).json;
  const client = await new Client(instance).login(a.username, a.password);
  is(await client.get('/session'), 200);
  is(await admin.call('PATCH', `/staff/${made.id}`, { json: { disabled: true } }), 200);
  isProblem(await client.get('/session'), 401, 'login_required');
});

// Last: after this the address of these tests is locked out.
test('a guessed login gets 429 with Retry-After, per account, and the right password does not open meanwhile', async () => {
  const a = account();
  is(await open.post('/accounts', a), 201);
  for (let n = 0; n < 5; n++) isProblem(await open.post('/session', { username: a.username, password: `falsch-${n}-falsch` }), 401);
  for (const password of ['falsch-falsch', a.password]) {
    const r = await open.post('/session', { username: a.username, password });
    isProblem(r, 429, 'too_many_attempts');
    assert.ok(Number(r.headers['retry-after']) >= 1);
  }
  const b = account();
  is(await open.post('/accounts', b), 201);
  await new Client(instance).login(b.username, b.password);
});

test('many accounts guessed from one address get 429 too', async () => {
  let r;
  for (let n = 0; n < 40; n++) {
    r = await open.post('/session', { username: `nobody${n}`, password: 'falsch-falsch' });
    if (r.status === 429) break;
  }
  isProblem(r, 429, 'too_many_attempts');
  assert.ok(Number(r.headers['retry-after']) >= 1);
});

test('nothing personal and no password is in any log', async () => {
  const a = account({ contact_name: '欧阳独特', mobile: '13912345678' });
  await open.post('/accounts', a);
  await register(instance).catch(() => null);
  const query = encodeURIComponent(`某人的名字${unique()}`);
  await open.get(`/register?q=${query}`);
  await open.get(`/register?q=${query}%ff`);
  const logs = await instance.logs();
  for (const secret of [a.password, a.contact_name, a.mobile, query, decodeURIComponent(query)]) assert.ok(!logs.includes(secret), `the logs hold ${secret}`);
});

// Accounts and sessions have cookies, bearer tokens and passwords, and guessing opens none.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance, until } from '../lib/instance.mjs';
import { Client, hasFinding, is, isProblem, staff, unique } from '../lib/client.mjs';

let instance, open;
before(async () => {
  instance = await Instance.start();
  open = new Client(instance);
});
after(() => instance?.end());

const account = (more = {}) => ({
  username: `u${unique()}`, password: `Pw-${unique()}-${unique()}`,
  organization_name: `公司${unique()}`, contact_name: '李四', mobile: '13800138000',
  email: 'a@example.com', ...more,
});

const any = { severity: null };
const logIn = (username, password) => open.post('/session', { username, password });

// A new account. → what it was made of
async function registered(more) {
  const a = account(more);
  is(await open.post('/accounts', a), 201);
  return a;
}

async function cookieLogin(a) {
  const r = is(await logIn(a.username, a.password), [200, 201]);
  const set = [r.headers['set-cookie']].flat()[0];
  const client = new Client(instance);
  client.cookie = set.split(';')[0];
  return { client, set, answer: r };
}

test('the session cookie is HttpOnly, SameSite=Strict, site-wide, and in no answer', async () => {
  const a = await registered();
  const { set, client, answer } = await cookieLogin(a);
  assert.match(set, /;\s*HttpOnly/i);
  assert.match(set, /;\s*SameSite=Strict/i);
  assert.match(set, /;\s*Path=\/(;|$)/i);
  assert.ok(!answer.text.includes(client.cookie.split('=')[1]));
  assert.equal(is(await client.get('/session'), 200).json.account.username, a.username);
});

test('an unsafe method with a cookie needs a same-origin proof', async () => {
  const { client } = await cookieLogin(await registered());
  const body = { kind: 'subject', action: 'initial' };
  const host = `127.0.0.1:${instance.port}`;
  for (const headers of [
    {}, { Origin: 'https://evil.example' }, { Origin: 'null' }, { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' }, { Origin: `http://${host}.evil.example` },
    { Origin: 'http://127.0.0.1:1' },
    { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' },
  ]) {
    isProblem(await client.post('/filings', body, { headers }), 403, 'origin_required');
  }
  is(await client.get('/filings'), 200);
  const headers = { Origin: `http://${host}` };
  const made = is(await client.post('/filings', body, { headers }), 201);
  const proof = { 'Sec-Fetch-Site': 'same-origin', 'If-Match': made.headers.etag };
  is(await client.del(`/filings/${made.json.id}`, { headers: proof }), [200, 204]);
});

test('a cookie logs out for good, and logging out a token ends only that token', async () => {
  const a = await registered();
  const { client } = await cookieLogin(a);
  const token = await new Client(instance).login(a.username, a.password);
  is(await client.del('/session', { headers: { 'Sec-Fetch-Site': 'same-origin' } }), [200, 204]);
  isProblem(await client.get('/filings'), 401, 'login_required');
  is(await token.get('/filings'), 200);
  is(await token.del('/session'), [200, 204]);
  isProblem(await token.get('/filings'), 401, 'login_required');
});

test('nobody is logged in without credentials', async () => {
  assert.equal(is(await open.get('/session'), 200).json.account, null);
  isProblem(await logIn('nobody', 'x'), 401);
  const more = await open.post('/session', { username: 'nobody', password: 'x', colour: 1 });
  hasFinding(isProblem(more, 422), '/colour', any);
});

test('who is logged in is told roles, stages and acts, and a stranger nothing', async () => {
  const nobody = is(await open.get('/session'), 200).json;
  assert.deepEqual(nobody, {
    account: null, expires_at: null, roles: [], role_labels: [], stages: [],
    leads: [], may: [],
    member: null, member_label: null, organization: null, mandate: null, subject: null,
    unread: 0, resets: 0,
  });
  const reviewer = await staff(instance, 'preliminary_reviewer');
  const me = is(await reviewer.get('/session'), 200).json;
  assert.deepEqual(me.role_labels, [{ code: 'preliminary_reviewer', label: '初审人员' }]);
  assert.deepEqual(me.stages, [{ code: 'preliminary', label: '初审' }]);
  assert.deepEqual(me.may, ['read_filing', 'review', 'assign', 'read_figures']);
  assert.equal(me.subject, null);
  const admin = is(await (await staff(instance, 'system_admin')).get('/session'), 200).json;
  assert.deepEqual(admin.may, ['keep_staff', 'read_status', 'read_figures']);
});

test('a token that nobody gave, and one that has gone, are nobody', async () => {
  const a = await registered();
  const { client } = await cookieLogin(a);
  const gone = client.cookie;
  is(await client.del('/session', { headers: { 'Sec-Fetch-Site': 'same-origin' } }), 204);
  for (const cookie of [gone, `suanbei_session=${'A'.repeat(43)}`, 'suanbei_session=', 'x']) {
    client.cookie = cookie;
    assert.equal(is(await client.get('/session'), 200).json.account, null);
  }
});

test('too short, too long and common passwords are refused, Chinese ones are fine', async () => {
  for (const password of [
    '', 'Ab1-xyz', 'x'.repeat(129), 'password', '12345678', 'qwertyuiop', '11111111',
  ]) {
    const p = isProblem(await open.post('/accounts', account({ password })), 422);
    hasFinding(p, '/password', any);
    if (['', 'password'].includes(password)) continue; // that word stands there anyway
    assert.ok(!JSON.stringify(p).includes(password), 'a password is never echoed');
  }
  for (const password of [
    '口令要长一些才好', 'correct horse battery staple', `${'长'.repeat(120)}${unique().slice(0, 8)}`,
  ]) {
    const a = await registered({ password });
    await new Client(instance).login(a.username, password);
  }
});

test('a username is taken once, whatever its case', async () => {
  const a = await registered();
  const username = a.username.toUpperCase();
  isProblem(await open.post('/accounts', account({ username })), [409, 422]);
  await new Client(instance).login(username, a.password);
});

test('a bad registration names each wrong member, and nobody makes an administrator', async () => {
  const refused = async (body) => isProblem(await open.post('/accounts', body), 422);
  const bad = { username: 'ab', password: 7, mobile: '13800138000', email: 'a@b.cn', colour: 1 };
  const p = await refused(bad);
  for (const at of ['/username', '/password', '/organization_name', '/contact_name', '/colour']) {
    hasFinding(p, at, any);
  }
  hasFinding(await refused(account({ roles: ['system_admin'] })), '/roles', any);
  hasFinding(await refused(account({ username: 'a b c' })), '/username', any);
});

test('a changed password ends the other sessions, and the old one opens nothing', async () => {
  const a = await registered();
  const one = await new Client(instance).login(a.username, a.password);
  const two = await new Client(instance).login(a.username, a.password);
  const fresh = 'neu-und-lang-genug-1';
  const change = (old_password, new_password) =>
    one.put('/account/password', { old_password, new_password });
  hasFinding(isProblem(await change('falsch-falsch', fresh), 422), '/old_password', any);
  hasFinding(isProblem(await change(a.password, 'kurz'), 422), '/new_password', any);
  is(await change(a.password, fresh), [200, 204]);
  isProblem(await two.get('/filings'), 401, 'login_required');
  isProblem(await logIn(a.username, a.password), 401);
  await new Client(instance).login(a.username, fresh);
});

test('an unknown account and a wrong password get the same words', async () => {
  const a = await registered();
  const strip = (r) => ({ ...r.json, request_id: null });
  const wrong = await logIn(a.username, 'falsch-falsch');
  const unknown = await logIn(`u${unique()}`, 'falsch-falsch');
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
  assert.equal(is(await client.get('/session'), 200).json.account, null);
  isProblem(await client.get('/audit'), 401, 'login_required');
});

test('a guessed account gets 429 with Retry-After, for the right password, too', async () => {
  const a = await registered();
  for (let n = 0; n < 5; n++) isProblem(await logIn(a.username, `falsch-${n}-falsch`), 401);
  for (const password of ['falsch-falsch', a.password]) {
    const r = await logIn(a.username, password);
    isProblem(r, 429, 'too_many_attempts');
    assert.ok(Number(r.headers['retry-after']) >= 1);
  }
  const b = await registered();
  await new Client(instance).login(b.username, b.password);
});

// This stands after all others that log in, since it locks their address out.
test('many accounts guessed from one address get 429 too', async () => {
  let r;
  for (let n = 0; n < 40; n++) {
    r = await logIn(`nobody${n}`, 'falsch-falsch');
    if (r.status === 429) break;
  }
  isProblem(r, 429, 'too_many_attempts');
  assert.ok(Number(r.headers['retry-after']) >= 1);
});

test('nothing personal and no password is in any log', async () => {
  const a = await registered({ contact_name: '欧阳独特', mobile: '13912345678' });
  isProblem(await logIn(a.username, a.password), 429);
  const query = encodeURIComponent(`某人的名字${unique()}`);
  is(await open.get(`/register?q=${query}`), 200);
  isProblem(await open.get(`/register?q=${query}%ff`), [400, 422]);
  const logs = await until('all that is logged', async () => {
    const text = await instance.logs();
    return text.match(/GET \/api\/v1\/register/g)?.length === 2 && text;
  });
  for (const secret of [a.password, a.contact_name, a.mobile, query, decodeURIComponent(query)]) {
    assert.ok(!logs.includes(secret), `the logs hold ${secret}`);
  }
});

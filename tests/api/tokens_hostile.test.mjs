// Tokens of programs, by whoever tries to do more with one: on every route, where it does not
// belong, misshapen, and while it ends.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { Client, api, is, isProblem, join, register, unique } from '../lib/client.mjs';
import { makers } from '../lib/files.mjs';
import { draft, subjectData } from '../lib/way.mjs';
import { RANKS, acts, memberships, routes } from '../lib/routes.mjs';
import { raw } from '../lib/raw.mjs';

let instance, owner, port;
const scoped = {};
before(async () => {
  instance = await Instance.start();
  port = new URL(instance.url).port;
  owner = await register(instance);
  for (const scope of ['read', 'fill', 'submit']) scoped[scope] = await program(owner, scope);
});
after(() => instance?.end());

const within = (ms) => new Date(Date.now() + ms).toISOString();
async function program(client, scope, ms = 86400000) {
  const { token, id } = is(await client.post('/tokens', {
    name: '程序', scope, expires_at: within(ms), password: client.password }), 201).json;
  return Object.assign(new Client(instance, token), { id });
}
const nobody = (answer) => isProblem(answer, 401, 'login_required');
const asked = (...lines) => raw(port,
  [`GET ${api}/organization HTTP/1.1`, 'Host: localhost', ...lines]);

// ---- scopes -------------------------------------------------------------------------------------

// What a token of a filer is told of a route that it may not call; null: it may.
function refusal(route, scope) {
  if (!acts.get(route.act).some((who) => ['account', 'filer'].includes(who)))
    return 'role_required';
  const needs = memberships.get(route.act);
  if (needs !== 'none' && RANKS.indexOf(needs) > RANKS.indexOf(scope)) return 'token_scope';
  return route.writes && !['file', 'submit'].includes(route.act) ? 'token_forbidden' : null;
}

for (const scope of ['read', 'fill', 'submit'])
  test(`a token to ${scope} goes nowhere beyond it, on any route`, async () => {
    const mine = routes.filter((r) => r.act !== 'look');
    let refused = 0;
    for (const r of mine) {
      const path = r.path.replace(/\{n\}/, '1').replace(/\{\w+\}/g, '0'.repeat(26));
      const hasBody = !['GET', 'DELETE'].includes(r.method);
      const answer = await scoped[scope].call(r.method, api + path,
        { ...(hasBody && { json: {} }), headers: { 'If-Match': '*' } });
      const code = refusal(r, scope);
      refused += code !== null;
      const words = `${r.method} ${r.path}: ${answer.status} ${answer.text.slice(0, 300)}`;
      if (code) assert.deepEqual([answer.status, answer.json?.code], [403, code], words);
      else assert.ok(answer.status !== 401 && answer.status < 500, words);
    }
    assert.ok(refused > 50 && refused < mine.length, `${refused} of ${mine.length}`);
  });

test('a program makes no token and changes no password, whatever its scope', async () => {
  const { password } = owner;
  for (const p of Object.values(scoped)) {
    isProblem(await p.post('/tokens', {
      name: 'x', scope: 'read', expires_at: within(60000), password }), 403, 'token_forbidden');
    isProblem(await p.put('/account/password', {
      old_password: password, new_password: 'ein-neues-passwort-8' }), 403, 'token_forbidden');
  }
  is(await new Client(instance).login(owner.username, password).then((c) => c.get('/tokens')), 200);
  assert.equal(is(await owner.get('/tokens'), 200).json.items.length, 3);
});

// ---- where it does not belong -------------------------------------------------------------------

test('a token counts in the header of its own, and in no cookie, query or body', async () => {
  const { token } = scoped.submit;
  is(await asked(`Authorization: Bearer ${token}`), 200);
  is(await asked(`authorization: bearer  ${token} `), 200);
  for (const value of [token, `"${token}"`, `x; suanbei_session=${token}`])
    for (const name of ['suanbei_session', '__Host-suanbei_session', 'token'])
      nobody(await asked(`Cookie: ${name}=${value}`));
  const browser = Object.assign(new Client(instance), { cookie: `suanbei_session=${token}` });
  const headers = { Origin: new URL(instance.url).origin };
  nobody(await browser.post('/filings', { kind: 'subject', action: 'initial' }, { headers }));
  const none = new Client(instance);
  for (const name of ['access_token', 'token', 'authorization', 'bearer'])
    for (const value of [token, encodeURIComponent(`Bearer ${token}`)])
      is(await none.get(`/filings?${name}=${value}`), [400, 401]);
  nobody(await none.post('/filings', { kind: 'subject', action: 'initial', access_token: token }));
  for (const line of [`Proxy-Authorization: Bearer ${token}`, `X-Authorization: Bearer ${token}`,
    `Authorization: Token ${token}`, `Authorization: ${token}`,
    `Authorization: Basic ${Buffer.from(`x:${token}`).toString('base64')}`])
    nobody(await asked(line));
});

test('of two tokens none is taken for the other', async () => {
  const other = await register(instance);
  const theirs = await program(other, 'submit');
  const [first, second] = [scoped.read.token, theirs.token];
  for (const line of [`${first} ${second}`, `${first}, Bearer ${second}`, `${first},${second}`])
    nobody(await asked(`Authorization: Bearer ${line}`));
  const lines = (...tokens) => tokens.map((x) => `Authorization: Bearer ${x}`);
  for (const pair of [[first, second], ['sbt_none', second], [second, first], [first, first]])
    is(await asked(...lines(...pair)), 400, 'nginx passes on no request with two such lines');
  const cookie = Object.assign(new Client(instance), { cookie: 'suanbei_session=x' });
  nobody(await cookie.get('/organization', { headers: { Authorization: `Bearer ${second}x` } }));
});

test('a token that is misshapen is nobody', async () => {
  const { token } = scoped.read;
  const odd = [`${token}=`, token.toUpperCase(), token.slice(1), `${token}${token}`, `%73${token}`,
    `sbt_${'a'.repeat(7000)}`, `sbt_${'０'.repeat(43)}`, `${token.slice(0, -1)}é`, `'${token}'`,
    `sbt_' OR 1=1 --${'x'.repeat(28)}`, 'sbt_', ''];
  for (const x of odd) nobody(await asked(`Authorization: Bearer ${x}`));
  for (const x of [`${token}\0`, `\0${token}`, `${token.slice(0, 20)}\0${token.slice(20)}`])
    is(await asked(`Authorization: Bearer ${x}`), [400, 401]);
  is(await asked(`Authorization: Bearer sbt_${'a'.repeat(100000)}`), [400, 401, 414, 431, 494]);
  is(await scoped.read.get('/filings'), 200, 'and the token is as good as before');
});

// ---- while it ends ------------------------------------------------------------------------------

test('a token that ends is nobody from that moment on', async () => {
  const short = await program(owner, 'read', 1500);
  await instance.until('it has ended', async () =>
    (await short.get('/filings')).status === 401);
  nobody(await short.get('/account'));
});

test('a token that is taken back while it is used stores nothing more', async () => {
  const other = await register(instance);
  const p = await program(other, 'submit');
  const type = 'application/pdf';
  const upload = () => p.upload(makers[type](unique()), type);
  const many = Array.from({ length: 8 }, upload);
  is(await other.del(`/tokens/${p.id}`), 204);
  for (const answer of await Promise.all(Array.from({ length: 4 }, upload))) nobody(answer);
  const answers = await Promise.all(many);
  for (const answer of answers) is(answer, [201, 401]);
  const { items } = is(await other.get('/attachments?limit=100'), 200).json;
  assert.deepEqual(items.map((x) => x.id).sort(),
    answers.filter((x) => x.status === 201).map((x) => x.json.id).sort());
});

test("a token of somebody removed opens nothing of the organization's any more", async () => {
  const member = await join(owner, 'submit');
  const p = await program(member, 'submit');
  const filing = await draft(p, 'subject', await subjectData(p));
  is(await owner.del(`/organization/members/${member.id}`), 204);
  for (const path of [`/filings/${filing.id}`, '/filings', '/products', '/organization'])
    nobody(await p.get(path));
  nobody(await p.post('/products', { name: '产品' }));
  isProblem(await member.get(`/filings/${filing.id}`), [401, 403, 404]);
});

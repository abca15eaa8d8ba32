// The session's cookie among those of others, and what it is behind TLS.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { Instance } from '../lib/instance.mjs';
import { Client, is, isProblem, register, staff } from '../lib/client.mjs';
import { direct, raw } from '../lib/raw.mjs';

let instance, filer, socket;
before(async () => {
  instance = await Instance.start();
  filer = await register(instance);
  socket = join(instance.var, 'suanbei.sock');
});
after(() => instance?.end());

const setBy = (r) => [r.headers['set-cookie']].flat()[0];
const { stringify } = JSON;

// Logs in; → name=token
async function cookie() {
  const { username, password } = filer;
  return setBy(is(await new Client(instance).post('/session', { username, password }), 200))
    .split(';')[0];
}

// Who the API takes the sender of these cookies (texts or bytes) for.
async function sender(...parts) {
  const line = Buffer.concat([Buffer.from('Cookie: '), ...parts.map((x) => Buffer.from(x))]);
  const r = await raw(instance.port, ['GET /api/v1/session HTTP/1.1', 'Host: 127.0.0.1', line]);
  return is(r, 200).json.account?.username ?? null;
}

const gbk = [0xd5, 0xc5, 0xc8, 0xfd];

test('cookies of others may be anything, and hide nobody', async () => {
  const ours = await cookie();
  for (const others of [
    ['user=', gbk, '; '], ['', gbk, '=1; '], ['=; ;;; ', '=x; '], ['a="b;c"; '],
    ['no equals sign; '], ['x=\x01\x02; '], [[0xff, 0xfe, 0x3b, 0x20]], ['中文=中文; '],
    [`x${ours}; `], ['SUANBEI_SESSION=1; '], [`a=${'x'.repeat(3000)}; `],
  ]) {
    assert.equal(await sender(...others, ours), filer.username, stringify(others));
    assert.equal(await sender(...others), null, stringify(others));
  }
  const quoted = `${ours.replace('=', '="')}"`;
  for (const text of [`${ours};x=`, `${ours} ; b=c`, `${quoted}; x=`])
    assert.equal(await sender(text, gbk), filer.username, text);
  for (const path of ['/register', '/healthz', '/forms/subject']) {
    const at = path === '/healthz' ? path : `/api/v1${path}`;
    const line = Buffer.concat([Buffer.from('Cookie: u='), Buffer.from(gbk)]);
    is(await raw(instance.port, [`GET ${at} HTTP/1.1`, 'Host: x', line]), 200);
  }
});

test('of several cookies of our name the living one counts, wherever it stands', async () => {
  const ours = await cookie();
  const dead = `suanbei_session=${'A'.repeat(43)}`;
  for (const cookies of [
    [dead, ours], [ours, dead], ['suanbei_session=', ours], ['suanbei_session', dead, ours, dead],
    [...Array(50).fill(dead), ours], [`suanbei_session=${'B'.repeat(500)}`, ours],
  ]) assert.equal(await sender(cookies.join('; ')), filer.username, cookies.join('; '));
  assert.equal(await sender([dead, dead].join('; ')), null);
});

test('a dead cookie needs the same proof as a living one, and a token needs none', async () => {
  const dead = `suanbei_session=${'A'.repeat(43)}`;
  const post = (client) => client.post('/session', { username: 'x', password: 'x' });
  const client = new Client(instance);
  client.cookie = dead;
  isProblem(await post(client), 403, 'origin_required');
  filer.cookie = dead;
  is(await filer.post('/notices/read', {}), 422); // it came as far as its body
  filer.cookie = undefined;
});

test('behind TLS the cookie is of this host, this path and TLS alone', async () => {
  const { username, password } = filer;
  const https = { HTTPS: 'on' };
  const login = await direct(socket, 'POST', '/session', {
    json: { username, password }, params: https,
  });
  const set = setBy(is(login, 200));
  assert.match(set, /^__Host-suanbei=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; /);
  assert.match(set, /; Secure$/);
  assert.doesNotMatch(set, /Domain/i);

  const token = set.split(';')[0].split('=')[1];
  const who = async (cookies, params) =>
    (await direct(socket, 'GET', '/session', { headers: { Cookie: cookies }, params }))
      .json.account?.username;
  assert.equal(await who(`__Host-suanbei=${token}`, https), username);
  assert.equal(await who(`suanbei_session=${token}`, https), undefined, 'a neighbour can set it');
  assert.equal(await who(`suanbei_session=${token}`, {}), username);

  const out = await direct(socket, 'DELETE', '/session', {
    headers: { Cookie: `__Host-suanbei=${token}`, Origin: 'https://suanbei.example.cn' },
    params: https,
  });
  assert.match(setBy(is(out, 204)), /^__Host-suanbei=; Path=\/; .*Max-Age=0; Secure$/);
});

test('on the loopback without TLS the cookie is one that browsers take', async () => {
  const { username, password } = filer;
  for (const params of [{}, { HTTPS: '' }, { HTTPS: 'off' }]) {
    const set = setBy(is(await direct(socket, 'POST', '/session', {
      json: { username, password }, params,
    }), 200));
    assert.match(set, /^suanbei_session=/);
    assert.doesNotMatch(set, /Secure/);
  }
});

test('the scheme of credentials has no case, and the token has', async () => {
  const admin = await staff(instance, 'system_admin');
  const swap = (x) => (x === x.toUpperCase() ? x.toLowerCase() : x.toUpperCase());
  const get = (authorization) =>
    new Client(instance).get('/status', { headers: { Authorization: authorization } });
  for (const scheme of ['bearer', 'BEARER', 'bEarer', 'Bearer '])
    is(await get(`${scheme} ${admin.token}`), 200, scheme);
  for (const bad of [
    `Bearer ${swap(admin.token)}`, `Bearer${admin.token}`, `Basic ${admin.token}`, 'Bearer',
    `Bearer "${admin.token}"`, `Bearer ${admin.token}x`,
  ]) isProblem(await get(bad), 401, 'login_required');
});

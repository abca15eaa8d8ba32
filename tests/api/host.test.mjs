// Where a request comes from: scheme, host and port, in every way that they are written; and every
// unsafe row of the route table without and with a proof.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { Instance } from '../lib/instance.mjs';
import { Client, is, isProblem, register, staff } from '../lib/client.mjs';
import { direct, raw } from '../lib/raw.mjs';
import { REVIEWERS, routes } from '../lib/routes.mjs';

const roles = ['filer', ...REVIEWERS, 'rule_editor', 'rule_approver', 'auditor', 'system_admin'];
let instance, filer, socket;
const people = new Map();
before(async () => {
  instance = await Instance.start();
  filer = await register(instance);
  socket = join(instance.var, 'suanbei.sock');
  for (const role of roles) {
    const c = role === 'filer' ? filer : await staff(instance, role);
    people.set(role, await cookieOf(c));
  }
});
after(() => instance?.end());

async function cookieOf({ username, password }) {
  const r = is(await new Client(instance).post('/session', { username, password }), 200);
  return [r.headers['set-cookie']].flat()[0].split(';')[0];
}

const nonsense = '{"kind":"subject","action":"nothing"}';
// A page's form is answered with a page.
const isRefused = (r) => r.status === 403 && (/^text\/html/.test(r.headers['content-type'])
  ? /<h1>没有权限</.test(r.text)
  : isProblem(r, 403, 'origin_required'));

test('two ways of writing one origin are one, and nothing else is', async () => {
  const write = (host, origin) => raw(instance.port, [
    'POST /api/v1/filings HTTP/1.1', `Host: ${host}`, 'Content-Type: application/json',
    `Cookie: ${people.get('filer')}`, `Origin: ${origin}`,
  ], nonsense);
  for (const [host, origin] of [
    ['suanbei.example.cn', 'http://suanbei.example.cn'],
    ['SUANBEI.example.cn', 'HTTP://suanbei.EXAMPLE.cn'],
    ['suanbei.example.cn:80', 'http://suanbei.example.cn'],
    ['suanbei.example.cn', 'http://suanbei.example.cn:80'],
    ['suanbei.example.cn.', 'http://suanbei.example.cn'],
    ['suanbei.example.cn:443', 'https://suanbei.example.cn'],
    ['suanbei.example.cn:443', 'https://suanbei.example.cn:443'],
    ['[::1]:8080', 'http://[0:0:0:0:0:0:0:1]:8080'],
  ]) assert.ok(!isRefused(await write(host, origin)), `${host} ${origin}`);
  for (const [host, origin] of [
    ['suanbei.example.cn', 'https://suanbei.example.cn'], ['a.cn', 'http://a.cn.evil.test'],
    ['a.cn:8080', 'http://a.cn'], ['a.cn', 'http://a.cn:8080'], ['a.cn', 'null'], ['a.cn', ''],
    ['a.cn:443', 'http://a.cn'], ['a.cn', 'http://a.cn:443'], ['a.cn', 'http://evil.test#a.cn'],
    ['[::1]', 'http://[::2]'], ['a.cn', 'ftp://a.cn'], ['a.cn', 'http://xa.cn'],
  ]) assert.ok(isRefused(await write(host, origin)), `${host} ${origin}`);
});

test('the scheme counts: what TLS brings is https, and nothing but that', async () => {
  const login = await direct(socket, 'POST', '/session', {
    json: { username: filer.username, password: filer.password }, params: { HTTPS: 'on' },
  });
  const Cookie = is(login, 200).headers['set-cookie'].split(';')[0];
  const write = (host, Origin) => direct(socket, 'POST', '/filings', {
    json: JSON.parse(nonsense), headers: { Cookie, Origin, Host: host }, params: { HTTPS: 'on' },
  });
  for (const [host, origin] of [
    ['suanbei.example.cn', 'https://suanbei.example.cn'],
    ['suanbei.example.cn:443', 'https://suanbei.example.cn'],
    ['suanbei.example.cn:8443', 'HTTPS://Suanbei.example.cn.:8443'],
  ]) assert.ok(!isRefused(await write(host, origin)), `${host} ${origin}`);
  for (const [host, origin] of [
    ['suanbei.example.cn', 'http://suanbei.example.cn'],
    ['suanbei.example.cn:80', 'http://suanbei.example.cn'],
    ['suanbei.example.cn:8443', 'https://suanbei.example.cn'],
  ]) assert.ok(isRefused(await write(host, origin)), `${host} ${origin}`);
});

test('who comes by https through a proxy that nobody named is told what to do', async () => {
  const r = await raw(instance.port, [
    'POST /api/v1/filings HTTP/1.1', 'Host: a.cn', 'Content-Type: application/json',
    `Cookie: ${people.get('filer')}`, 'Origin: https://a.cn',
  ], nonsense);
  assert.match(isProblem(r, 403, 'origin_required').detail, /TLS.*README/);
});

const own = () => `http://127.0.0.1:${instance.port}`;
const foreign = () => [
  {}, { Origin: 'https://evil.example' }, { Origin: 'null' },
  { Origin: own().replace('http:', 'https:') }, { Origin: 'http://127.0.0.1:1' },
  { Origin: 'http://127.0.0.1' }, { Origin: `${own()}.evil.example` },
  { 'Sec-Fetch-Site': 'cross-site' }, { 'Sec-Fetch-Site': 'same-site' },
  { 'Sec-Fetch-Site': 'none' }, { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'same-origin' },
];

for (const r of routes.filter((x) => x.method !== 'GET')) {
  test(`${r.method} ${r.path} is refused with a cookie and a foreign proof`, async () => {
    const client = new Client(instance);
    const who = r.who.find((w) => people.has(w)) ?? 'filer';
    const path = r.path.replace(/\{\w+\}/g, 'nothing');
    const send = (headers) => client.call(r.method, path, { json: { no: 1 }, headers });
    client.cookie = people.get(who);
    for (const headers of foreign())
      assert.ok(isRefused(await send(headers)), `${JSON.stringify(headers)} let in`);
    if (r.method === 'DELETE' && r.path === '/session') return;
    for (const headers of [{ Origin: own() }, { 'Sec-Fetch-Site': 'same-origin' }])
      assert.ok(!isRefused(await send(headers)), `${JSON.stringify(headers)} refused`);
  });
}

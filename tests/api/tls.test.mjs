// TLS that ends at nginx, and TLS that ends at a balancer before it.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import https from 'node:https';
import { join } from 'node:path';
import { Instance, freePort } from '../lib/instance.mjs';
import { Client, is, isProblem, register } from '../lib/client.mjs';
import { nginxBefore } from '../lib/nginx.mjs';

let instance, filer, tls, front, balanced;
before(async () => {
  instance = await Instance.start();
  filer = await register(instance);
  const folder = join(instance.folder, 'front');
  mkdirSync(folder, { recursive: true });
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2',
    '-subj', '/CN=localhost', '-keyout', key, '-out', cert], { stdio: 'ignore' });
  tls = await freePort();
  const socket = join(instance.var, 'suanbei.sock');
  front = await nginxBefore(socket, folder, {
    server: `listen 127.0.0.1:${tls} ssl; ssl_certificate ${cert}; ssl_certificate_key ${key};`,
  });
  balanced = await nginxBefore(socket, join(instance.folder, 'balanced'), {
    http: [['# 10.0.0.5/32 1;', '127.0.0.1/32 1;']],
  });
});
after(async () => {
  await front?.stop();
  await balanced?.stop();
  await instance?.end();
});

function secure(method, path, { json, headers = {} } = {}) {
  const body = json && JSON.stringify(json);
  const options = {
    host: '127.0.0.1', port: tls, method, path, rejectUnauthorized: false,
    headers: { Host: 'suanbei.example.cn', ...(json && { 'Content-Type': 'application/json' }),
      ...headers },
  };
  return new Promise((resolve, reject) => {
    const q = https.request(options, (r) => {
      let text = '';
      r.on('data', (d) => (text += d));
      r.on('end', () => resolve({
        method, path, status: r.statusCode, headers: r.headers, text,
        type: r.headers['content-type'] ?? '', json: text && JSON.parse(text),
      }));
    });
    q.on('error', reject);
    q.end(body);
  });
}
const credentials = () => ({ username: filer.username, password: filer.password });
const cookieOf = (r) => [r.headers['set-cookie']].flat()[0];
const begin = { kind: 'subject', action: 'nothing' };

test('TLS at nginx: the cookie is bound to the host, and a page there may write', async () => {
  const r = is(await secure('POST', '/api/v1/session', { json: credentials() }), 200);
  assert.match(cookieOf(r), /^__Host-suanbei=[\w-]+; Path=\/; .*; Secure$/);
  const Cookie = cookieOf(r).split(';')[0];
  const write = (Origin) =>
    secure('POST', '/api/v1/filings', { json: begin, headers: { Cookie, Origin } });
  is(await write('https://suanbei.example.cn'), 422);
  isProblem(await write('http://suanbei.example.cn'), 403, 'origin_required');
});

test('TLS at nginx: browsers are told to come back by TLS, by every answer', async () => {
  for (const path of ['/healthz', '/api/v1/register', '/api/v1/nothing', '/api/none']) {
    const { headers } = await secure('GET', path);
    assert.equal(headers['strict-transport-security'], 'max-age=31536000', path);
  }
  const plain = new Client({ url: front.url });
  for (const path of ['/healthz', '/register'])
    assert.equal((await plain.get(path)).headers['strict-transport-security'], undefined);
});

test('a balancer that is named says that TLS was there, and nobody else is heard', async () => {
  const forwarded = (proto) => ({ headers: { 'X-Forwarded-Proto': proto } });
  const login = async (url, proto) =>
    cookieOf(is(await new Client({ url }).post('/session', credentials(), forwarded(proto)), 200));
  assert.match(await login(balanced.url, 'https'), /^__Host-suanbei=.*Secure$/);
  assert.match(await login(balanced.url, 'HTTPS'), /^__Host-suanbei=.*Secure$/);
  for (const proto of ['http', '', 'https, http', 'https://'])
    assert.match(await login(balanced.url, proto), /^suanbei_session=/, proto);
  assert.match(await login(front.url, 'https'), /^suanbei_session=/);

  const client = new Client({ url: balanced.url });
  const set = await login(balanced.url, 'https');
  client.cookie = set.split(';')[0];
  const headers = { ...forwarded('https').headers, Host: 'a.cn', Origin: 'https://a.cn' };
  is(await client.post('/filings', begin, { headers }), 422);
  const r = await client.get('/register', forwarded('https'));
  assert.equal(r.headers['strict-transport-security'], 'max-age=31536000');
});

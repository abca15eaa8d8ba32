// What stands around the API and is nobody's noun: methods, headers and files that must not be
// there. tests/security.md names each of these.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance, until } from '../lib/instance.mjs';
import { Client, is, isProblem, staff } from '../lib/client.mjs';
import { request } from '../lib/http.mjs';
import { raw } from '../lib/raw.mjs';

let instance;
before(async () => { instance = await Instance.start(); });
after(() => instance?.end());

const get = (path, headers = {}) => request(instance.url, 'GET', path, { headers });

// One address of every kind: API, its problem, a page of the core, of the application, none at all.
const KINDS = ['/api/v1/vocabulary', '/healthz', '/api/v1/nothing', '/', '/help', '/login',
  '/nothing', '/assets/none.js', '/api/v1/filings'];

test('methods that nobody needs are refused, and send back nothing of the request', async () => {
  for (const path of ['/', '/login', '/api/v1/register', '/assets/x.js'])
    for (const method of ['TRACE', 'TRACK', 'PROPFIND', 'CONNECT']) {
      const line = `${method} ${path} HTTP/1.1`;
      const r = await raw(instance.port, [line, 'Host: x', 'X-Echo: heron']);
      assert.ok(r.status >= 400 && r.status < 500, `${method} ${path}: ${r.status}`);
      assert.ok(!r.text.includes('heron'));
    }
});

test('a request of two lengths is refused, and what follows it is no request', async () => {
  const r = await raw(instance.port, [
    'POST /api/v1/check HTTP/1.1', 'Host: x', 'Content-Type: application/json',
    'Transfer-Encoding: chunked',
  ], '0\r\n\r\nGET /api/v1/vocabulary HTTP/1.1\r\nHost: x\r\n\r\n');
  assert.equal(r.status, 400);
  assert.ok(!r.text.includes('HTTP/1.1 200'));
});

test('no answer lets a page of another site read it', async () => {
  const asked = { Origin: 'https://evil.example', 'Access-Control-Request-Method': 'PUT' };
  for (const path of KINDS)
    for (const method of ['GET', 'OPTIONS']) {
      const { headers } = await request(instance.url, method, path, { headers: asked });
      const told = Object.keys(headers).filter((name) => name.startsWith('access-control-'));
      assert.deepEqual(told, [], `${method} ${path}`);
    }
});

test('every kind of answer is sniffed by no browser and framed by no page', async () => {
  for (const path of KINDS) {
    const { headers, status } = await get(path);
    assert.equal(headers['x-content-type-options'], 'nosniff', `${path} ${status}`);
    assert.match(headers['content-security-policy'], /default-src 'none'/, path);
    assert.match(headers['content-security-policy'], /frame-ancestors 'none'/, path);
    assert.ok(headers['referrer-policy'], path);
    assert.match(headers['content-type'], /charset=utf-8|^application\/json/i, path);
  }
});

test('no folder is listed, and nothing but what was built for browsers is a file', async () => {
  for (const path of [
    '/.git/config', '/.git/HEAD', '/.gitignore', '/Makefile', '/package.json', '/src/main.js',
    '/app.html.map', '/credentials.json', '/suanbei.db', '/master.key', '/nginx.conf', '/_open/x',
    '/_suanbei/404', '/assets', '/assets/', '/fonts/', '/%2e%2e/var/credentials.json', '/..%2fvar',
  ]) {
    const { status, text } = await get(path);
    assert.ok([301, 400, 403, 404].includes(status), `${path}: ${status}`);
    assert.doesNotMatch(text, /Index of|\[core\]|password/, path);
  }
});

test('nobody says by a header where the request came from', async () => {
  const headers = {
    'X-Forwarded-For': '10.9.8.7', 'X-Real-IP': '10.9.8.7', Forwarded: 'for=10.9.8.7',
    'Client-IP': '10.9.8.7', 'Remote-Addr': '10.9.8.7', 'X-Request-Id': 'heron',
  };
  const refused = await new Client(instance).get('/audit', { headers });
  isProblem(refused, 401, 'login_required');
  const id = refused.headers['x-request-id'];
  assert.match(id, /^[0-9a-f]{32}$/);
  const auditor = await staff(instance, 'auditor');
  const line = await until('the line', async () =>
    is(await auditor.get(`/audit?request_id=${id}`), 200).json.items[0]);
  assert.equal(line.address, '127.0.0.1');
});

test('no answer says which programs made it, and in which version', async () => {
  for (const path of KINDS) {
    const { headers, text } = await get(path);
    assert.doesNotMatch(headers.server ?? '', /\d/, path);
    assert.equal(headers['x-powered-by'], undefined);
    assert.doesNotMatch(text, /sqlite|\.c:\d|libfcgi|traceback/i, path);
  }
});

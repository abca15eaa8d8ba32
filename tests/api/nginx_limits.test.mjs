// What one address may ask of nginx, with the values that are installed.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import net from 'node:net';
import { spawn } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Instance, freePort, root, until } from '../lib/instance.mjs';
import { Client, is, isProblem, register, unique } from '../lib/client.mjs';
import { request } from '../lib/http.mjs';
import { received } from '../lib/memory.mjs';

let instance;
before(async () => { instance = await Instance.start({ env: { NGINX_LIMITS: 'packaged' } }); });
after(() => instance?.end());

const at = (from) => Object.assign(new Client(instance), { from });

// Sends it again and again until it is too often. → how often it was not
async function often(most, send) {
  for (let n = 0; n <= most; n++) {
    const r = await send(n);
    if (r.status !== 429) continue;
    assert.equal(isProblem(r, 429).code, 'rate_limited');
    assert.ok(Number(r.headers['retry-after']) >= 1);
    return n;
  }
  return assert.fail(`${most} were answered`);
}

test('checks, logins, registrations of an address have a rate; others are served', async () => {
  const check = { kind: 'subject', action: 'initial', data: {} };
  const all = {
    check: (c) => c.post('/check', check),
    login: (c) => c.post('/session', {}),
    account: (c) => c.post('/accounts', {}),
    recovery: (c) => c.post('/account/recovery', {}),
  };
  let n = 1;
  for (const [what, send] of Object.entries(all)) {
    const from = `127.0.4.${n++}`;
    const served = await often(120, () => send(at(from)));
    assert.ok(served >= 15, `${what}: ${served}`);
    const r = await send(at(`127.0.4.${n++}`));
    assert.ok([200, 422].includes(r.status), `${what} from elsewhere: ${r.text}`);
  }
});

test('complaining has a rate for an address, by the API and by the page', async () => {
  const complain = (from) => at(from).post('/register/x/complaints', { kind: 'a', text: 'b' });
  const served = await often(60, () => complain('127.0.5.1'));
  assert.ok(served >= 20, `${served}`);
  isProblem(await complain('127.0.5.2'), 404, 'number_malformed');

  const form = (path, from) => request(instance.url, 'POST', path, {
    from, body: 'code=x', headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  });
  let n = 1;
  for (const path of ['/complain', '/complaints']) {
    const from = `127.0.6.${n++}`;
    let sent = 0;
    let r = await form(path, from);
    for (; r.status !== 429 && sent < 60; sent++) r = await form(path, from);
    assert.ok(sent >= 20 && sent < 60, `${path}: ${sent}`);
    assert.match(r.text, /<html lang="zh/);
    assert.notEqual((await form(path, `127.0.6.${n++}`)).status, 429);
    assert.equal((await request(instance.url, 'GET', path, { from })).status, 200);
  }
});

// A request whose body does not come to its end.
function stalled(from, path, headers, part) {
  return new Promise((resolve) => {
    const s = net.connect({ port: instance.port, host: '127.0.0.1', localAddress: from });
    let text = '';
    s.on('data', (d) => { text += d; });
    s.on('error', () => {});
    s.on('connect', () => {
      const head = Object.entries(headers).map(([k, v]) => `${k}: ${v}\r\n`).join('');
      s.write(`POST /api/v1${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${head}\r\n`);
      s.write(part);
      resolve({ socket: s, text: () => text });
    });
  });
}

const upload = (token) => ({
  'Content-Type': 'application/pdf', 'X-Filename': 'a.pdf', 'Content-Length': 50 << 20,
  ...(token ? { Authorization: `Bearer ${token}` } : {}),
});

test('nobody who is not logged in leaves a byte of a file on the disk', async () => {
  const piece = Buffer.alloc(4 << 20, 'x');
  const all = [];
  for (let n = 0; n < 4; n++)
    all.push(await stalled('127.0.5.1', '/attachments', upload(n ? 'A'.repeat(43) : null), piece));
  await until('each is sent away', async () => all.every((x) => / 401 /.test(x.text())));
  assert.match(all[0].text(), /"code":"login_required"/);
  assert.deepEqual(received(instance), [], 'nginx holds nothing of them');
  for (const x of all) x.socket.destroy();
  const r = await request(instance.url, 'POST', '/api/v1/attachments', {
    body: 'x', headers: { 'Content-Type': 'application/pdf', 'X-Filename': 'a.pdf' } });
  isProblem(r, 401, 'login_required');
});

test('one address has four uploads at a time', async () => {
  const filer = await register(instance);
  const all = [];
  for (let n = 0; n < 4; n++)
    all.push(await stalled('127.0.5.2', '/attachments', upload(filer.token), Buffer.alloc(1000)));
  await until('the fifth is too many', async () => {
    const c = Object.assign(at('127.0.5.2'), { token: filer.token });
    const r = await c.upload(Buffer.from('%PDF-1.4'), 'application/pdf');
    return r.status === 429 && isProblem(r, 429, 'rate_limited');
  });
  const other = Object.assign(at('127.0.5.3'), { token: filer.token });
  await other.uploadFor();
  for (const x of all) x.socket.destroy();
});

test('one address has sixty-four requests at a time', async () => {
  const all = [];
  const headers = { 'Content-Type': 'application/json', 'Content-Length': 1000 };
  for (let n = 0; n < 64; n++) all.push(await stalled('127.0.5.4', '/filings', headers, '{'));
  await until('one more is too many', async () =>
    (await at('127.0.5.4').get('/session')).status === 429);
  is(await at('127.0.5.5').get('/session'), 200);
  for (const x of all) x.socket.destroy();
  await until('it is served when they are gone', async () =>
    (await at('127.0.5.4').get('/session')).status === 200);
});

test('headers that do not come, or are too long, end the connection', async () => {
  const s = net.connect({ port: instance.port, host: '127.0.0.1' });
  s.on('error', () => {});
  s.write('GET / HTTP/1.1\r\nHost: x\r\nX-');
  await until('it is closed', () => s.closed || s.readableEnded || s.destroyed, { ms: 20000 });
  const long = { 'X-Long': 'x'.repeat(9000) };
  isProblem(await new Client(instance).get(`/session?x=${unique()}`, { headers: long }), 400);
});

test('an address is one however it is written, and a /64 of IPv6 is one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'suanbei-nginx-'));
  const port = await freePort();
  await mkdir(join(folder, 'suanbei'));
  await copyFile(join(root, 'nginx', 'suanbei-limits.conf'),
    join(folder, 'suanbei', 'suanbei-limits.conf'));
  const temp = ['client_body', 'fastcgi', 'proxy', 'scgi', 'uwsgi']
    .map((x) => `${x}_temp_path "${folder}/${x}";`).join(' ');
  await writeFile(join(folder, 'nginx.conf'), `daemon off; pid "${folder}/pid"; events {}
    http { access_log off; ${temp} include suanbei/suanbei-limits.conf;
      limit_req_zone $suanbei_address zone=one:1m rate=1r/m;
      set_real_ip_from 127.0.0.1; real_ip_header X-Real-IP;
      server { listen 127.0.0.1:${port}; limit_req zone=one; limit_req_status 429;
        location / { try_files /x @ok; } location @ok { default_type text/plain; empty_gif; } } }`);
  const path = `${process.env.PATH}:/usr/sbin:/sbin`;
  const nginx = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr'],
    { stdio: 'ignore', env: { ...process.env, PATH: path } });
  try {
    const from = async (a) =>
      (await request(`http://127.0.0.1:${port}`, 'GET', '/', { headers: { 'X-Real-IP': a } })).status;
    await until('it serves', () => from('198.51.100.1'));
    const all = { '2001:db8:1:2::1': 200, '2001:db8:1:2:ffff::9': 429, '2001:db8:1:3::1': 200,
      '::ffff:192.0.2.1': 200, '192.0.2.1': 429, '::ffff:192.0.2.2': 200, '192.0.2.3': 200 };
    for (const [address, status] of Object.entries(all))
      assert.equal(await from(address), status, address);
  } finally {
    nginx.kill('SIGTERM');
    await new Promise((resolve) => nginx.once('exit', resolve));
    await rm(folder, { recursive: true, force: true });
  }
});

// Who may speak to the pool at all, how long it listens to them, and what a worker may still do.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Instance, program, until, withSettings } from '../lib/instance.mjs';
import { Client, is, register, staff } from '../lib/client.mjs';
import { asUser, direct, fastcgi, peer } from '../lib/raw.mjs';

const isRoot = process.getuid() === 0;
const socketOf = (i) => join(i.var, 'suanbei.sock');
const healthz = fastcgi({
  REQUEST_METHOD: 'GET', DOCUMENT_URI: '/api/v1/healthz', REMOTE_ADDR: '10.1.2.3',
});
const ids = { nobody: [65534, 65534], daemon: [1, 1] };
const sentBy = (who, i) => asUser(...ids[who], socketOf(i), healthz);

// The folders above the socket let everybody through.
function unlock(i) {
  for (const path of [i.folder, i.var]) chmodSync(path, 0o711);
}

async function counter(i, name) {
  const admin = await staff(i, 'system_admin');
  const { counters } = is(await admin.get('/status'), 200).json.pool;
  return counters.find((c) => c.name === name).value;
}

let instance;
before(async () => {
  instance = await Instance.start();
});
after(() => instance?.end());

test('peers that say one byte, or nothing, or ever so little, are cut off', () =>
  withSettings({ peer_timeout_ms: 400, request_terminate_ms: 180000 }, async (own) => {
    const path = socketOf(own);
    const whole = healthz;
    const mute = [Buffer.alloc(0), Buffer.from([1]), whole.subarray(0, 8), whole.subarray(0, 40)];
    const peers = mute.map((bytes) => peer(path, bytes));
    const slow = peer(path, whole.subarray(0, 1));
    let at = 1;
    const drip = setInterval(() => slow.socket.write(whole.subarray(at, ++at)), 100);
    slow.socket.on('close', () => clearInterval(drip));
    slow.socket.on('error', () => {});
    slow.closed.catch(() => {});
    for (const p of peers) assert.equal((await p.closed).length, 0);
    await until('the slow one is cut off', () => slow.socket.destroyed);
    is(await new Client(own).get('/healthz'), 200);
    assert.ok(await counter(own, 'peers_slow') >= 5);
    assert.equal(await counter(own, 'kills'), 0, 'no worker had to be killed');
    const filer = await register(own);
    assert.ok(filer.token, 'and all goes on');
  }));

test('a body that stops in the middle holds no worker', () =>
  withSettings({ peer_timeout_ms: 400, request_terminate_ms: 180000 }, async (own) => {
    const params = {
      REQUEST_METHOD: 'POST', DOCUMENT_URI: '/api/v1/session', CONTENT_TYPE: 'application/json',
      CONTENT_LENGTH: '60000', REMOTE_ADDR: '127.0.0.1',
    };
    const whole = fastcgi(params, '{'.padEnd(3000));
    const p = peer(socketOf(own), whole.subarray(0, whole.length - 8));
    await p.closed;
    assert.equal(await counter(own, 'peers_slow'), 1);
  }));

test('the socket is for its group alone', () => {
  const { mode } = statSync(socketOf(instance));
  assert.equal(mode & 0o777, 0o660);
});

test('whoever runs the pool may speak to it', async () => {
  assert.equal((await direct(socketOf(instance), 'GET', '/healthz')).status, 200);
});

test('a user of this machine that the mode lets in is closed before a byte is read', {
  skip: !isRoot && 'only root can be somebody else',
}, async () => {
  unlock(instance);
  assert.equal(sentBy('nobody', instance), 'EACCES');
  chmodSync(socketOf(instance), 0o666);
  for (const who of ['nobody', 'daemon']) assert.equal(sentBy(who, instance), 0, who);
  assert.equal(await counter(instance, 'peers_refused'), 2);
  assert.match(await instance.logs(), /a connection of user \d+, process \d+ was closed/);
  is(await new Client(instance).get('/healthz'), 200);
});

test('the user who is named may connect, and no other', {
  skip: !isRoot && 'only root can be somebody else',
}, () => withSettings({ nginx_user: 'nobody' }, async (own) => {
  unlock(own);
  chmodSync(socketOf(own), 0o666);
  assert.ok(sentBy('nobody', own) > 100);
  assert.equal(sentBy('daemon', own), 0);
}));

test('the socket is given to the group that is named, and its members may connect', {
  skip: !isRoot && 'only root can be somebody else',
}, () => withSettings({ socket_group: 'nogroup' }, async (own) => {
  unlock(own);
  const { gid, mode } = statSync(socketOf(own));
  assert.deepEqual([gid, mode & 0o777], [65534, 0o660]);
  assert.ok(sentBy('nobody', own) > 100);
  assert.equal(sentBy('daemon', own), 'EACCES');
  chmodSync(socketOf(own), 0o666);
  assert.equal(sentBy('daemon', own), 0);
}));

// What serve says when it is started so, and how it ends.
function start(...args) {
  const state = mkdtempSync(join(tmpdir(), 'suanbei-door-'));
  const r = spawnSync(program, ['serve', '--state', join(state, 'var'), ...args],
    { encoding: 'utf8', timeout: 60000 });
  rmSync(state, { recursive: true });
  return { status: r.status, said: r.stdout + r.stderr };
}
const asRoot = isRoot ? ['--allow-root'] : [];

test('a user or a group that is not there is named at the start', () => {
  for (const option of ['--nginx-user', '--socket-group']) {
    const r = start(...asRoot, option, 'nobody-has-this-name');
    assert.equal(r.status, 1, r.said);
    assert.match(r.said, /未能启动：nobody-has-this-name：没有名为/);
  }
});

test('root is refused unless root is allowed', { skip: !isRoot && 'is not root' }, () => {
  const r = start();
  assert.equal(r.status, 1, r.said);
  assert.match(r.said, /--allow-root/);
});

test('a socket of any other kind than Unix is not taken over', async () => {
  const server = net.createServer();
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const state = mkdtempSync(join(tmpdir(), 'suanbei-door-'));
  const child = spawn(program, ['serve', '--state', join(state, 'var'), ...asRoot],
    { stdio: [server._handle.fd, 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (d) => (said += d));
  const code = await new Promise((done) => child.on('close', done));
  server.close();
  rmSync(state, { recursive: true });
  assert.equal(code, 1, said);
  assert.match(said, /不是 Unix 套接字/);
});

test('a worker is behind its fence, and its memory goes into no file', async () => {
  const admin = await staff(instance, 'system_admin');
  const { processes } = is(await admin.get('/status'), 200).json;
  for (const { pid, role } of processes) {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const said = (name) => new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)[1];
    const core = /^Max core file size\s+(\S+)\s+(\S+)/m.exec(
      readFileSync(`/proc/${pid}/limits`, 'utf8'));
    assert.deepEqual([core[1], core[2]], ['0', '0'], role);
    if (role !== 'worker') continue;
    assert.equal(said('NoNewPrivs'), '1');
    if (!process.env.SAN) assert.equal(said('Seccomp'), '2');
  }
  assert.ok(processes.some((p) => p.role === 'worker'));
});

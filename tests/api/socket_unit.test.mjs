// The pool as systemd starts it: on two sockets that are passed in, and telling when it serves and
// which process goes on.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import {
  closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive, kill, program, root, until } from '../lib/instance.mjs';
import { direct, fastcgi, peer } from '../lib/raw.mjs';

const folder = mkdtempSync(join(tmpdir(), 'suanbei-passed-'));
const at = (name) => join(folder, name);
const sockets = [at('pool.sock'), at('health.sock')];
let child, said = '', notified;

before(async () => {
  const words = [
    join(root, 'tests/lib/passed.pl'), at('notify'), ...sockets, '--', program, 'serve', '--state',
    at('state'), '--rules', join(root, 'rules'), '--workers', '2', '--trial', '--allow-root'];
  child = spawn('perl', words);
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (d) => (said += d));
  notified = (words_) => said.split('\n').filter((l) => l.startsWith(`notified: ${words_}`));
  await until('it says that it serves', () => {
    if (child.exitCode !== null) throw Object.assign(new Error(said), { isFinal: true });
    return notified('READY=1').length > 0;
  }, { ms: 40000 });
});
const pid = () => Number(readFileSync(at('state/suanbei.pid'), 'utf8'));
after(async () => {
  const last = existsSync(at('state/suanbei.pid')) ? pid() : 0;
  if (last && isAlive(last)) {
    kill(last, 'SIGTERM');
    await until('the pool ends', () => !isAlive(last), { ms: 30000 });
  }
  child?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const healthy = async () => {
  const bytes = fastcgi({ REQUEST_METHOD: 'GET', DOCUMENT_URI: '/healthz' });
  return (await peer(sockets[1], bytes).closed).toString().includes('Status: 200');
};

test('it answers on both sockets, and makes none of its own', async () => {
  assert.equal((await direct(sockets[0], 'GET', '/vocabulary')).status, 200);
  assert.ok(await healthy());
  assert.ok(!existsSync(at('state/suanbei.sock')));
});

test('an upgrade tells which process goes on, on the same sockets', async () => {
  const old = pid(), inode = statSync(sockets[0]).ino;
  const r = spawnSync(program, ['upgrade', '--state', at('state')], { encoding: 'utf8' });
  assert.equal(r.status, 0, r.stdout + r.stderr + said.slice(-2000));
  const now = pid();
  assert.notEqual(now, old);
  await until('systemd is told', () => notified(`MAINPID=${now}`).length > 0);
  assert.equal((await direct(sockets[0], 'GET', '/vocabulary')).status, 200);
  assert.ok(await healthy());
  assert.equal(statSync(sockets[0]).ino, inode);
});

test('the sockets stay when it ends, for who comes next', async () => {
  const last = pid(), alone = 'the program before us has ended';
  await until('it is alone', () => said.includes(alone), { every: 1 }); // and prepares for that
  kill(last, 'SIGTERM');
  await until('it ends', () => !isAlive(last), { ms: 30000 });
  await until('systemd is told', () => notified('STOPPING=1').length > 0);
  for (const path of sockets) assert.ok(existsSync(path));
});

test('sockets for another process are not taken, and a third is refused', () => {
  const env = { ...process.env, LISTEN_PID: '1', LISTEN_FDS: '2' };
  const words = ['serve', '--state', at('other/deep'), '--allow-root', '--workers', '0'];
  const r = spawnSync(program, words, { env, encoding: 'utf8' });
  assert.doesNotMatch(r.stderr, /LISTEN_FDS/);
  const three = ['a', 'b', 'c'].map((x) => at(x));
  const log = openSync(at('three.log'), 'w'); // no pipe, which the other process would hold open
  spawnSync('perl', [
    join(root, 'tests/lib/passed.pl'), at('notify3'), ...three, '--', program, 'serve', '--state',
    at('state'), '--allow-root'], { stdio: ['ignore', log, log], timeout: 20000 });
  closeSync(log);
  assert.match(readFileSync(at('three.log'), 'utf8'), /只能接管一个或两个套接字，但传来了 3 个/);
});

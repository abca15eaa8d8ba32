// The systemd unit: how much it leaves open, and that the pool works behind what it closes.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { descendants, isAlive, kill, until } from '../lib/instance.mjs';
import { is } from '../lib/client.mjs';
import { asUser, fastcgi } from '../lib/raw.mjs';
import { Confined, cannot, installed, isWholeKnown, noSystemd, readUnit } from '../lib/unit.mjs';
import { approvedCompany, reviewers, submittedAlgorithm, decide } from '../lib/way.mjs';

test('the unit leaves open at most 1.0 of what systemd counts', {
  skip: noSystemd,
}, () => {
  const { path, forget } = installed([]);
  const args = ['security', '--offline=true', '--no-pager', '--threshold=10', path];
  const r = spawnSync('systemd-analyze', args, { encoding: 'utf8' });
  forget();
  assert.equal(r.status, 0, r.stdout + r.stderr);
  assert.match(r.stdout, /Overall exposure level .*: (0\.\d|1\.0) /);
  assert.doesNotMatch(r.stderr, /Unknown|ignoring/);
});

test('the unit has rules signed by two, and a socket that only its group reaches', () => {
  const unit = readUnit();
  isWholeKnown(unit);
  const line = unit.get('ExecStart').at(-1);
  assert.match(line, /--rules-mode governed/);
  assert.match(line, /--socket \/run\/suanbei\//);
  assert.equal(unit.get('Group').at(-1), 'suanbei-web');
  assert.equal(unit.get('StateDirectoryMode').at(-1), '0700');
});

let pool, child;
before(async () => {
  if (cannot) return;
  pool = new Confined();
  await pool.begin();
  child = pool.child;
});
after(() => pool?.end());

test('a filing goes all its way behind what the unit closes', { skip: cannot }, async () => {
  const by = await reviewers(pool);
  const company = await approvedCompany(pool, by);
  const filing = await submittedAlgorithm(company);
  await decide(by.preliminary, filing.id);
  await decide(by.final, filing.id);
  const { json } = is(await company.get(`/filings/${filing.id}`), 200);
  assert.equal(json.state, 'approved');
  assert.match(json.number, /\S/);
  is(await company.get(`/register/${encodeURIComponent(json.number)}`), 200);
});

test('every process of it has no capability, no network and no way back', { skip: cannot }, () => {
  const pids = [child.pid, ...descendants(child.pid)];
  assert.ok(pids.length >= 9, `${pids.length} processes: master, workers, clerk, judges`);
  for (const pid of pids) {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const said = (name) => new RegExp(`^${name}:\\s+(.*)$`, 'm').exec(status)[1];
    for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb'])
      assert.equal(BigInt(`0x${said(set)}`), 0n, set);
    assert.equal(said('NoNewPrivs'), '1');
    assert.equal(said('Seccomp'), '2');
    assert.equal(said('Uid').split('\t')[0], String(pool.uid));
  }
  const net = readFileSync(`/proc/${child.pid}/net/dev`, 'utf8').trim().split('\n').slice(2);
  assert.deepEqual(net.map((l) => l.trim().split(':')[0]), ['lo']);
});

test('its state is its own, and its socket the group\'s', { skip: cannot }, () => {
  const healthz = fastcgi({ REQUEST_METHOD: 'GET', DOCUMENT_URI: '/api/v1/healthz' });
  assert.ok(asUser(65534, pool.gid, pool.socket, healthz) > 100, 'a member is answered');
  assert.equal(asUser(65534, 65534, pool.socket, healthz), 'EACCES');
  assert.equal(statSync(pool.socket).mode & 0o777, 0o660);
  const look = spawnSync('ls', [pool.state], { uid: 65534, gid: pool.gid });
  assert.notEqual(look.status, 0, 'not even to the group');
});

test('its workers are replaced and it ends as it is told', { skip: cannot }, async () => {
  const before = descendants(child.pid);
  kill(child.pid, 'SIGHUP');
  await until('others are there', () => before.every((pid) => !isAlive(pid)), { ms: 30000 });
  kill(child.pid, 'SIGTERM');
  const code = await new Promise((done) => child.on('close', done));
  assert.equal(code, 0, pool.log());
});

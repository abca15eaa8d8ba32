// The drop-ins of the systemd unit for notices that leave the house: what they open and no more,
// that they are installed, and that a webhook and a command get their texts behind what stays
// closed.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, until } from '../lib/instance.mjs';
import {
  Confined, cannot, dropInPath, installed, isWholeKnown, noSystemd, readUnit, unitWith,
} from '../lib/unit.mjs';
import { approvedCompany, reviewers } from '../lib/way.mjs';

const NAMES = ['webhook', 'command'];
const read = (name) => readUnit(readFileSync(dropInPath(name), 'utf8'));

test('a drop-in opens what its use needs and nothing else', () => {
  const options = ['"OPTIONS=--config /etc/suanbei/serve.json"'];
  assert.deepEqual(Object.fromEntries(read('webhook')), {
    Environment: options, PrivateNetwork: ['no'], RestrictAddressFamilies: ['AF_INET AF_INET6'],
    IPAddressAllow: ['localhost'],
  });
  assert.deepEqual(Object.fromEntries(read('command')), {
    Environment: options, StateDirectory: ['suanbei-outbox'],
  });
  for (const names of [['webhook'], ['command'], NAMES]) {
    const unit = unitWith(names);
    isWholeKnown(unit);
    assert.equal(unit.get('IPAddressDeny').at(-1), 'any', 'what is not named stays closed');
  }
});

test('systemd takes each and both, and counts little more', { skip: noSystemd }, () => {
  for (const [names, most] of [[['command'], 1.0], [['webhook'], 1.9], [NAMES, 1.9]]) {
    const { path, forget } = installed(names);
    const run = (...args) => spawnSync('systemd-analyze', [...args, path], { encoding: 'utf8' });
    const known = run('verify');
    assert.deepEqual([known.status, known.stderr], [0, ''], names.join());
    const r = run('security', '--offline=true', '--no-pager', '--threshold=100');
    assert.equal(r.status, 0, r.stderr);
    const [, level] = /Overall exposure level .*: ([\d.]+) /.exec(r.stdout);
    assert.ok(Number(level) <= most, `${names}: ${level}`);
    forget();
  }
});

test('they are installed beside the unit, with the pages and the rules', () => {
  const folder = mkdtempSync(join(tmpdir(), 'suanbei-install-'));
  const env = { ...process.env, MAKEFLAGS: '' };
  const words = ['-s', '-o', 'build', '-o', 'web', 'install', `DESTDIR=${folder}`];
  const r = spawnSync('make', words, { cwd: root, env, encoding: 'utf8' });
  assert.equal(r.status, 0, r.stderr);
  const share = join(folder, 'usr/local/share/suanbei');
  for (const name of ['', ...NAMES.map((x) => `.d/${x}.conf`)])
    assert.ok(existsSync(join(share, `nginx/suanbei.service${name}`)), name);
  assert.ok(existsSync(join(share, 'rules/set.lua')));
  assert.notEqual(readdirSync(join(share, 'web')).length, 0);
  rmSync(folder, { recursive: true });
});

// A pool with a drop-in and its settings, until its first notice has left.
async function delivering(name, settings) {
  const pool = new Confined([name]);
  const etc = join(pool.local, 'etc');
  mkdirSync(etc);
  writeFileSync(join(etc, 'outbox.secret'), `whsec_${Buffer.alloc(32, 7).toString('base64')}\n`);
  chownSync(join(etc, 'outbox.secret'), pool.uid, pool.gid);
  chmodSync(join(etc, 'outbox.secret'), 0o600);
  writeFileSync(join(etc, 'serve.json'), JSON.stringify({ outbox_wait_ms: 100, ...settings }));
  try {
    await pool.begin();
    await approvedCompany(pool, await reviewers(pool));
    return pool;
  } catch (e) {
    await pool.end();
    throw e;
  }
}

const got = [];
let server;
before(async () => {
  server = createServer((q, r) => {
    let body = '';
    q.on('data', (piece) => { body += piece; });
    q.on('end', () => {
      got.push({ headers: q.headers, body: JSON.parse(body) });
      r.writeHead(204).end();
    });
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
});
after(() => server.close());

test('behind the unit a webhook is reached with its drop-in', { skip: cannot }, async () => {
  const pool = await delivering('webhook', {
    outbox_url: `http://127.0.0.1:${server.address().port}/hook`,
    outbox_secret_file: '/usr/local/etc/outbox.secret',
  });
  try {
    await until('it has a notice', () => got.length > 0, { ms: 30000 });
    assert.match(got[0].headers['webhook-signature'], /^v1,/);
    assert.match(got[0].body.text, /\S/);
  } finally {
    await pool.end();
  }
});

test('behind the unit a command writes to its drop-in’s folder', { skip: cannot }, async () => {
  const into = '/var/lib/suanbei-outbox';
  const pool = await delivering('command', {
    outbox_command: `cat > ${into}/new && mv ${into}/new ${into}/notice.json`,
  });
  const notice = join(pool.folder, 'more/suanbei-outbox/notice.json');
  try {
    const text = await until('it has left a notice', () => {
      try {
        return readFileSync(notice, 'utf8');
      } catch {
        return null;
      }
    }, { ms: 30000 });
    assert.match(JSON.parse(text).text, /\S/);
  } finally {
    await pool.end();
  }
});

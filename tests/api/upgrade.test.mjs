// The program on disk goes on in the place of the one that serves, and no request fails; one that
// cannot serve is told of, and the other serves on.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import {
  appendFileSync, chmodSync, copyFileSync, mkdtempSync, readFileSync, renameSync, rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Instance, descendants, isAlive, program, until } from '../lib/instance.mjs';
import { request } from '../lib/http.mjs';
import { Client, is, register, staff } from '../lib/client.mjs';
import { draft } from '../lib/way.mjs';

const ROUNDS = Number(process.env.UPGRADE_ROUNDS ?? 3);
const RATE = 100; // requests a second

// The program of its own, which a test may put another in the place of.
const folder = mkdtempSync(join(tmpdir(), 'suanbei-upgrade-'));
const own = join(folder, 'suanbei');
function install(text) {
  const fresh = join(folder, 'fresh');
  if (text) writeFileSync(fresh, text);
  else copyFileSync(program, fresh);
  chmodSync(fresh, 0o755);
  renameSync(fresh, own);
}

let instance, client, admin;
before(async () => {
  install();
  instance = await Instance.start({ rules: 'own', env: { SUANBEI: own } });
  client = await register(instance);
  admin = await staff(instance, 'system_admin');
});
after(async () => {
  await instance?.end();
  rmSync(folder, { recursive: true, force: true });
});

const pid = () => Number(readFileSync(join(instance.var, 'suanbei.pid'), 'utf8'));
const upgrade = () => new Promise((done) => {
  const child = spawn(program, ['upgrade', '--state', instance.var]);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (d) => (said += d));
  child.on('close', (status) => done({ status, said }));
});
const roles = (role) => async () => {
  const { processes } = is(await admin.get('/status'), 200).json;
  return processes.filter((p) => p.role === role);
};

// Requests at a steady rate until told to end. → how many, and what did not go well
function load() {
  const bad = [], open = new Set();
  let isDone = false, n = 0, filing;
  const asks = [
    () => client.get(`/filings/${filing.id}`),
    () => new Client(instance).get('/register?q=ab'),
    () => client.get('/notices'),
    () => client.post('/filings', { kind: 'subject', action: 'initial' }),
    () => request(instance.url, 'GET', '/healthz'),
  ];
  // One live filing of a kind: the answer says so, and nothing has gone wrong.
  const isGood = (status) => (status >= 200 && status < 300) || status === 409;
  const one = async (ask) => {
    const r = await ask().catch((error) => ({ status: error.code ?? String(error) }));
    if (!isGood(r.status)) bad.push(`${r.status} ${r.text ?? ''}`.slice(0, 300));
  };
  const running = (async () => {
    filing = await draft(client, 'subject', {});
    while (!isDone) {
      const p = one(asks[n++ % asks.length]);
      open.add(p);
      p.then(() => open.delete(p));
      await sleep(1000 / RATE);
    }
    await Promise.all(open);
  })();
  return { end: async () => ((isDone = true), await running, { bad, n }) };
}

test(`${ROUNDS} upgrades under a steady load fail no request`, async () => {
  const under = load();
  const first = pid();
  let last = first;
  for (let i = 0; i < ROUNDS; i++) {
    const { status, said } = await upgrade();
    assert.equal(status, 0, said + (await instance.logs()).slice(-2000));
    assert.match(said, /已经接手服务/);
    assert.notEqual(pid(), last);
    assert.ok(!isAlive(last), 'the program before has ended');
    last = pid();
    const [clerk] = await instance.until('the one clerk of the new program', async () => {
      const all = await roles('clerk')();
      return all.length === 1 && all[0].state !== 'starting' && all;
    });
    assert.ok(descendants(last).includes(clerk.pid));
  }
  await sleep(200);
  const { bad, n } = await under.end();
  assert.deepEqual(bad, []);
  assert.ok(n > ROUNDS * 20, `${n} requests`);
  if (process.env.UPGRADE_ROUNDS) console.log(`# ${ROUNDS} upgrades, ${n} requests, 0 failed`);
});

test('lines of the audit trail that wait are there after it, once each', async () => {
  const auditor = await staff(instance, 'auditor');
  const mine = is(await client.get('/filings'), 200).json.items[0];
  for (let i = 0; i < 5; i++) is(await client.get(`/filings/${mine.id}`), 200);
  const before_ = pid();
  assert.equal((await upgrade()).status, 0);
  for (let i = 0; i < 5; i++) is(await client.get(`/filings/${mine.id}`), 200);
  await until('the program before has ended', () => !isAlive(before_));
  const r = spawnSync(program, ['audit', 'verify', '--state', instance.var], { encoding: 'utf8' });
  assert.equal(r.status, 0, r.stdout + r.stderr);
  await instance.until('every read has its line', async () => {
    const { items } = is(await auditor.get(`/audit?object=${mine.id}&limit=100`), 200).json;
    const ids = items.filter((x) => x.request_id).map((x) => x.request_id);
    assert.equal(new Set(ids).size, ids.length, 'no line twice');
    return items.filter((x) => x.action === 'filing.read').length >= 10;
  });
});

async function servesOn(before_, { status, said }, words) {
  assert.equal(status, 1, said);
  assert.match(said, /没有换成新程序，原来的程序照常服务/);
  assert.match(said, words);
  assert.equal(pid(), before_);
  is(await client.get('/filings'), 200);
  assert.equal((await request(instance.url, 'GET', '/readyz')).status, 200);
  assert.equal((await roles('clerk')()).length, 1);
}

test('a program that crashes, that is none, or that says no leaves the old one serving',
  async (t) => {
    const before_ = pid();
    t.after(() => install());
    for (const [text, words] of [
      ['#!/bin/sh\nkill -SEGV $$\n', /意外结束（信号 11）/],
      ['#!/bin/sh\nexit 3\n', /没有启动成功（退出码 3）/],
      ['not a program\n', /不能运行 .*suanbei/],
    ]) {
      install(text);
      await servesOn(before_, await upgrade(), words);
    }
  });

test('a rule folder that does not load leaves the old one serving, and says where', async () => {
  const before_ = pid();
  const path = join(instance.rules, 'limits.lua');
  const text = readFileSync(path, 'utf8');
  appendFileSync(path, '\nlimit {');
  try {
    await servesOn(before_, await upgrade(), /limits\.lua:\d+/);
  } finally {
    writeFileSync(path, text);
  }
});

test('after all that the next good one takes over', async () => {
  const before_ = pid();
  const { status, said } = await upgrade();
  assert.equal(status, 0, said);
  assert.notEqual(pid(), before_);
  is(await client.get('/filings'), 200);
});

test('where nothing runs it says so', () => {
  const at = mkdtempSync(join(tmpdir(), 'suanbei-none-'));
  const r = spawnSync(program, ['upgrade', '--state', at], { encoding: 'utf8' });
  rmSync(at, { recursive: true });
  assert.equal(r.status, 1);
  assert.match(r.stderr, /没有服务在运行/);
});

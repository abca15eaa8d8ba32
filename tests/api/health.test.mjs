// How the pool is, told by a process that has nothing else to do: alive, ready, and its figures.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  mkdtemp, readdir, readFile, rename, rm, writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Instance, kill, program, withSettings } from '../lib/instance.mjs';
import { Client, is, isProblem, register, staff } from '../lib/client.mjs';
import { request } from '../lib/http.mjs';
import { draft, subjectData } from '../lib/way.mjs';

let instance, admin, processes;
before(async () => {
  instance = await Instance.start();
  admin = await staff(instance, 'system_admin');
  ({ processes } = is(await admin.get('/status'), 200).json);
});
after(() => instance?.end());

// What suanbei check says of the pool that runs there.
const check = (of) => {
  const line = ['check', '--state', of.var, ...(process.getuid() === 0 ? ['--allow-root'] : [])];
  const r = spawnSync(program, line, { encoding: 'utf8' });
  assert.equal(r.status, 0, r.stderr);
  return r.stdout;
};

const ask = (of, path, options) => request(of.url, 'GET', path, options);
const places = (r) => isProblem(r, 503, 'not_ready').findings.map((f) => f.path);
const whenNotReady = (of, path, first) => of.until(`it is not ready at ${path}`, async () => {
  await first?.();
  const r = await ask(of, '/readyz');
  return r.status === 503 && places(r).includes(path) && r;
}, { ms: 25000 });

async function milliseconds(of, path) {
  const all = [];
  for (let n = 0; n < 41; n++) {
    const since = process.hrtime.bigint();
    is(await ask(of, path), 200);
    all.push(Number(process.hrtime.bigint() - since) / 1e6);
  }
  return all.sort((a, b) => a - b)[20];
}

// All that asks, judges, works and looks stands still; who answers is told nothing of it.
test('/healthz and /metrics answer as fast while everything else stands still', async () => {
  const idle = [await milliseconds(instance, '/healthz'), await milliseconds(instance, '/metrics')];
  const still = processes.filter((p) => p.role !== 'health').map((p) => p.pid);
  const judges = instance.processes().filter((p) => /\bjudge\b/.test(p.command)).map((p) => p.pid);
  for (const pid of [...still, ...judges]) kill(pid, 'SIGSTOP');
  try {
    const held = [
      await milliseconds(instance, '/healthz'), await milliseconds(instance, '/metrics'),
    ];
    for (const i of [0, 1])
      assert.ok(held[i] < 10 * idle[i], `${held[i]} ms held, ${idle[i]} ms idle`);
  } finally {
    for (const pid of [...still, ...judges]) kill(pid, 'SIGCONT');
  }
});

test('/readyz says ready, with the set that judges', async () => {
  const { hash } = is(await new Client(instance).get('/rule-sets/active'), 200).json;
  for (const [path, status] of [['/readyz', 'ready'], ['/healthz', 'ok']])
    assert.deepEqual(is(await ask(instance, path), 200).json, { status, rule_set: hash });
});

test('suanbei check asks a pool that runs how it is, and says when none does', async () => {
  assert.match(check(instance), /^(服务正在运行，能够办理业务|提示：.*)$/m);
  assert.doesNotMatch(check(instance), /问题：/);
  assert.match(check({ var: join(instance.folder, 'nobody') }), /^服务没有在运行/m);
});

test('figures and readiness are for the addresses of the operator alone', async () => {
  for (const path of ['/readyz', '/metrics'])
    isProblem(await ask(instance, path, { from: '127.0.0.9' }), 403, 'address_denied');
  is(await ask(instance, '/healthz', { from: '127.0.0.9' }), 200);
});

const figure = (text, name) => {
  const line = text.split('\n').find((l) => l.startsWith(`suanbei_${name} `));
  assert.ok(line, `no figure ${name} in ${text.slice(0, 400)}`);
  return Number(line.slice(line.lastIndexOf(' ')));
};

test('/metrics counts by route as it stands in the table, and names nobody', async () => {
  const company = await register(instance);
  const { id } = await draft(company, 'subject', await subjectData(company));
  const label = 'requests_total{method="GET",route="/filings/:id",class="2xx"}';
  is(await company.get(`/filings/${id}`), 200);
  const before_ = (await ask(instance, '/metrics')).text;
  for (let n = 0; n < 5; n++) is(await company.get(`/filings/${id}`), 200);
  is(await company.get(`/filings/${id}x`), 404);
  is(await company.get('/nobody-has-this'), 404);
  const r = is(await ask(instance, '/metrics'), 200);
  assert.match(r.type, /^text\/plain; version=0\.0\.4/);
  assert.equal(figure(r.text, label) - figure(before_, label), 5);
  assert.ok(figure(r.text, label.replace('2xx', '4xx')) >= 1);
  assert.ok(figure(r.text, 'requests_total{method="",route="",class="4xx"}') >= 1);
  assert.ok(!r.text.includes(id) && !r.text.includes('nobody-has-this'));
  for (const name of ['wal_bytes', 'disk_free_bytes', 'database_bytes', 'calendar_last_year',
    'workers_wanted', 'pool_judge_faults_total', 'clocks_overdue', 'tasks_overdue',
    'audit_head_age_seconds', 'calendar_days_left'])
    assert.ok(Number.isFinite(figure(r.text, name)), name);
  assert.equal(figure(r.text, 'storage_failed'), 0);
});

test('/metrics is text that Prometheus reads: declared once, buckets cumulated', async () => {
  const { text } = is(await ask(instance, '/metrics'), 200);
  const declared = new Set();
  for (const line of text.trimEnd().split('\n')) {
    const [, kind, name] = /^# (HELP|TYPE) (suanbei_\w+) ./.exec(line) ?? [];
    if (kind === 'HELP') assert.ok(!declared.has(name), line);
    if (kind) declared.add(name);
    else assert.match(line, /^suanbei_\w+(\{\w+="[^"\n]*"(,\w+="[^"\n]*")*\})? -?[\d.]+$/);
    const own = line.split(/[{ ]/)[0].replace(/_(bucket|sum|count)$/, '');
    if (!kind) assert.ok(declared.has(own) || declared.has(line.split(/[{ ]/)[0]), line);
  }
  const buckets = [...text.matchAll(/request_seconds_bucket\{kind="read",le="[^"]+"\} (\d+)/g)]
    .map((m) => Number(m[1]));
  assert.equal(buckets.length, 13);
  assert.deepEqual(buckets, [...buckets].sort((a, b) => a - b));
  assert.equal(buckets.at(-1), figure(text, 'request_seconds_count{kind="read"}'));
});

test('a probe that stands still makes the pool not ready, and alive all the same', () =>
  withSettings({ ready_late_ms: 1000 }, async (own) => {
    const who = await staff(own, 'system_admin');
    const all = is(await who.get('/status'), 200).json.processes;
    const probe = all.find((p) => p.role === 'probe').pid;
    await own.until('it is ready', async () => (await ask(own, '/readyz')).status === 200);
    kill(probe, 'SIGSTOP');
    // Each is late by a moment of its own.
    await whenNotReady(own, '/readable');
    const r = await whenNotReady(own, '/writable');
    assert.ok(places(r).includes('/readable'));
    for (const f of r.json.findings) assert.match(f.message + f.suggestion, /[一-龥]/);
    const said = check(own);
    for (const f of r.json.findings) assert.ok(said.includes(f.suggestion), said);
    is(await ask(own, '/healthz'), 200);
    kill(probe, 'SIGCONT');
    await own.until('it is ready again', async () => (await ask(own, '/readyz')).status === 200);
  }));

test('a file of an attachment that is gone is told before anybody needs it', async () => {
  const keep = await mkdtemp(join(tmpdir(), 'suanbei-lost-'));
  let own = await Instance.start({ keep });
  try {
    const id = await (await register(own)).uploadFor();
    await own.stop();
    const [folder] = await readdir(join(own.var, 'blobs'));
    await rm(join(own.var, 'blobs', folder), { recursive: true });
    own = await Instance.start({ keep });
    const lost = async () => figure((await ask(own, '/metrics')).text, 'attachments_lost');
    await own.until('it is found', async () => (await lost()) === 1);
    assert.match(check(own), /有 1 个附件的文件不在了/);
    assert.match(await own.logs(), new RegExp(`attachment ${id}`));
    is(await ask(own, '/readyz'), 200);
  } finally {
    await own.end();
    await rm(keep, { recursive: true, force: true });
  }
});

test('with the database taken away the pool lives, and says why it is not ready', async () => {
  const own = await Instance.start();
  try {
    const file = join(own.var, 'suanbei.db');
    await rename(file, `${file}.away`);
    await whenNotReady(own, '/storage');
    is(await ask(own, '/healthz'), 200);
    assert.equal(figure((await ask(own, '/metrics')).text, 'storage_failed'), 1);
    await rename(`${file}.away`, file);
  } finally {
    await own.end();
  }
});

test('a witness that knows more than the database makes the pool not ready', async () => {
  const own = await Instance.start();
  try {
    // The clerk writes it anew whenever the trail has grown.
    const file = join(own.var, 'suanbei.witness');
    const ahead = async () => {
      const known = JSON.parse(await readFile(file, 'utf8'));
      if (known.line < 1e6) await writeFile(file, JSON.stringify({ ...known, line: 1e6 }));
    };
    await whenNotReady(own, '/witness', ahead);
    is(await ask(own, '/healthz'), 200);
  } finally {
    await own.end();
  }
});

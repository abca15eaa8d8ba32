// The pool keeps what it acknowledged, whoever falls. Nothing grows, and a restart costs nobody a
// request.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { Instance, isAlive, kill, rss, until, withSettings } from '../lib/instance.mjs';
import { Client, is, register, staff } from '../lib/client.mjs';
import {
  algorithmData, approvedCompany, draft, product, reviewers, save, subjectData, submit, taskOf,
} from '../lib/way.mjs';

let instance, by, open, admin;
before(async () => {
  instance = await Instance.start();
  by = await reviewers(instance);
  open = new Client(instance);
  admin = await staff(instance, 'system_admin');
  others = await notWorkers();
});
after(() => instance?.end());

// The children of the master but for those that the status named as something else: workers, also
// those that are too young to stand there.
let others = [];
const notWorkers = async () =>
  (await board()).filter((p) => p.role !== 'worker').map((p) => p.pid);
function workers() {
  const master = instance.master();
  const isWorker = (p) => p.ppid === master && !others.includes(p.pid);
  return instance.processes().filter(isWorker).map((p) => p.pid);
}
async function board() {
  return is(await admin.get('/status'), 200).json.processes;
}

test('kill -9 of workers loses no acknowledged submit and leaves none half there', async () => {
  const company = await approvedCompany(instance, by);
  const size = (await board()).filter((p) => p.role === 'worker').length;
  assert.equal(workers().length, size);
  const p = await product(company);
  const data = await algorithmData(company, p);
  const filings = [];
  for (let n = 0; n < 150; n++) filings.push(await draft(company, 'algorithm', data));
  const acknowledged = new Map();
  const statuses = {};
  const queue = [...filings];
  let isDone = false;
  let killed = 0;
  const killer = (async () => {
    while (!isDone) {
      // It kills only workers that were ready. When none lives to answer, the master waits longer
      // and longer before it starts the next, and that is another matter.
      const isReady = (p) => p.role === 'worker' && ['idle', 'busy'].includes(p.state);
      const alive = (await board().catch(() => [])).filter(isReady);
      if (alive.length && kill(alive[killed % alive.length].pid, 'SIGKILL')) killed++;
      await new Promise((r) => setTimeout(r, 40));
    }
  })();
  const saver = async () => {
    for (let filing = queue.shift(); filing; filing = queue.shift()) {
      const headers = { 'Idempotency-Key': `kill-${filing.id}` };
      for (let attempt = 0; attempt < 60; attempt++) {
        const broken = (error) => ({ status: error.code ?? 'broken' });
        const r = await submit(company, filing, { headers }).catch(broken);
        statuses[r.status] = (statuses[r.status] ?? 0) + 1;
        if (r.status === 200) acknowledged.set(filing.id, r.json);
        if ([200, 409, 422].includes(r.status)) break;
        await new Promise((done) => setTimeout(done, 50));
      }
    }
  };
  await Promise.all(Array.from({ length: 6 }, saver));
  isDone = true;
  await killer;
  assert.ok(killed >= 3, `${killed} killed`);
  await until('the pool is back to size', () => workers().length === size);
  await until('the pool answers', async () => (await open.get('/vocabulary')).status === 200);
  const words = `${acknowledged.size} acknowledged; ${JSON.stringify(statuses)}`;
  assert.ok(acknowledged.size >= filings.length - 10, words);
  for (const filing of filings) {
    const now = is(await company.get(`/filings/${filing.id}`), 200).json;
    const history = is(await company.get(`/filings/${filing.id}/history`), 200).json.items;
    const submits = history.filter((e) => e.what === 'submit').length;
    const task = await taskOf(by.preliminary, filing.id);
    const isThere = now.state === 'submitted';
    assert.ok(isThere || !acknowledged.has(filing.id), 'an acknowledged submit stays');
    assert.equal(submits, isThere ? 1 : 0, 'the event is there exactly with the state');
    assert.equal(task !== null, isThere, 'the task is there exactly with the state');
  }
});

// The judges may take their time, so that the test can hold them in the middle of a request. The
// clerk's is not held: it may have work of its own just then.
test('a master that gets TERM lets a running request end and leaves no process', () =>
  withSettings({ 'rules.ask_wall_ms': 20000 }, async (own) => {
    const data = await subjectData(await register(own), { own: false });
    const status = await staff(own, 'system_admin');
    const told = async () => is(await status.get('/status'), 200).json;
    const busy = async () => (await told()).pool.busy;
    const all = own.processes();
    const { processes } = await told();
    const owners = processes.filter((p) => p.role === 'worker').map((p) => p.pid);
    const [health, clerk] = ['health', 'clerk'].map((r) => processes.find((p) => p.role === r).pid);
    const judges = all.filter((p) => /\bjudge\b/.test(p.command) && owners.includes(p.ppid))
      .map((p) => p.pid);
    assert.ok(judges.length > 0);
    const master = own.master();
    for (const pid of judges) kill(pid, 'SIGSTOP');
    const question = { kind: 'subject', action: 'initial', data };
    const running = new Client(own).post('/check', question);
    await until('a worker asks, beside the one that tells', async () => (await busy()) >= 2);
    kill(master, 'SIGTERM');
    const children = () => own.processes().filter((p) => p.ppid === master).map((p) => p.pid);
    await until('of the workers the one that asks is left', () =>
      children().filter((pid) => owners.includes(pid)).length === 1);
    for (const pid of [clerk, health]) assert.ok(children().includes(pid), 'who goes after it');
    for (const pid of judges) kill(pid, 'SIGCONT');
    assert.equal(is(await running, 200).json.verdict, 'acceptable');
    await own.stop();
    assert.equal(own.leftover, undefined);
    for (const { pid } of all) assert.ok(!isAlive(pid), `${pid} lives on`);
  }));

test('no request fails while the pool reloads on HUP', async () => {
  const client = await register(instance);
  const filing = await draft(client, 'subject', {});
  let isDone = false;
  const bad = [];
  let n = 0;
  const load = Array.from({ length: 4 }, async () => {
    while (!isDone) {
      const r = await client.get(`/filings/${filing.id}`).catch((e) => ({ status: e.code }));
      n++;
      if (r.status !== 200) bad.push(r.status);
    }
  });
  const old = workers();
  const master = instance.master();
  assert.ok(master, 'the master is found');
  process.kill(master, 'SIGHUP');
  await until('other workers', async () => {
    const now = (await board()).filter((p) => p.role === 'worker').map((p) => p.pid);
    return now.length >= old.length && now.every((pid) => !old.includes(pid));
  }, { ms: 20000 }).finally(() => (isDone = true));
  others = await notWorkers();
  await Promise.all(load);
  assert.deepEqual(bad, []);
  assert.ok(n > 10);
});

// The sanitizers keep what is freed.
const skip = process.env.SAN ? 'memory is not measured under the sanitizers' : false;
test('memory does not grow over 2000 requests', { skip }, async () => {
  const company = await approvedCompany(instance, by);
  const data = await algorithmData(company, await product(company));
  let filing = await draft(company, 'algorithm', data);
  const round = async (count) => {
    for (let n = 0; n < count; n += 8) {
      const answers = await Promise.all([
        company.get(`/filings/${filing.id}`), company.get('/filings'), open.get('/register?q=ab'),
        open.get('/forms/algorithm'), company.get('/products'), open.get('/vocabulary'),
        company.post(`/filings/${filing.id}/check`), open.get('/register/110108645502802220011'),
      ]);
      for (const r of answers) assert.ok(r.status < 500, r.text);
      if (n % 160 === 0) {
        const now = await company.get(`/filings/${filing.id}`);
        filing = await save(company, { ...now.json, etag: now.headers.etag }, data);
      }
    }
  };
  await round(800);
  const pids = workers();
  const before_ = new Map(pids.map((pid) => [pid, rss(pid)]));
  await round(2000);
  let measured = 0;
  for (const [pid, bytes] of before_) {
    if (!isAlive(pid)) continue;
    measured++;
    assert.ok(rss(pid) <= bytes * 1.25 + 1048576, `${pid} grew from ${bytes} to ${rss(pid)}`);
  }
  assert.ok(measured > 0, 'no worker lived through it');
});

test('GET /status tells every process of the pool with role, state and requests', async () => {
  const { pool, processes } = is(await admin.get('/status'), 200).json;
  for (const p of processes) {
    const roles = ['worker', 'clerk', 'probe', 'health'];
    assert.ok(roles.includes(p.role) && p.pid > 0 && p.state, JSON.stringify(p));
    assert.ok(Number.isInteger(p.requests), JSON.stringify(p));
  }
  for (const one of ['clerk', 'probe', 'health'])
    assert.equal(processes.filter((p) => p.role === one).length, 1, one);
  assert.equal(processes.filter((p) => p.role === 'worker').length, pool.workers);
});

test('GET /status tells minute by minute what the last hour was like', async () => {
  const last = async () => is(await admin.get('/status'), 200).json.samples.at(-1);
  const first = await until('a first look', last);
  for (const name of ['seconds', 'requests', 'writes', 'errors', 'busy', 'request_ms'])
    assert.ok(Number.isInteger(first[name]) && first[name] >= 0, name);
  assert.match(first.at, /\+08:00$/);
  assert.equal(first.errors, 0);
  assert.ok((await last()).requests > 0);
});

async function counters() {
  const { pool } = is(await admin.get('/status'), 200).json;
  return { pool, of: Object.fromEntries(pool.counters.map((c) => [c.name, c.value])) };
}

test('each counter has a title and a kind, and a reply feeds those that it should', async () => {
  const before_ = await counters();
  for (const c of before_.pool.counters) {
    assert.ok(c.title && Number.isInteger(c.value), JSON.stringify(c));
    assert.ok(['sum', 'bytes', 'peak'].includes(c.kind), JSON.stringify(c));
  }
  assert.equal(Object.keys(before_.of).length, before_.pool.counters.length, 'every name once');
  for (const name of ['max_busy', 'respawns', 'kills']) {
    assert.equal(before_.of[name], before_.pool[name], name);
  }

  const client = await register(instance);
  const body = JSON.stringify({ kind: 'subject', action: 'initial' });
  is(await client.post('/filings', JSON.parse(body)), 201);
  for (let n = 0; n < 3; n++) is(await client.get('/nothing'), 404);
  const grown = async (name) => (await counters()).of[name] - before_.of[name];
  await until('the last is counted', async () => await grown('replies_4xx') >= 3);
  assert.ok(await grown('writes') >= 2);
  assert.ok(await grown('requests') >= 5);
  assert.ok(await grown('replies_2xx') >= 2);
  assert.ok(await grown('bytes_in') >= body.length);
  assert.ok(await grown('bytes_out') > 0);
  assert.equal(await grown('replies_5xx'), 0);
  assert.equal(await grown('malformed'), 0);
  await until('the clerk makes rounds', async () => await grown('rounds') > 0);
});

test('a killed worker takes none of what was counted along', async () => {
  const before_ = await counters();
  const { respawns } = before_.pool;
  process.kill(workers()[0], 'SIGKILL');
  await until('its replacement', async () => (await counters()).pool.respawns > respawns);
  const now = await counters();
  assert.equal(now.of.respawns, now.pool.respawns);
  for (const name of Object.keys(before_.of)) {
    const words = `${name} was ${before_.of[name]}, is ${now.of[name]}`;
    assert.ok(now.of[name] >= before_.of[name], words);
  }
});

test('nothing stays open between requests: no worker goes, no error is logged', async () => {
  const client = await register(instance);
  const old = workers().sort();
  const paths = Array.from({ length: 50 }, (_, n) => (n % 2 ? '/filings' : '/nothing'));
  const answers = await Promise.all(paths.map((path) => client.get(path)));
  assert.ok(answers.every((r) => r.status < 500));
  const isBad = (l) => /ERR_BUG|Sanitizer|runtime error|something stayed open/.test(l);
  assert.deepEqual((await instance.logs()).split('\n').filter(isBad), []);
  assert.deepEqual(workers().sort(), old);
});

test('a HEAD gets the headers of its GET and no body', async () => {
  const get = is(await open.get('/vocabulary'), 200);
  const head = is(await open.call('HEAD', '/vocabulary'), 200);
  const told = ({ headers: h }) => [h['content-type'], h['cache-control'], h.etag];
  assert.deepEqual(told(head), told(get));
  assert.equal(head.buffer.length, 0);
});

test('forty clients that send slowly hold no worker', async () => {
  const client = await register(instance);
  const begun = [
    'POST /api/v1/attachments HTTP/1.1', 'Host: x', `Authorization: Bearer ${client.token}`,
    'Content-Type: application/pdf', 'X-Filename: x.pdf', 'Content-Length: 100000', '', '%PDF-1.4',
  ].join('\r\n');
  const slow = Array.from({ length: 40 }, () => connect(instance.port, '127.0.0.1'));
  try {
    await Promise.all(slow.map((s) => new Promise((sent) => {
      s.on('error', () => {});
      s.write(begun, sent);
    })));
    const quick = Array.from({ length: 12 }, () => client.get('/filings', { timeout: 5000 }));
    for (const r of await Promise.all(quick)) is(r, 200);
  } finally {
    for (const s of slow) s.destroy();
  }
});

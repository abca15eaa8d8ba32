// The pool: what is acknowledged stays, whoever falls; nothing grows; a restart costs nobody a request.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { Instance, isAlive, rss, until } from '../lib/instance.mjs';
import { Client, is, register, staff } from '../lib/client.mjs';
import { algorithmData, approvedCompany, draft, product, reviewers, save, submit, taskOf } from '../lib/way.mjs';

let instance, by, open, admin;
before(async () => {
  instance = await Instance.start();
  by = await reviewers(instance);
  open = new Client(instance);
  admin = await staff(instance, 'system_admin');
  clerks = (await board()).filter((p) => p.role === 'clerk').map((p) => p.pid);
});
after(() => instance?.end());

// Workers as the board names them at the start; later, whatever child of the master is not the clerk.
let clerks = [];
function workers() {
  const master = instance.master();
  return instance.processes().filter((p) => p.ppid === master && !clerks.includes(p.pid)).map((p) => p.pid);
}
async function board() {
  return is(await admin.get('/status'), 200).json.processes;
}

test('kill -9 of workers during a load of submits loses no acknowledged submit and leaves none half there', async () => {
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
      // Only who was ready: a pool whose workers never live to answer is another matter, and waits longer and longer.
      const alive = await board().then((all) => all.filter((p) => p.role === 'worker' && ['idle', 'busy'].includes(p.state)).map((p) => p.pid), () => []);
      if (alive.length) {
        try {
          process.kill(alive[killed % alive.length], 'SIGKILL');
          killed++;
        } catch { /* it fell by itself between the look and the blow */ }
      }
      await new Promise((r) => setTimeout(r, 40));
    }
  })();
  const saver = async () => {
    for (let filing = queue.shift(); filing; filing = queue.shift()) {
      const headers = { 'Idempotency-Key': `kill-${filing.id}` };
      for (let attempt = 0; attempt < 60; attempt++) {
        const r = await submit(company, filing, { headers }).catch((error) => ({ status: error.code ?? 'broken' }));
        statuses[r.status] = (statuses[r.status] ?? 0) + 1;
        if (r.status === 200) acknowledged.set(filing.id, r.json);
        if (r.status === 200 || r.status === 409 || r.status === 422) break;
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
  assert.ok(acknowledged.size >= filings.length - 10, `${acknowledged.size} acknowledged; ${JSON.stringify(statuses)}`);
  for (const filing of filings) {
    const now = is(await company.get(`/filings/${filing.id}`), 200).json;
    const history = is(await company.get(`/filings/${filing.id}/history`), 200).json.items.filter((e) => e.what === 'submit');
    const task = await taskOf(by.preliminary, filing.id);
    if (acknowledged.has(filing.id)) assert.equal(now.state, 'submitted', 'an acknowledged submit stays');
    const isThere = now.state === 'submitted';
    assert.equal(history.length, isThere ? 1 : 0, 'the event is there exactly with the state');
    assert.equal(task !== null, isThere, 'the task is there exactly with the state');
  }
});

test('a master that gets TERM lets running requests end and leaves no process', async () => {
  const own = await Instance.start();
  try {
    const client = await register(own);
    const running = Array.from({ length: 20 }, () => client.get('/filings').then((r) => r.status, (e) => e.code));
    const pids = own.processes().map((p) => p.pid);
    for (const status of await Promise.all(running)) assert.equal(status, 200);
    await own.stop();
    assert.equal(own.leftover, undefined);
    for (const pid of pids) assert.ok(!isAlive(pid), `${pid} lives on`);
  } finally {
    await own.end();
  }
});

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
  clerks = (await board()).filter((p) => p.role === 'clerk').map((p) => p.pid);
  await Promise.all(load);
  assert.deepEqual(bad, []);
  assert.ok(n > 10);
});

test('memory does not grow over 2000 requests', async () => {
  const company = await approvedCompany(instance, by);
  const data = await algorithmData(company, await product(company));
  let filing = await draft(company, 'algorithm', data);
  const round = async (count) => {
    for (let n = 0; n < count; n += 8) {
      await Promise.all([
        company.get(`/filings/${filing.id}`), company.get('/filings'), open.get('/register?q=ab'), open.get('/forms/algorithm'),
        company.get('/products'), open.get('/vocabulary'), company.post(`/filings/${filing.id}/check`), open.get('/register/110108645502802220011'),
      ].map((p) => p.then((r) => assert.ok(r.status < 500, r.text))));
      if (n % 160 === 0) {
        const now = await company.get(`/filings/${filing.id}`);
        filing = await save(company, { ...now.json, etag: now.headers.etag }, data);
      }
    }
  };
  if (process.env.SAN) return; // the sanitizers keep what is freed
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

test('GET /status tells the pool to the system administrator: every process with role, state and requests', async () => {
  const r = is(await admin.get('/status'), 200).json;
  assert.ok(r.pool, JSON.stringify(r));
  assert.ok(r.processes.some((p) => p.role === 'worker' && p.pid > 0 && p.state));
  assert.equal(r.processes.filter((p) => p.role === 'clerk').length, 1);
});

async function counters() {
  const { pool } = is(await admin.get('/status'), 200).json;
  return { pool, of: Object.fromEntries(pool.counters.map((c) => [c.name, c.value])) };
}

test('each counter has a title and a kind, and a reply feeds those that it belongs to', async () => {
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
    assert.ok(now.of[name] >= before_.of[name], `${name} was ${before_.of[name]}, is ${now.of[name]}`);
  }
});

test('nothing is left open between requests: no worker was replaced for uncleanness, no error stands in the log', async () => {
  const client = await register(instance);
  const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => client.get(n % 2 ? '/filings' : '/nothing')));
  assert.ok(answers.every((r) => r.status < 500));
  const lines = (await instance.logs()).split('\n').filter((l) => /ERR_BUG|AddressSanitizer|runtime error|LeakSanitizer|something stayed open/.test(l));
  assert.deepEqual(lines, []);
});

test('a HEAD gets the headers of its GET and no body', async () => {
  const r = await open.call('HEAD', '/vocabulary');
  is(r, 200);
  assert.equal(r.buffer.length, 0);
});

test('forty clients that send slowly hold no worker', async () => {
  const client = await register(instance);
  const slow = Array.from({ length: 40 }, () => {
    const socket = connect(instance.port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write(`POST /api/v1/attachments HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${client.token}\r\nContent-Type: application/pdf\r\nX-Filename: x.pdf\r\nContent-Length: 100000\r\n\r\n%PDF-1.4`);
    return socket;
  });
  try {
    await Promise.all(slow.map((s) => new Promise((resolve) => (s.connecting ? s.once('connect', resolve) : resolve()))));
    const answers = await Promise.all(Array.from({ length: 12 }, () => client.get('/filings', { timeout: 5000 })));
    for (const r of answers) is(r, 200);
  } finally {
    for (const s of slow) s.destroy();
  }
});

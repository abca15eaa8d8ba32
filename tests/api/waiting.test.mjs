// Work is bounded by who still waits: nobody works for who has hung up, who has waited for too long
// is told so, and what took long is named in the log.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { kill, withSettings } from '../lib/instance.mjs';
import { is, isProblem, register, staff } from '../lib/client.mjs';
import { subjectData } from '../lib/way.mjs';

const WORKERS = 4; // of nginx/run.sh
const patient = {
  'rules.ask_wall_ms': 60000, busy_timeout_ms: 60000, request_terminate_ms: 180000,
};

const counter = async (own, name) => {
  const { text } = await metrics(own);
  return Number(new RegExp(`^suanbei_pool_${name}_total (\\d+)$`, 'm').exec(text)[1]);
};
const metrics = (own) => new Promise((resolve, reject) => {
  http.get(`${own.url}/metrics`, (r) => {
    let text = '';
    r.on('data', (d) => (text += d));
    r.on('end', () => resolve({ text }));
  }).on('error', reject);
});

// Workers that wait for judges which stand still; gives what lets them go on.
async function hold(own, who) {
  const { processes } = is(await who.get('/status'), 200).json;
  const workers = processes.filter((p) => p.role === 'worker').map((p) => p.pid);
  const judges = own.processes()
    .filter((p) => /\bjudge\b/.test(p.command) && workers.includes(p.ppid)).map((p) => p.pid);
  for (const pid of judges) kill(pid, 'SIGSTOP');
  return () => judges.forEach((pid) => kill(pid, 'SIGCONT'));
}
const busy = async (own) =>
  Number(/^suanbei_workers\{state="busy"\} (\d+)$/m.exec((await metrics(own)).text)[1]);

test('nobody works for clients that hung up while they waited for a worker', () =>
  withSettings(patient, async (own) => {
    const who = await staff(own, 'system_admin');
    const company = await register(own);
    const data = await subjectData(company, { own: false });
    const question = JSON.stringify({ kind: 'subject', action: 'initial', data });
    const goOn = await hold(own, who);
    const before = clients(own) + 2; // and those that ask how it stands
    const headers = {
      'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(question),
      Authorization: `Bearer ${company.token}`,
    };
    const open = [];
    const send = () => {
      const q = http.request(`${own.url}/api/v1/check`, { method: 'POST', headers, agent: false });
      q.on('error', () => {});
      q.end(question);
      open.push(q);
    };
    try {
      for (let n = 0; n < WORKERS; n++) send();
      await own.until('all workers ask', async () => (await busy(own)) === WORKERS);
      const answered = await requests(own);
      for (let n = 0; n < 40; n++) send();
      await own.until('all are with nginx', () =>
        connections(own) >= WORKERS + 40);
      for (const q of open) q.destroy();
      await own.until('nginx has seen them go', () => clients(own) <= before);
      goOn();
      await own.until('the last of them was taken', async () =>
        (await requests(own)) >= answered + WORKERS + 40);
      const gone = await counter(own, 'gone');
      assert.ok(gone > 30, `${gone} gone`);
      const text = (await metrics(own)).text;
      const judged = /route="\/check",class="2xx"\} (\d+)/.exec(text);
      assert.ok(Number(judged?.[1] ?? 0) <= WORKERS + 10, 'few were judged but those in hand');
    } finally {
      goOn();
    }
  }));

const requests = async (own) =>
  Number(/^suanbei_pool_requests_total (\d+)$/m.exec((await metrics(own)).text)[1]);

// Connections to the pool's socket, those that nobody has taken yet as well; one line is its own.
// Connections of clients that nginx has not closed: open ones, and those that hung up (08).
const clients = (own) => {
  const port = `:${own.port.toString(16).toUpperCase().padStart(4, '0')}`;
  return readFileSync('/proc/net/tcp', 'utf8').split('\n').map((l) => l.trim().split(/\s+/))
    .filter(([, local, , state]) => local?.endsWith(port) && ['01', '08'].includes(state)).length;
};

const connections = (own) => readFileSync('/proc/net/unix', 'utf8').split('\n')
  .filter((l) => l.endsWith(` ${join(own.var, 'suanbei.sock')}`)).length - 1;

test('who has waited for a worker for too long is told so, and nothing is done for him', () =>
  withSettings({ ...patient, queue_late_ms: 300 }, async (own) => {
    const who = await staff(own, 'system_admin');
    const company = await register(own);
    const data = await subjectData(company, { own: false });
    const goOn = await hold(own, who);
    try {
      const question = { kind: 'subject', action: 'initial', data };
      const inHand = Array.from({ length: WORKERS }, () => company.post('/check', question));
      await own.until('all workers ask', async () => (await busy(own)) === WORKERS);
      const late = company.get('/filings');
      const since = Date.now();
      await own.until('it has waited long', () => Date.now() - since > 1000);
      goOn();
      const r = await late;
      isProblem(r, 503, 'queue_long');
      assert.equal(r.headers['retry-after'], '5');
      for (const one of inHand) is(await one, 200);
      is(await company.get('/filings'), 200);
      assert.equal(await counter(own, 'shed'), 1);
    } finally {
      goOn();
    }
  }));

test('a slow request leaves one line: its route as in the table, statement, judgement', () =>
  withSettings({ slow_ms: 1 }, async (own) => {
    const company = await register(own);
    const data = await subjectData(company, { own: false });
    const r = is(await company.post('/check', { kind: 'subject', action: 'initial', data }), 200);
    const id = r.headers['x-request-id'];
    const line = await own.until('the line', async () =>
      (await own.logs()).split('\n').find((l) => l.includes(`slow: request ${id}`)));
    const words = new RegExp(`slow: request ${id}: \\d+ ms in POST /check; longest statement `
      + '[a-z_]+ \\d+ ms, longest judgement \\d+ ms at \\S+$');
    assert.match(line, words);
    assert.ok((await counter(own, 'slow')) >= 1);
  }));

test('ordinary requests leave no such line', () => withSettings({ slow_ms: 0 }, async (own) => {
  const company = await register(own);
  is(await company.get('/filings'), 200);
  assert.doesNotMatch(await own.logs(), / slow: /);
}));

// make bench counts what the product does in a second, against the least that nginx and libfcgi can
// do, in one run on one machine. Everything goes through one nginx with the product's own locations
// and access log. Rounds alternate, so that drift cancels.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { Instance, root, until } from '../lib/instance.mjs';
import { is, register, staff } from '../lib/client.mjs';
import { request } from '../lib/http.mjs';
import { queueBench, queueTable } from './queue.mjs';
import { replayBench } from './replay.mjs';
import { engines, enginesTable } from './engines.mjs';
import { importPart } from './import.mjs';
import { benchNginx } from './nginx.mjs';
import { registerPart } from './register.mjs';
import { strangersBench } from './strangers.mjs';
import { submitBench, submitTable } from './submits.mjs';
import {
  algorithmData, approvedCompany, draft, product, publishedAlgorithm, reviewers, subjectData,
} from '../lib/way.mjs';

const build = resolve(root, process.env.B ?? 'build');
const tool = (name) => join(build, 'tests', 'bench', name);
const here = join(root, 'tests', 'bench');
const seconds = Number(process.env.SECONDS_EACH ?? 3);
const rounds = Number(process.env.ROUNDS ?? 5);
const entries = Number(process.env.ENTRIES ?? 10000);
const connections = Number(process.env.CONNECTIONS ?? 16);
const writers = 8;

const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

const usual = { path: '/', script: 'report.lua', threads: 2, conns: connections, time: seconds };
async function wrk(url, what) {
  const { path, token, script, threads, conns, time, env } = { ...usual, ...what };
  const args = ['--latency', `-t${threads}`, `-c${conns}`, `-d${time}s`, '-s', join(here, script)];
  if (token) args.push('-H', `Authorization: Bearer ${token}`);
  // Not spawnSync: our own idle connections must be able to end meanwhile.
  const told = { ...process.env, BENCH_FOLDER: here, THREADS: String(threads), ...env };
  const options = { env: told, stdio: ['ignore', 'ignore', 'pipe'] };
  const child = spawn('wrk', [...args, url + path], options);
  let said = '';
  child.stderr.on('data', (d) => (said += d));
  await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  const line = said.split('\n').find((l) => l.startsWith('{"requests"'));
  if (!line) throw new Error(`wrk: ${said}`);
  const m = JSON.parse(line);
  const per_second = m.within / (m.duration_us / 1e6);
  const [p50_ms, p99_ms] = [m.p50_us / 1000, m.p99_us / 1000];
  return { ...m, per_second, p50_ms, p99_ms };
}

const results = {};
function note(name, runs, more = {}) {
  const middle = (key) => median(runs.map((x) => x[key]));
  const sum = (key) => runs.reduce((n, x) => n + x[key], 0);
  results[name] = {
    per_second: middle('per_second'), p50_ms: middle('p50_ms'), p99_ms: middle('p99_ms'),
    refused: sum('refused'), broken: sum('broken'), ...more,
  };
}

function table() {
  const pad = (s, n) => s + ' '.repeat(Math.max(0, n - s.length));
  const num = (x, digits = 0) => x.toFixed(digits).padStart(10);
  const heads = ['req/s', 'p50 ms', 'p99 ms'].map((words) => words.padStart(10)).join('');
  console.log(`\n${pad('', 54)}${heads}   note`);
  for (const [name, r] of Object.entries(results)) {
    const bad = r.refused + r.broken ? `${r.refused} refused, ${r.broken} broken` : '';
    const numbers = num(r.per_second) + num(r.p50_ms, 2) + num(r.p99_ms, 2);
    console.log(`${pad(name, 54)}${numbers}   ${bad}${r.note ?? ''}`);
  }
}

const targets = [];
function target(words, value, least, isAtMost = false, runs = []) {
  const met = isAtMost ? value <= least : value >= least;
  targets.push({ words, value, target: `${isAtMost ? '≤' : '≥'} ${least}`, met, runs });
}

function showTargets() {
  console.log('\nTargets');
  for (const t of targets) {
    const runs = t.runs.length ? `, runs ${t.runs.map((x) => x.toFixed(2)).join(' ')}` : '';
    const met = t.met ? 'met   ' : 'MISSED';
    console.log(`  ${met}  ${t.words}: ${t.value.toPrecision(3)} (${t.target})${runs}`);
  }
}

async function drafts(instance) {
  const jobs = [];
  for (let n = 0; n < writers; n++) {
    const filer = await register(instance);
    const data = await subjectData(filer);
    const filing = await draft(filer, 'subject', {});
    jobs.push([filer.token, filing.id, filing.etag, JSON.stringify({ data })].join('\t'));
  }
  const file = join(instance.folder, 'drafts.tsv');
  writeFileSync(file, jobs.join('\n') + '\n');
  return file;
}

// Drafts that are complete, of several companies a writer, in turn: one with hundreds of filings
// would be asked about all of them, and no company has as many.
const draftsOfOne = 25;
async function ready(instance, by, count) {
  const lists = [];
  for (let n = 0; n < Math.max(writers, count / draftsOfOne); n++) {
    const company = await approvedCompany(instance, by);
    const data = await algorithmData(company, await product(company));
    const list = [];
    for (let k = 0; k < Math.min(draftsOfOne, count / writers); k++) {
      const filing = await draft(company, 'algorithm', data);
      list.push(`${company.token}\t${filing.id}`);
    }
    lists.push(list);
  }
  const lines = lists[0].flatMap((_, k) => lists.map((list) => list[k]));
  const file = join(instance.folder, 'ready.tsv');
  writeFileSync(file, lines.join('\n') + '\n');
  return file;
}

// Publishes a filing, seeds the register and compares reads and searches with the hello.
async function reads({ instance, nginx, company, by }) {
  const filing = await publishedAlgorithm(instance, company, by);
  const database = readdirSync(instance.var).find((n) => /\.(db|sqlite3?)$/.test(n));
  await new Promise((resolve, reject) => {
    const args = [join(instance.var, database), String(entries)];
    const seed = spawn(tool('seed'), args, { stdio: ['ignore', 'ignore', 'inherit'] });
    const end = (code) => (code ? reject(new Error(`seed ended with ${code}`)) : resolve());
    seed.once('error', reject).once('close', end);
  });

  const word = encodeURIComponent('蓝鲸资讯');
  const read = { path: `/api/v1/filings/${filing.id}`, token: company.token };
  const search = { path: `/api/v1/register?q=${word}` };
  const headers = { Authorization: `Bearer ${company.token}` };
  const bytes = (await request(nginx.url, 'GET', read.path, { headers })).buffer.length;
  const hits = is(await request(nginx.url, 'GET', search.path), 200).json.items.length;
  for (const x of [{ path: '/bench/hello' }, read, search]) {
    await wrk(nginx.url, { ...x, time: 1 });
  }

  const runs = { plain: [], hello: [], read: [], search: [] };
  const ratios = { read: [], search: [] };
  for (let n = 0; n < rounds; n++) {
    runs.plain.push(await wrk(nginx.url, { path: '/bench/200' }));
    let left = await wrk(nginx.url, { path: '/bench/hello' });
    runs.hello.push(left);
    for (const [kind, what] of [['read', read], ['search', search]]) {
      const middle = await wrk(nginx.url, what);
      const right = await wrk(nginx.url, { path: '/bench/hello' });
      runs[kind].push(middle);
      runs.hello.push(right);
      ratios[kind].push(middle.per_second / ((left.per_second + right.per_second) / 2));
      left = right;
    }
  }
  note('nginx return 200', runs.plain);
  note('bare libfcgi hello', runs.hello);
  note('GET /filings/{id} with a session', runs.read, { note: `${bytes} bytes` });
  note(`GET /register?q= over ${entries}`, runs.search, { note: `${hits} hits a page` });
  target('filing read against the hello', median(ratios.read), 0.8, false, ratios.read);
  target('register search against the hello', median(ratios.search), 0.5, false, ratios.search);
}

const writing = { threads: writers, conns: writers };

async function saves({ instance, nginx }) {
  const saving = { ...writing, script: 'save.lua', env: { JOBS: await drafts(instance) } };
  note(`PUT /filings/{id}, ${writers} writers`, [await wrk(nginx.url, saving)]);
}

async function submits({ instance, nginx, admin, by }) {
  const JOBS = await ready(instance, by, Number(process.env.SUBMITS ?? 1600));
  const submitting = { ...writing, script: 'submit.lua', time: 4, env: { JOBS } };
  const greeting = { path: '/bench/hello', threads: writers, conns: writers };
  const submitted = await submitBench({
    instance, admin, web: nginx.child.pid,
    hello: () => wrk(nginx.url, greeting), submit: () => wrk(nginx.url, submitting),
  });
  const count = { note: `${submitted.submits.requests} submits` };
  note(`POST /filings/{id}/submit, ${writers} writers`, [submitted.submits], count);
  target(`submits against the hello, ${writers} writers`, submitted.ratio, 0.06);
  return submitted;
}

async function strangers({ instance, nginx, company }) {
  const x = await strangersBench(nginx.url, company, instance);
  const kept = '/healthz p99 with six strangers who check, against its own without';
  target(kept, x.ratio, 10, true);
  target('ms of processor for the dearest check of a stranger', x.dearest_ms, 50, true);
  target('KB of the longest answer to one', x.longest_kb, 256, true);
}

// Starts an instance, the hello beside it and one nginx before both; ends all after the act.
async function withInstance(act) {
  const instance = await Instance.start({ env: { WORKERS: process.env.WORKERS ?? '4' } });
  const children = [];
  try {
    const admin = await staff(instance, 'system_admin');
    const { workers } = is(await admin.get('/status'), 200).json.pool;
    const socket = join(instance.folder, 'hello.sock');
    children.push(spawn(tool('hello'), [socket, String(workers)], { stdio: 'inherit' }));
    await until('the hello pool listens', () => existsSync(socket));
    const nginx = await benchNginx(instance, socket);
    children.push(nginx.child);
    console.log(`${cpus().length} × ${cpus()[0].model}, ${workers} workers`);
    console.log(`${rounds} rounds of ${seconds} s, ${connections} connections`);
    const by = await reviewers(instance);
    return await act({ instance, nginx, admin, by });
  } finally {
    for (const child of children) child.kill('SIGTERM');
    await instance.end().catch((error) => console.error(error.message));
  }
}

// What PART names alone, with its own table.
const parts = {
  import: () => importPart({ target }),
  register: () => registerPart({ benchNginx, wrk, tool, target }),
  submits: async () => submitTable(await withInstance(submits)),
};

async function main() {
  for (const name of ['hello', 'seed', 'seed_queue', 'commit_bench', 'judge_bench']) {
    if (!existsSync(tool(name))) throw new Error(`${tool(name)} is missing: make bench builds it`);
  }
  if (process.env.PART) {
    const part = parts[process.env.PART];
    if (!part) throw new Error(`PART is one of: ${Object.keys(parts).join(', ')}`);
    await part();
    table();
    return showTargets();
  }
  const { submitted, compared } = await withInstance(async (about) => {
    const company = await approvedCompany(about.instance, about.by);
    await reads({ ...about, company });
    await saves(about);
    const submitted = await submits(about);
    await strangers({ ...about, company });
    return { submitted, compared: await engines(about.instance, company) };
  });

  const queued = await queueBench();
  const registers = await registerPart({ benchNginx, wrk, tool, target });
  const imported = await importPart({ target });
  commits();
  table();
  queueTable(queued);
  submitTable(submitted);
  enginesTable(compared);
  const replayed = replayBench();
  target('ms for the first page of 50 000 open tasks, the worst p99', queued.worst, 20, true);
  target('ms for what is like a filing among 50 000, p99', queued.like.p99, 50, true);
  target('microseconds to judge a filing, facts read before', compared.ours.judge, 150, true);
  target('milliseconds for a way of ten moves', compared.ways.way_ms, 5, true);
  target('… from a saved set to a live one, all cases', compared.ways.live_ms, 1000, true);
  const { self, other, all } = replayed;
  const words = 'decisions a second judged again, of full algorithm filings';
  target(words, other.per_second, 10000);
  showTargets();
  mkdirSync(build, { recursive: true });
  const report = {
    at: new Date().toISOString(), cpu: cpus()[0].model, cores: cpus().length, results, compared,
    registers, submitted, queued, imported,
    replayed: { self: self.per_second, other: other.per_second, all: all.per_second }, targets,
  };
  writeFileSync(join(build, 'bench.json'), JSON.stringify(report, null, 1));
  console.log(`\n${join(build, 'bench.json')}`);
}

// The same draft-save transactions by 8 processes, with group commit and under plain
// synchronous=FULL with busy_timeout.
function commits() {
  const r = spawnSync(tool('commit_bench'), [build], { encoding: 'utf8' });
  const line = r.stdout?.split('\n').find((l) => l.startsWith('{'));
  if (!line) {
    console.error(`${tool('commit_bench')}: ${r.error?.message ?? r.stderr}`);
    return;
  }
  const m = JSON.parse(line);
  const row = (x) => ({ ...x, refused: x.busy, broken: 0 });
  results[`draft-save transactions, ${writers} processes, group commit`] = row(m.group);
  results['the same under synchronous=FULL, busy_timeout'] = row(m.plain);
  target('rate of draft savers against plain FULL', m.ratio_rate, 1.5);
  target('their p99 against plain FULL', m.ratio_p99, 0.2, true);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});

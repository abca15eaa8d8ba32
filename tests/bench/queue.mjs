// The queue of an office of real size: what the first page takes for each way to choose from it, at
// one client, for reviewers who see everything, a province, a class of a province, and nothing.
// Nothing is measured before the clerk has done its work on all that was filed.
// Alone: node tests/bench/queue.mjs (FILINGS=50000 REVIEWERS=200 ASKS=100).
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { Instance, root, until } from '../lib/instance.mjs';
import { is, makeStaff, staff } from '../lib/client.mjs';

const build = resolve(root, process.env.B ?? 'build');
const filings = Number(process.env.FILINGS ?? 50000);
const seeded = Number(process.env.REVIEWERS ?? 200);
const asks = Number(process.env.ASKS ?? 100);

const both = ['preliminary_reviewer', 'final_reviewer'];
const people = [
  ['everything', { roles: both, scope: [{ area: '' }] }],
  ['a province', { roles: both, scope: [{ area: '44' }] }],
  ['one class of a city', { roles: both, scope: [{ area: '6501', class: '03' }] }],
  ['nothing', { roles: both, scope: [{ area: '820000' }] }],
];
const q = (text) => `q=${encodeURIComponent(text)}`;
const choices = [
  '', 'state=open', 'state=claimed', 'mine=true', 'overdue=true', 'soon=true', 'stage=final',
  'kind=algorithm', 'kind=subject', 'class=05', q('基准短视频'), q('算法-4711'), q('没有这样的'),
  q('限'), `state=open&overdue=true&stage=preliminary&class=02&${q('科技1')}`, 'state=done',
];

const at = (list, share) => [...list].sort((a, b) => a - b)[Math.ceil(list.length * share) - 1];

async function times(client, path) {
  const list = [];
  for (let n = 0; n < asks; n++) {
    const from = performance.now();
    is(await client.get(path), 200);
    list.push(performance.now() - from);
  }
  return list;
}

function seedQueue(instance) {
  const database = readdirSync(instance.var).find((n) => /\.(db|sqlite3?)$/.test(n));
  const args = [join(instance.var, database), String(filings), String(seeded)];
  return promisify(execFile)(join(build, 'tests', 'bench', 'seed_queue'), args);
}

async function measure(instance) {
  await seedQueue(instance);
  const admin = await staff(instance, 'system_admin');
  const everything = await makeStaff(admin, people[0][1]);
  const marked_s = await untilMarked(everything);
  const least = await times(admin, '/session');
  const rows = [];
  for (const [who, body] of people) {
    const client = await makeStaff(admin, body);
    for (const query of choices) {
      const list = await times(client, `/review/tasks?${query}`);
      rows.push({ who, query: decodeURIComponent(query), p50: at(list, 0.5), p99: at(list, 0.99) });
    }
  }
  const like = { marked_s, ...await likeness(everything) };
  return { rows, like, worst: Math.max(...rows.map((r) => r.p99)), least: at(least, 0.99) };
}

const taskOf = async (client, n) =>
  is(await client.get(`/review/tasks?${q(`算法-${n}`)}&limit=1`), 200).json.items[0];
const similarTo = (task) => `/review/tasks/${task.id}/similar`;

// Until the last one is found to be a copy. The words of the queue take the clerk less time.
async function untilMarked(client) {
  const from = performance.now();
  const copy = await taskOf(client, filings - 1);
  await until('the clerk has marked all texts', async () => {
    const { items } = is(await client.get(similarTo(copy)), 200).json;
    return items.some((x) => x.title.endsWith(`-${filings - 501}`) && x.texts === 100);
  }, { ms: 900_000, every: 500 });
  return (performance.now() - from) / 1000;
}

// What is like a filing among all of them.
async function likeness(client) {
  const list = [];
  for (let n = 0; n < asks; n++) {
    const task = await taskOf(client, Math.floor(filings * n / asks) + 1);
    const since = performance.now();
    is(await client.get(similarTo(task)), 200);
    list.push(performance.now() - since);
  }
  return { p50: at(list, 0.5), p99: at(list, 0.99) };
}

export async function queueBench() {
  const instance = await Instance.start({ env: { WORKERS: '2' } });
  try {
    return await measure(instance);
  } finally {
    await instance.end();
  }
}

export function queueTable({ rows, like, worst, least }) {
  console.log(`\nThe first page of a queue of ${filings} open tasks, ms at one client`);
  for (const r of rows) {
    const words = `${r.who}: ${r.query || 'as it stands'}`;
    const [p50, p99] = [r.p50, r.p99].map((ms) => ms.toFixed(1).padStart(7));
    console.log(`  ${p50} p50 ${p99} p99  ${words}`);
  }
  const words = `${like.p50.toFixed(1)} p50, ${like.p99.toFixed(1)} p99, `
    + `${(like.p99 / least).toFixed(1)} × that of GET /session`;
  console.log(`  what is like a filing: ${words}; marked in ${like.marked_s.toFixed(0)} s`);
  const ratio = (worst / least).toFixed(1);
  console.log(`  worst p99 ${worst.toFixed(1)}, ${ratio} × that of GET /session`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) queueTable(await queueBench());

// The register at two sizes: every kind of search with filters, at one client, against the bare
// hello at one client between; the worst of them counts. An answer is known until somebody commits,
// so each is asked twice: no two questions alike, and the same one again and again.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Instance, until } from '../lib/instance.mjs';

const sizes = (process.env.REGISTER ?? '100000,1000000').split(',').map(Number);
const each = Number(process.env.REGISTER_SECONDS ?? 1);

// Common words, a common word with a rare filter, common filters that nothing has together, a span.
const searches = [
  { q: '算法' },
  { q: '算法', area: '610113' },
  { q: '蓝鲸资讯', algorithm_type: 'generation_synthesis' },
  { algorithm_type: 'personalized_push', role: 'provider' },
  { q: '推荐', status: 'revoked' },
  { q: '算法 科技', area: '31', year: '2024' },
  { filed_from: '2023-02-01', filed_to: '2023-02-28', area: '11' },
  { q: '有限公司', area: '11', filed_from: '2024-01-18', filed_to: '2024-02-16' },
];

function seed(tool, database, entries, before) {
  return new Promise((resolve, reject) => {
    const args = [database, String(entries), String(before)];
    const child = spawn(tool, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    const end = (code) => (code ? reject(new Error(`seed ended with ${code}`)) : resolve());
    child.once('error', reject).once('close', end);
  });
}

async function measured(wrk, url, size) {
  const one = { threads: 1, conns: 1, time: each };
  const runs = [];
  let left = await wrk(url, { path: '/bench/hello', ...one });
  for (const query of searches) {
    const words = new URLSearchParams(query);
    const path = `/api/v1/register?${words}`;
    const anew = { path: '/', script: 'anew.lua', env: { ASKED: path, AT: String(size + 1) } };
    for (const asked of [{ ...anew, is_anew: true }, { path }]) {
      const run = await wrk(url, { ...asked, ...one });
      const right = await wrk(url, { path: '/bench/hello', ...one });
      const ratio = 2 * run.per_second / (left.per_second + right.per_second);
      const { p99_ms, broken } = run;
      const is_anew = asked.is_anew ?? false;
      runs.push({ words: decodeURIComponent(words), is_anew, p99_ms, ratio, broken });
      left = right;
    }
  }
  const worst = (of) => Math.min(...of.map((x) => x.ratio));
  return {
    runs,
    p99_ms: Math.max(...runs.map((x) => x.p99_ms)),
    ratio: worst(runs.filter((x) => x.is_anew)),
    again: worst(runs.filter((x) => !x.is_anew)),
  };
}

async function registerBench({ url, wrk, tool, database, target }) {
  const results = [];
  let before = 0;
  for (const size of sizes) {
    await seed(tool, database, size - before, before);
    before = size;
    const x = { size, ...(await measured(wrk, url, size)) };
    results.push(x);
    console.log(`\nregister of ${size} entries, one client`);
    for (const r of x.runs) {
      const kind = r.is_anew ? 'anew ' : 'again';
      console.log(`  ${r.p99_ms.toFixed(2).padStart(8)} ms p99  ${r.ratio.toFixed(2)} × hello`
        + `  ${kind}  ${r.words}${r.broken ? `, ${r.broken} broken` : ''}`);
    }
  }
  const [small, large] = results;
  target(`ms p99, the worst search over ${small.size} entries`, small.p99_ms, 20, true);
  target('its rate against the hello, the slowest search, no two alike', small.ratio, 0.5);
  target('… asked again and again while nobody commits', small.again, 0.5);
  if (!large) return results;
  const growth = large.p99_ms / small.p99_ms;
  target(`its p99 at ${large.size} entries against that`, growth, 1.5, true);
  return results;
}

// A register of its own, so that the other figures stay those of a usual one.
export async function registerPart({ benchNginx, wrk, tool, target }) {
  const instance = await Instance.start({ env: { WORKERS: process.env.WORKERS ?? '4' } });
  const children = [];
  try {
    const socket = join(instance.folder, 'hello.sock');
    children.push(spawn(tool('hello'), [socket, '4'], { stdio: 'inherit' }));
    await until('the hello pool listens', () => existsSync(socket));
    const nginx = await benchNginx(instance, socket);
    children.push(nginx.child);
    const name = readdirSync(instance.var).find((n) => /\.(db|sqlite3?)$/.test(n));
    const database = join(instance.var, name);
    return await registerBench({ url: nginx.url, wrk, tool: tool('seed'), database, target });
  } finally {
    for (const child of children) child.kill('SIGTERM');
    await instance.end().catch((error) => console.error(error.message));
  }
}

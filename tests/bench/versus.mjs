// make versus BEFORE=folder compares this checkout with another one that is built, such as the
// commit before a change. Both run side by side, each with its own nginx; every round asks the one
// and then the other, so that drift cancels. It prints the ratios now/before of the medians: above
// 1 is faster.
import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
const before = process.env.BEFORE && resolve(process.env.BEFORE);
const seconds = Number(process.env.SECONDS_EACH ?? 3);
const rounds = Number(process.env.ROUNDS ?? 5);
const entries = Number(process.env.ENTRIES ?? 10000);
const submits = Number(process.env.SUBMITS ?? 200);
const writers = 8;
const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

function spawned(file, args, options) {
  return new Promise((done, failed) => {
    const child = spawn(file, args, options);
    let said = '';
    child.stderr?.on('data', (d) => (said += d));
    const end = (code) => (code ? failed(new Error(`${file}: ${said}`)) : done(said));
    child.once('error', failed).once('close', end);
  });
}

// One of the two: its instance, and what it is asked.
class Side {
  static async start(root) {
    const s = new Side();
    const from = (path) => import(pathToFileURL(join(root, path)).href);
    s.root = root;
    s.build = join(root, 'build');
    s.lib = { ...(await from('tests/lib/instance.mjs')), ...(await from('tests/lib/client.mjs')) };
    s.way = await from('tests/lib/way.mjs');
    s.instance = await s.lib.Instance.start({ env: { WORKERS: '4' } });
    await s.seed();
    return s;
  }

  async seed() {
    const by = await this.way.reviewers(this.instance);
    this.company = await this.way.approvedCompany(this.instance, by);
    this.filing = await this.way.publishedAlgorithm(this.instance, this.company, by);
    this.data = await this.way.algorithmData(this.company, await this.way.product(this.company));
    const database = readdirSync(this.instance.var).find((n) => n.endsWith('.db'));
    const args = [join(this.instance.var, database), String(entries)];
    await spawned(this.tool('seed'), args, { stdio: ['ignore', 'ignore', 'pipe'] });
  }

  tool(name) {
    return join(this.build, 'tests', 'bench', name);
  }

  async jobs(name, make, count) {
    const file = join(this.instance.folder, name);
    const lines = [];
    for (let n = 0; n < count; n++) lines.push((await make()).join('\t'));
    writeFileSync(file, lines.join('\n') + '\n');
    return file;
  }

  async wrk(path, { token, script = 'report.lua', conns = 16, jobs, time = seconds } = {}) {
    const bench = join(here, 'tests', 'bench'); // one way to count for both
    const threads = script === 'report.lua' ? 2 : writers;
    const args = ['--latency', `-t${threads}`, `-c${conns}`, `-d${time}s`];
    args.push('-s', join(bench, script));
    if (token) args.push('-H', `Authorization: Bearer ${token}`);
    const told = { BENCH_FOLDER: bench, THREADS: String(threads), ...(jobs && { JOBS: jobs }) };
    const env = { ...process.env, ...told };
    const url = `http://127.0.0.1:${this.instance.port}${path}`;
    const said = await spawned('wrk', [...args, url], { env, stdio: ['ignore', 'ignore', 'pipe'] });
    const m = JSON.parse(said.split('\n').find((l) => l.startsWith('{"requests"')));
    const bad = `${m.refused} refused, ${m.broken} broken`;
    if (m.refused + m.broken) throw new Error(`${path} ${script}: ${bad}`);
    return m.within / (m.duration_us / 1e6);
  }

  json(name, args) {
    const r = spawnSync(this.tool(name), args, { encoding: 'utf8', cwd: this.root });
    if (r.status !== 0) throw new Error(`${name}: ${r.stderr}`);
    return JSON.parse(r.stdout.split('\n').find((l) => l.startsWith('{')));
  }

  // A draft a writer; the saves of the round before moved the ETags on.
  async saved() {
    const file = await this.jobs('drafts.tsv', async () => {
      const filer = await this.lib.register(this.instance);
      const data = await this.way.subjectData(filer);
      const filing = await this.way.draft(filer, 'subject', {});
      return [filer.token, filing.id, filing.etag, JSON.stringify({ data })];
    }, writers);
    return this.wrk('/', { script: 'save.lua', conns: writers, jobs: file });
  }

  async submitted() {
    const file = await this.jobs('ready.tsv', async () => {
      const filing = await this.way.draft(this.company, 'algorithm', this.data);
      return [this.company.token, filing.id];
    }, submits);
    return this.wrk('/', { script: 'submit.lua', conns: writers, jobs: file, time: 10 });
  }
}

const word = encodeURIComponent('蓝鲸资讯');
const facts = 'tests/data/facts_algorithm.json';
async function queue(s) {
  const { token } = (await s.way.reviewers(s.instance)).preliminary;
  return s.wrk('/api/v1/review/tasks?limit=20', { token });
}
const asked = {
  'GET /filings/{id} with a session': (s) =>
    s.wrk(`/api/v1/filings/${s.filing.id}`, { token: s.company.token }),
  [`GET /register?q= over ${entries}`]: (s) => s.wrk(`/api/v1/register?q=${word}`),
  'GET /review/tasks': queue,
  [`PUT /filings/{id}, ${writers} writers`]: (s) => s.saved(),
  [`POST …/submit, ${writers} writers`]: (s) => s.submitted(),
  'draft-save transactions, group commit': (s) =>
    s.json('commit_bench', [s.build]).group.per_second,
  'judging one filing, 1/µs': (s) => 1 / s.json('judge_bench', ['rules', facts]).judge_us,
};

async function main() {
  if (!before) throw new Error('BEFORE names the other checkout');
  const sides = [];
  try {
    for (const root of [here, before]) sides.push(await Side.start(root));
    console.log(`${cpus().length} × ${cpus()[0].model}; ${rounds} rounds of ${seconds} s`);
    console.log(`before: ${before}`);
    for (const [name, ask] of Object.entries(asked)) {
      const got = [[], []];
      for (let n = 0; n < rounds; n++) {
        for (const k of n % 2 ? [1, 0] : [0, 1]) got[k].push(await ask(sides[k]));
      }
      const [now, then] = got.map(median);
      const runs = got[0].map((x, n) => (x / got[1][n]).toFixed(2)).join(' ');
      const both = `${now.toPrecision(5)} against ${then.toPrecision(5)}`;
      console.log(`${(now / then).toFixed(3)}  ${name}: ${both} (${runs})`);
    }
  } finally {
    for (const s of sides) await s.instance.end().catch((error) => console.error(error.message));
  }
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});

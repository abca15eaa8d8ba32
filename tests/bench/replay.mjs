// Measures how fast stored decisions are judged again, and what bounds it. It runs alone or as a
// part of make bench.
//   node tests/bench/replay.mjs
import { spawnSync } from 'node:child_process';
import {
  appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync,
} from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const build = resolve(root, process.env.B ?? 'build');
const program = process.env.SUANBEI ?? join(build, 'suanbei');
const tool = (name) => join(build, 'tests', 'bench', name);
const count = Number(process.env.DECISIONS ?? 60000);
const hits = 25;

function run(file, args) {
  const r = spawnSync(file, args, { encoding: 'utf8', cwd: root, maxBuffer: 1 << 26 });
  if (r.status !== 0) throw new Error(`${file} ${args.join(' ')}: ${r.stderr}${r.error ?? ''}`);
  return r;
}

// Counts the decisions a second of one replay, by the clock and by the processors' time of
// everything that it started.
function replay(state, rules, decisions = count) {
  const from = process.hrtime.bigint();
  const args = ['rules', 'replay', '--state', state, '--json', join(state, 'report.json'), rules];
  const timed = ['-c', 'TIMEFORMAT="%U %S"; time "$0" "$@" 2>/dev/null', program, ...args];
  const r = spawnSync('/bin/bash', timed, { encoding: 'utf8', cwd: root });
  if (r.status !== 0) throw new Error(r.stderr);
  const seconds = Number(process.hrtime.bigint() - from) / 1e9;
  const [user, system] = r.stderr.trim().split(/\s+/).slice(-2).map(Number);
  const report = JSON.parse(readFileSync(join(state, 'report.json'), 'utf8'));
  const cpu_us = ((user + system) * 1e6) / decisions;
  return { per_second: decisions / seconds, cpu_us, report };
}

const RULE = `
rule {
  id = 'probe.name', title = '测试', law = '审核实践', severity = 'error',
  kinds = { 'algorithm' }, reads = { 'filing.data.basic.name' },
  check = function(facts, say)
    if facts.filing.data.basic.name == '触发算法' then say.at('/basic/name', '不行', '改') end
  end,
}
`;
const CASE = `
case {
  name = '测试', form = 'algorithm', set = { ['/basic/name'] = '触发算法' },
  expect = { findings = { { rule = 'probe.name' } } },
}
`;

function tell(say, { self, other, all, judge }) {
  const cores = availableParallelism();
  const us = (n) => `${n.toFixed(0)} µs`;
  const percent = (n) => `${(100 * n).toFixed(0)} %`;
  const row = (words, r) => say(`  ${words.padEnd(30)}${r.per_second.toFixed(0).padStart(8)}` +
    ` decisions/s   ${us(r.cpu_us)} of processor each`);
  const size = `${judge.facts_bytes} bytes of facts, ${judge.fields} values`;
  say(`\nreplay of ${count} full algorithm filings (${size}) on ${cores} cores`);
  row('the active set over itself', self);
  row(`a candidate that hits ${hits}`, other);
  row('a candidate that hits all', all);
  say('  where all are hit, whole answers are asked for one by one');
  const alone = judge.read_us + judge.judge_us;
  const parts = `reading facts ${us(judge.read_us)}, rules ${us(judge.judge_us)}`;
  say(`  judging alone takes ${us(alone)} (${parts}): ${percent(alone / other.cpu_us)} of what a`);
  say('  replay costs, so the judges bound it; the rest is reading rows, sockets and hashes');
  const busy = (other.cpu_us * other.per_second) / (cores * 1e6);
  say(`  the processors were ${percent(busy)} busy with it`);
}

export function replayBench(say = console.log) {
  const folder = mkdtempSync(join(tmpdir(), 'suanbei-bench-replay-'));
  try {
    const plain = JSON.parse(readFileSync(join(root, 'tests/data/facts_algorithm.json'), 'utf8'));
    writeFileSync(join(folder, 'plain.json'), JSON.stringify(plain));
    plain.filing.data.basic.name = '触发算法';
    writeFileSync(join(folder, 'hit.json'), JSON.stringify(plain));
    const [plainly, hitting] = ['plain.json', 'hit.json'].map((name) => join(folder, name));
    const seed = (state, n, more, m) => run(tool('seed_decisions'),
      [join(state, 'suanbei.db'), 'rules', plainly, String(n), more, String(m)]);
    seed(folder, count, hitting, hits);
    const candidate = join(folder, 'candidate');
    cpSync(join(root, 'rules'), candidate, { recursive: true });
    appendFileSync(join(candidate, 'checks/names.lua'), RULE);
    appendFileSync(join(candidate, 'cases/algorithm.lua'), CASE);
    const self = replay(folder, 'rules');
    const other = replay(folder, candidate);
    const changed = [self, other].map((r) => r.report.changed);
    if (changed.join() !== `0,${hits}`) throw new Error(`changed: ${changed}`);

    // Another count of days hits every decision.
    const [few, days] = ['few', 'days'].map((name) => join(folder, name));
    mkdirSync(few);
    cpSync(join(root, 'rules'), days, { recursive: true });
    const limits = readFileSync(join(days, 'limits.lua'), 'utf8');
    const longer = limits.replace(/(name = 'review_days'[^}]*value = )\d+/, '$1' + 35);
    writeFileSync(join(days, 'limits.lua'), longer);
    seed(few, count / 10, plainly, 0);
    const all = replay(few, days, count / 10);
    if (all.report.changed !== count / 10) throw new Error(`changed: ${all.report.changed}`);

    const facts = 'tests/data/facts_algorithm.json';
    const judge = JSON.parse(run(tool('judge_bench'), ['rules', facts]).stdout);
    tell(say, { self, other, all, judge });
    return { self, other, all, judge };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) replayBench();

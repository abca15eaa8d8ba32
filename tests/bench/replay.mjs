// How fast stored decisions are judged again, and what bounds it. Alone, or as a part of make bench.
//   node tests/bench/replay.mjs
import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

// decisions a second of one replay, by the clock and by the processors' time of everything that it started
function replay(state, rules, decisions = count) {
  const from = process.hrtime.bigint();
  const args = ['rules', 'replay', '--state', state, '--json', join(state, 'report.json'), rules];
  const r = spawnSync('/bin/bash', ['-c', 'TIMEFORMAT="%U %S"; time "$0" "$@" 2>/dev/null', program, ...args], { encoding: 'utf8', cwd: root });
  if (r.status !== 0) throw new Error(r.stderr);
  const seconds = Number(process.hrtime.bigint() - from) / 1e9;
  const busy = r.stderr.trim().split(/\s+/).slice(-2).reduce((n, x) => n + Number(x), 0);
  return { per_second: decisions / seconds, cpu_us: (busy * 1e6) / decisions, report: JSON.parse(readFileSync(join(state, 'report.json'), 'utf8')) };
}

export function replayBench(say = console.log) {
  const folder = mkdtempSync(join(tmpdir(), 'suanbei-bench-replay-'));
  try {
    const plain = JSON.parse(readFileSync(join(root, 'tests/data/facts_algorithm.json'), 'utf8'));
    writeFileSync(join(folder, 'plain.json'), JSON.stringify(plain));
    plain.filing.data.basic.name = '触发算法';
    writeFileSync(join(folder, 'hit.json'), JSON.stringify(plain));
    run(tool('seed_decisions'), [join(folder, 'suanbei.db'), 'rules', join(folder, 'plain.json'), String(count), join(folder, 'hit.json'), String(hits)]);
    const candidate = join(folder, 'candidate');
    cpSync(join(root, 'rules'), candidate, { recursive: true });
    appendFileSync(join(candidate, 'checks/names.lua'), `
rule {
  id = 'probe.name', title = '测试', law = '审核实践', severity = 'error', kinds = { 'algorithm' }, reads = { 'filing.data.basic.name' },
  check = function(facts, say)
    if facts.filing.data.basic.name == '触发算法' then say.at('/basic/name', '不行', '改') end
  end,
}
`);
    appendFileSync(join(candidate, 'cases/algorithm.lua'), `
case { name = '测试', form = 'algorithm', set = { ['/basic/name'] = '触发算法' }, expect = { findings = { { rule = 'probe.name' } } } }
`);
    const self = replay(folder, 'rules'), other = replay(folder, candidate);
    if (self.report.changed !== 0 || other.report.changed !== hits) throw new Error(`changed: ${self.report.changed}, ${other.report.changed}`);
    // What every decision is hit by: another count of days.
    const few = join(folder, 'few'), days = join(folder, 'days');
    mkdirSync(few);
    cpSync(join(root, 'rules'), days, { recursive: true });
    const limits = readFileSync(join(days, 'limits.lua'), 'utf8');
    writeFileSync(join(days, 'limits.lua'), limits.replace(/(name = 'review_days'[^}]*value = )\d+/, '$1' + 35));
    run(tool('seed_decisions'), [join(few, 'suanbei.db'), 'rules', join(folder, 'plain.json'), String(count / 10), join(folder, 'plain.json'), '0']);
    const all = replay(few, days, count / 10);
    if (all.report.changed !== count / 10) throw new Error(`changed: ${all.report.changed}`);
    const judge = JSON.parse(run(tool('judge_bench'), ['rules', 'tests/data/facts_algorithm.json']).stdout);
    const cores = availableParallelism();
    const alone = judge.read_us + judge.judge_us;
    say(`\nreplay of ${count} full algorithm filings (${judge.facts_bytes} bytes of facts, ${judge.fields} values) on ${cores} cores`);
    say(`  the active set over itself   ${self.per_second.toFixed(0).padStart(8)} decisions/s   ${self.cpu_us.toFixed(0)} µs of processor each`);
    say(`  a candidate that hits ${hits}     ${other.per_second.toFixed(0).padStart(8)} decisions/s   ${other.cpu_us.toFixed(0)} µs of processor each`);
    say(`  a candidate that hits all    ${all.per_second.toFixed(0).padStart(8)} decisions/s   ${all.cpu_us.toFixed(0)} µs of processor each: whole answers are asked for one by one`);
    say(`  judging alone takes ${alone.toFixed(0)} µs (reading facts ${judge.read_us.toFixed(0)}, rules ${judge.judge_us.toFixed(0)}): ${((100 * alone) / other.cpu_us).toFixed(0)} % of what a replay costs, so the judges bound it;`);
    say(`  the rest is reading rows, sockets and hashes. The processors were ${((100 * other.cpu_us * other.per_second) / (cores * 1e6)).toFixed(0)} % busy with it.`);
    return { self, other, all, judge };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) replayBench();

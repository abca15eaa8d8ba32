// Three engines judge one algorithm filing with every field filled, one process after another: ours
// (judge_bench, in C, no process around it), the JSON Schema of /forms/algorithm by ajv, and
// json-rules-engine with whatever of our rules can be said in it (rules_engine.mjs).
//   node tests/bench/engines.mjs     starts an instance of its own for the forms
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Instance, program, root } from '../lib/instance.mjs';
import { is } from '../lib/client.mjs';
import {
  algorithmData, approvedCompany, form, product, reviewers, subjectData,
} from '../lib/way.mjs';
import { ajv } from '../lib/schema.mjs';
import { checks, rulesEngine } from './rules_engine.mjs';

const BATCH = 200;
const BATCHES = 15;
const build = resolve(root, process.env.B ?? 'build');

// ---- the filing ---------------------------------------------------------------------------------

function leaves(v) {
  if (!v || typeof v !== 'object') return 1;
  return Object.values(v).reduce((n, x) => n + leaves(x), 0);
}

// The facts as the server would tell them to its judge.
async function factsOf(company) {
  const p = await product(company);
  const { schema } = await form(company, 'algorithm');
  const data = await algorithmData(company, p);
  const attachments = {};
  const walk = (s, v) => {
    if (v === undefined) return;
    if (s?.format === 'attachment') {
      attachments[v] = { media_type: s['x-accept'][0], size_bytes: 1024, filename: 'example' };
    } else if (s?.type === 'array') v.forEach((x) => walk(s.items, x));
    else Object.entries(s?.properties ?? {}).forEach(([k, x]) => walk(x, v[k]));
  };
  walk(schema, data);
  const facts = {
    clock: { today: '2026-11-24', now: '2026-11-24T10:00:00+08:00' },
    filing: {
      id: 'flg', kind: 'algorithm', action: 'initial', version: 1, data, submitted_on: '2026-11-24',
      first_submitted_on: '2026-11-24',
    },
    organization: {
      id: 'org', name: '示例科技（北京）有限公司', serial: 1234567, credit_code_elsewhere: false,
      subject: { data: await subjectData(company) },
    },
    products: [is(await company.get(`/products/${p.id}`), 200).json],
    attachments,
  };
  return { facts, schema };
}

// ---- measuring ----------------------------------------------------------------------------------

// Processor time, as judge_bench takes it: what else runs on the machine is none of it.
const now = () => {
  const { user, system } = process.cpuUsage();
  return user + system;
};
const middle = (runs) => runs.sort((a, b) => a - b)[BATCHES >> 1];

// fn(n) does it n times. → the median of batches, after a warm-up
async function median(fn, batch) {
  await fn(2 * batch);
  const runs = [];
  for (let k = 0; k < BATCHES; k++) {
    const from = now();
    await fn(batch);
    runs.push((now() - from) / batch);
  }
  return middle(runs);
}

export async function engines(instance, company) {
  const { facts, schema } = await factsOf(company);
  const file = join(instance.folder, 'facts.json');
  writeFileSync(file, JSON.stringify(facts));
  const rules_ = join(root, 'rules');
  const options = { cwd: root, encoding: 'utf8' };
  const decided = spawnSync(program, ['decide', '--rules', rules_, file], options);
  const { verdict } = JSON.parse(decided.stdout || '{}');
  assert.equal(verdict, 'acceptable', decided.stderr || decided.stdout);
  const bench = spawnSync(join(build, 'tests', 'bench', 'judge_bench'),
    [rules_, file, join(root, 'tests', 'bench', 'ways')], options);
  assert.equal(bench.status, 0, bench.stderr);
  const ours = JSON.parse(bench.stdout);

  const validate = ajv().compile(schema);
  assert.ok(validate(facts.filing.data), JSON.stringify(validate.errors));
  const said = checks(is(await company.get('/vocabulary'), 200).json);
  const { rules, ask } = rulesEngine(schema, said);
  const quiet = (await ask(facts)).events.map((e) => e.type);
  const broken = structuredClone(facts);
  Object.assign(broken.filing.data.basic, { name: '', filing_type: 'nothing' });
  const alarms = (await ask(broken)).events.map((e) => e.type);
  for (const type of ['required basic.name', 'choice basic.filing_type']) {
    assert.ok(alarms.includes(type), 'that engine sees a fault when there is one');
  }
  const wrong = quiet.filter((x) => !x.startsWith('role.not_applicable'));
  assert.deepEqual(wrong, [], 'and none where there is none');

  const text = JSON.stringify(facts);
  const times = (fn) => (n) => {
    for (let i = 0; i < n; i++) fn();
  };
  const read = await median(times(() => JSON.parse(text)), 5 * BATCH);
  const schemaOnly = await median(times(() => validate(facts.filing.data)), 5 * BATCH);
  const rulesToo = await median(async (n) => {
    for (let i = 0; i < n; i++) await ask(facts);
  }, BATCH / 2);
  return {
    fields: leaves(facts.filing.data), bytes: ours.facts_bytes,
    rules: rules.length, checks: said.length,
    ours: { read: ours.read_us, judge: ours.judge_us },
    ways: { way_ms: ours.way_us / 1000, live_ms: (ours.load_us + ours.cases_us) / 1000 },
    answered: { read: ours.read_us, judge: ours.judge_us + ours.answer_us },
    ajv: { read, judge: schemaOnly }, engine: { read, judge: rulesToo },
  };
}

export function enginesTable(r) {
  const times = (n, than) => `${(n / than).toFixed(2)} ×`;
  const cell = (n, than) => n.toFixed(1).padStart(9) + times(n, than).padStart(9);
  const whole = (x) => x.read + x.judge;
  const row = (words, x, note) => {
    const cells = cell(x.judge, r.ours.judge) + cell(whole(x), whole(r.ours));
    console.log(`  ${words.padEnd(40)}${cells}   ${note}`);
  };
  const heads = ['facts read before', 'from their text'].map((words) => words.padStart(18));
  console.log(`\nOne algorithm filing in process: ${r.fields} values, ${r.bytes} bytes of facts.`);
  console.log('Microseconds of processor time, and times ours');
  console.log(`  ${''.padEnd(40)}${heads.join('')}`);
  row('ours: the rules of rules/', r.ours, 'every check, deadlines, route; the findings in words');
  row('ours, answer written and hashed', r.answered, 'also as JSON, with its hashes');
  row('ajv: the schema of /forms/algorithm', r.ajv, 'nothing across fields, no deadline');
  row('json-rules-engine', r.engine, `${r.rules} rules, ${r.checks} as ours; no deadline`);
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const instance = await Instance.start();
  try {
    const company = await approvedCompany(instance, await reviewers(instance));
    enginesTable(await engines(instance, company));
  } finally {
    await instance.end();
  }
}

// One algorithm filing, every field filled, judged by three engines in one process after another: ours (judge_bench, in C, no process
// around it), the JSON Schema of /forms/algorithm by ajv, and json-rules-engine with whatever of our rules can be said in it.
//   node tests/bench/engines.mjs     starts an instance of its own for the forms
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Engine } from 'json-rules-engine';
import { Instance, program, root } from '../lib/instance.mjs';
import { is } from '../lib/client.mjs';
import { algorithmData, approvedCompany, form, product, reviewers, subjectData } from '../lib/way.mjs';
import { ajv } from '../lib/schema.mjs';

const BATCH = 200;
const BATCHES = 15;
const build = resolve(root, process.env.B ?? 'build');

// ---- the filing -----------------------------------------------------------------------------------------------------------------

const leaves = (v) => (v && typeof v === 'object' ? Object.values(v).reduce((n, x) => n + leaves(x), 0) : 1);

// What the server would tell its judge.
async function factsOf(company) {
  const p = await product(company);
  const { schema } = await form(company, 'algorithm');
  const data = await algorithmData(company, p);
  const attachments = {};
  const walk = (s, v) => {
    if (s?.format === 'attachment') attachments[v] = { media_type: s['x-accept'][0], size_bytes: 1024, filename: 'example' };
    else if (s?.type === 'array') (v ?? []).forEach((x) => walk(s.items, x));
    else if (s?.properties) Object.entries(s.properties).forEach(([k, x]) => v?.[k] !== undefined && walk(x, v[k]));
  };
  walk(schema, data);
  const facts = {
    clock: { today: '2026-11-24', now: '2026-11-24T10:00:00+08:00' },
    filing: { id: 'flg', kind: 'algorithm', action: 'initial', version: 1, data, submitted_on: '2026-11-24', first_submitted_on: '2026-11-24' },
    organization: { id: 'org', name: '示例科技（北京）有限公司', serial: 1234567, credit_code_elsewhere: false, subject: { data: await subjectData(company) } },
    products: [is(await company.get(`/products/${p.id}`), 200).json],
    attachments,
  };
  return { facts, schema };
}

// ---- json-rules-engine ----------------------------------------------------------------------------------------------------------

// One fact for each field, as that engine likes it best: 'basic.name', 'model.models.0.name'.
function flat(v, at = '', out = {}) {
  for (const [key, x] of Object.entries(v)) {
    const here = at ? `${at}.${key}` : key;
    out[here] = x;
    if (x && typeof x === 'object') flat(x, here, out);
  }
  return out;
}

const fault = (type, conditions) => ({ conditions: { all: conditions }, event: { type } });
const one = (fact, operator, value = true) => ({ fact, operator, value });

// Required, length, range, choice, date, pattern, number of items of every field, as the schema says them; a list by its first item.
function fieldRules(schema, at = '', required = true) {
  const rules = [];
  for (const [name, s] of Object.entries(schema.properties ?? {})) {
    const here = at ? `${at}.${name}` : name;
    const must = required && schema.required?.includes(name);
    if (must) rules.push(fault(`required ${here}`, [one(here, 'isEmpty')]));
    if (s.maxLength) rules.push(fault(`length ${here}`, [one(here, 'longerThan', s.maxLength)]));
    if (s.pattern) rules.push(fault(`pattern ${here}`, [one(here, 'unlike', new RegExp(s.pattern, 'u'))]));
    if (s.oneOf) rules.push(fault(`choice ${here}`, [one(here, 'isEmpty', false), one(here, 'notIn', s.oneOf.map((x) => x.const))]));
    if (s.type === 'integer') rules.push(fault(`range ${here}`, [one(here, 'outside', [s.minimum, s.maximum])]));
    if (s.format === 'date') rules.push(fault(`date ${here}`, [one(here, 'unlike', /^\d{4}-\d\d-\d\d$/)]));
    if (s.maxItems) rules.push(fault(`items ${here}`, [one(here, 'moreThan', s.maxItems)]));
    if (s.items?.oneOf) rules.push(fault(`choices ${here}`, [one(here, 'strays', s.items.oneOf.map((x) => x.const))]));
    if (s.items?.properties) rules.push(...fieldRules(s.items, `${here}.0`, must));
    if (s.properties) rules.push(...fieldRules(s, here, must));
  }
  return rules;
}

const other = (fact) => ({ fact });
const isClass = (value) => one('basic.class', 'equal', value);
const notClass = (value) => one('basic.class', 'notEqual', value);
const filled = (fact) => one(fact, 'isEmpty', false);
const PARTS = ['principle', 'mechanism', 'scenario', 'purpose'].map((x) => `disclosure.${x}`);

// modality.format, both ways: a modality without a format of it, a format without its modality.
function modalities(vocabulary) {
  const formats = vocabulary.file_format.items;
  const codes = (modality) => formats.filter((f) => f.modality === modality).map((f) => f.code);
  const names = [...new Set(formats.map((f) => f.modality))].filter((m) => m !== 'other');
  return [
    ...names.map((m) => fault(`modality.format ${m}`, [one('data.output_modalities', 'contains', m), one('data.output_formats', 'lacks', [...codes(m), ...codes('other')])])),
    ...names.flatMap((m) => codes(m).map((f) => fault(`modality.format ${f}`, [one('data.output_formats', 'contains', f), one('data.output_modalities', 'lacks', [m])]))),
  ];
}

// Of rules/checks, those that look at an algorithm filing and need no loop over a list of any length and no calendar; the required_when of the form.
const checks = (vocabulary) => [
  fault('names.disclosure', [filled('basic.name'), one('disclosure.name', 'notEqual', other('basic.name'))]),
  fault('names.report', [filled('basic.name'), one('documents.report_algorithm_name', 'notEqual', other('basic.name'))]),
  fault('names.style', [one('basic.name', 'unlike', /算法(-[0-9]{1,2})?$/u)]),
  ...modalities(vocabulary),
  ...['input_review', 'output_review'].map((x) => fault(`strategy.no_review ${x}`, [one(`strategy.${x}`, 'equal', 'none')])),
  fault('data.no_training', [one('data.training_sources', 'contains', 'none'), one('data.training_sources', 'moreThan', 1)]),
  fault('large_model.number', [one('large_model.number', 'includes', '网信算备')]),
  fault('model.provider_number', [one('model.models.0.provider_filing_number', 'unlike', /^(网信算备)?[0-9]{21}号?$/u)]),
  fault('role.not_applicable subclass', [filled('basic.subclass'), notClass('retrieval_filtering')]),
  fault('role.not_applicable role', [filled('basic.role'), notClass('generation_synthesis')]),
  ...['service_methods', 'technical_service'].map((x) => fault(`role.not_applicable ${x}`, [filled(`service.${x}`), one('basic.role', 'notEqual', 'supporter')])),
  fault('coverage.supporter', [isClass('generation_synthesis'), one('basic.role', 'equal', 'supporter'), filled('service.coverage')]),
  fault('coverage.exists', [one('service.coverage.0.product', 'notEqual', other('product.id'))]),
  ...PARTS.map((x) => fault(`disclosure.short ${x}`, [filled(x), one(x, 'shorterThan', 20)])),
  ...PARTS.flatMap((x, i) => PARTS.slice(i + 1).map((y) => fault(`disclosure.repeated ${x} ${y}`, [filled(x), one(x, 'equal', other(y))]))),
  fault('online.future', [one('basic.online_status', 'equal', 'online'), one('basic.online_on', 'after', other('today'))]),
  fault('when subclass', [isClass('retrieval_filtering'), one('basic.subclass', 'isEmpty')]),
  fault('when role', [isClass('generation_synthesis'), one('basic.role', 'isEmpty')]),
  fault('when online_on', [one('basic.online_status', 'equal', 'online'), one('basic.online_on', 'isEmpty')]),
  ...['service_methods', 'technical_service'].map((x) => fault(`when ${x}`, [one('basic.role', 'equal', 'supporter'), one(`service.${x}`, 'isEmpty')])),
];

const isEmpty = (v) => v === undefined || v === null || v === '' || (Array.isArray(v) && v.length === 0);
const operators = {
  isEmpty: (v, is) => isEmpty(v) === is,
  longerThan: (v, n) => typeof v === 'string' && v.length > n,
  shorterThan: (v, n) => typeof v === 'string' && v.length < n,
  unlike: (v, pattern) => typeof v === 'string' && !pattern.test(v),
  outside: (v, [min, max]) => typeof v === 'number' && (v < min || v > max),
  moreThan: (v, n) => Array.isArray(v) && v.length > n,
  strays: (v, list) => Array.isArray(v) && v.some((x) => !list.includes(x)),
  lacks: (v, list) => Array.isArray(v) && !v.some((x) => list.includes(x)),
  includes: (v, text) => typeof v === 'string' && v.includes(text),
  after: (v, day) => typeof v === 'string' && v > day,
};

function rulesEngine(schema, said) {
  const rules = [...fieldRules(schema), ...said];
  const engine = new Engine(rules, { allowUndefinedFacts: true });
  for (const [name, fn] of Object.entries(operators)) engine.addOperator(name, fn);
  return { rules, ask: (facts) => engine.run({ ...flat(facts.filing.data), 'product.id': facts.products[0].id, today: facts.clock.today }) };
}

// ---- measuring ------------------------------------------------------------------------------------------------------------------

// Processor time, as judge_bench takes it: what else runs on the machine is none of it.
const now = () => {
  const { user, system } = process.cpuUsage();
  return user + system;
};
const middle = (runs) => runs.sort((a, b) => a - b)[BATCHES >> 1];

// fn(n) does it n times. Warmed up; the median of batches.
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
  const decided = spawnSync(program, ['decide', '--rules', join(root, 'rules'), file], { encoding: 'utf8' });
  assert.equal(JSON.parse(decided.stdout || '{}').verdict, 'acceptable', decided.stderr || decided.stdout);
  const bench = spawnSync(join(build, 'tests', 'bench', 'judge_bench'), [join(root, 'rules'), file], { cwd: root, encoding: 'utf8' });
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
  assert.ok(alarms.includes('required basic.name') && alarms.includes('choice basic.filing_type'), 'that engine sees a fault when there is one');
  assert.deepEqual(quiet.filter((x) => !x.startsWith('role.not_applicable')), [], 'and none where there is none');

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
    fields: leaves(facts.filing.data), bytes: ours.facts_bytes, rules: rules.length, checks: said.length,
    ours: { read: ours.read_us, judge: ours.judge_us },
    answered: { read: ours.read_us, judge: ours.judge_us + ours.answer_us },
    ajv: { read, judge: schemaOnly }, engine: { read, judge: rulesToo },
  };
}

export function enginesTable(r) {
  const cell = (n, than) => `${n.toFixed(1).padStart(9)}${`${(n / than).toFixed(2)} ×`.padStart(9)}`;
  const row = (words, x, note) =>
    console.log(`  ${words.padEnd(40)}${cell(x.judge, r.ours.judge)}${cell(x.read + x.judge, r.ours.read + r.ours.judge)}   ${note}`);
  console.log(`\nOne algorithm filing in process: ${r.fields} values, ${r.bytes} bytes of facts. Microseconds of processor time, and times ours`);
  console.log(`  ${''.padEnd(40)}${'facts read before'.padStart(18)}${'from their text'.padStart(18)}`);
  row('ours: the rules of rules/', r.ours, 'every check, deadlines, route; the findings in words');
  row('ours, answer written and hashed', r.answered, 'the same as JSON, with SHA-256 of facts and outcome');
  row('ajv: the schema of /forms/algorithm', r.ajv, 'the form alone: nothing across fields, no deadline');
  row('json-rules-engine', r.engine, `${r.rules} rules, ${r.checks} of them for checks of ours; no deadline, no words`);
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const instance = await Instance.start();
  try {
    enginesTable(await engines(instance, await approvedCompany(instance, await reviewers(instance))));
  } finally {
    await instance.end();
  }
}

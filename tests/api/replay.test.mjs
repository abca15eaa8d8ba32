// Replay: whom would a candidate hit? Nobody but those whom it hits; the same report however often it was cut off.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { spawn, execFile } from 'node:child_process';
import { appendFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Instance, program, root, until } from '../lib/instance.mjs';
import { is, register, staff } from '../lib/client.mjs';
import { draft, subjectData, submit } from '../lib/way.mjs';

const run = promisify(execFile);
const MANY = process.env.SAN ? 3000 : 100000;
const seeder = join(dirname(program), 'tests', 'bench', 'seed_decisions');

let folder, state, plain, hit;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'suanbei-replay-'));
  plain = JSON.parse(await readFile(join(root, 'tests/data/facts_subject.json'), 'utf8'));
  hit = structuredClone(plain);
  hit.filing.data.basic.address = '触发地址';
  await writeFile(join(folder, 'plain.json'), JSON.stringify(plain));
  await writeFile(join(folder, 'hit.json'), JSON.stringify(hit));
});
after(() => rm(folder, { recursive: true, force: true }));

const RULE = (body) => `
rule {
  id = 'probe.address', title = '地址应当可以到达', law = '审核实践', severity = 'error', kinds = { 'subject' },
  reads = { 'filing.data.basic.address' },
  check = function(facts, say)
    if facts.filing.data.basic.address == '触发地址' then ${body} end
  end,
}
`;
const CASE = `
case { name = '触发地址会被指出', form = 'subject', set = { ['/basic/address'] = '触发地址' }, expect = { findings = { { rule = 'probe.address' } } } }
`;
const SAY = "say.at('/basic/address', '这里到不了', '换一个地址')";

async function candidate(name, { body = SAY, edit } = {}) {
  const path = join(folder, name);
  await cp(join(root, 'rules'), path, { recursive: true });
  if (body) {
    await appendFile(join(path, 'checks/subject.lua'), RULE(body));
    await appendFile(join(path, 'cases/subject.lua'), CASE);
  }
  if (edit) await writeFile(join(path, edit[0]), (await readFile(join(path, edit[0]), 'utf8')).replace(edit[1], edit[2]));
  return path;
}

async function seeded(name, count, hits, rules = join(root, 'rules')) {
  const path = join(folder, name);
  await mkdir(path, { recursive: true });
  const { stdout } = await run(seeder, [join(path, 'suanbei.db'), rules, join(folder, 'plain.json'), String(count), join(folder, 'hit.json'), String(hits)], { maxBuffer: 1 << 24 });
  return { path, ords: JSON.parse(stdout) };
}

async function replay(path, rules, ...more) {
  const json = join(folder, 'report.json'), list = join(folder, 'hits.jsonl');
  const { stdout, stderr } = await run(program, ['rules', 'replay', '--json', json, '--hits', list, ...more, '--state', path, rules], { maxBuffer: 1 << 24 });
  const hits = (await readFile(list, 'utf8')).split('\n').filter(Boolean).map((l) => JSON.parse(l));
  return { stdout, stderr, report: JSON.parse(await readFile(json, 'utf8')), hash: /报告\s+([0-9a-f]{64})/.exec(stdout)[1], hits };
}

test(`of ${MANY} decisions a candidate hits exactly the 37 that are known to be affected`, async () => {
  state = await seeded('many', MANY, 37);
  const r = await replay(state.path, await candidate('probe'));
  assert.equal(r.report.decisions, MANY);
  assert.equal(r.report.changed, 37);
  assert.equal(r.report.filings, 37);
  assert.deepEqual(r.hits.map((h) => h.ord), state.ords);
  assert.equal(r.report.counts.accept_to_refuse, 37);
  assert.equal(r.report.counts.unchanged, MANY - 37);
  assert.deepEqual(r.report.rules.map((x) => [x.rule, x.counts.appeared]), [['probe.address', 37]]);
  assert.match(r.report.rules[0].source, /checks\/subject\.lua:\d+/);
  for (const h of r.hits) assert.equal(h.change.findings[0].field.includes('地址'), true);
  assert.doesNotMatch(JSON.stringify(r.hits), /触发地址/, 'no value of a field');
  console.log(`# ${/每秒 (\d+) 件 \n?$/.exec(r.stderr)?.[1]} decisions a second`);
});

test('replaying the active set over itself finds no difference', async () => {
  const r = await replay(state.path, join(root, 'rules'));
  assert.equal(r.report.changed, 0);
  assert.equal(r.report.counts.unchanged, MANY);
  assert.deepEqual(r.hits, []);
  assert.deepEqual(r.report.rules, []);
});

test('a replay that is killed again and again ends with the report of one that ran through', async () => {
  const small = await seeded('killed', process.env.SAN ? 1500 : 8000, 11);
  const rules = await candidate('probe-killed');
  const whole = await replay(small.path, rules);
  const again = await seeded('killed2', process.env.SAN ? 1500 : 8000, 11);
  for (let i = 0; i < 3; i++) {
    const child = spawn(program, ['rules', 'replay', '--judges', '1', '--state', again.path, rules], { stdio: ['ignore', 'ignore', 'pipe'] });
    let seen = '';
    child.stderr.on('data', (d) => (seen += d));
    const over = new Promise((resolve) => child.once('exit', resolve));
    await until('it has begun to count', () => /[1-9]\d* \//.test(seen) || child.exitCode !== null, { every: 5 });
    child.kill('SIGKILL');
    await over;
  }
  const r = await replay(again.path, rules);
  assert.deepEqual(r.report.counts, whole.report.counts);
  assert.equal(r.report.changed, 11);
  assert.deepEqual(r.hits.map((h) => h.ord), again.ords);
  const fresh = await replay(again.path, rules);
  assert.equal(fresh.hash, r.hash, 'over the same decisions, the same report to the byte');
});

test('decisions that an older set made are compared with what the active set says of them', async () => {
  // Made by a set with the probe, then the shipped set became active: the candidate is the set with the probe again.
  const withProbe = await candidate('older');
  const old = await seeded('old', 300, 9, withProbe);
  await run(seeder, [join(old.path, 'suanbei.db'), join(root, 'rules'), join(folder, 'plain.json'), '50', join(folder, 'hit.json'), '3']);
  const self = await replay(old.path, join(root, 'rules'));
  assert.equal(self.report.decisions, 350);
  assert.equal(self.report.changed, 0, 'old decisions are judged by both sets');
  const r = await replay(old.path, withProbe);
  assert.equal(r.report.counts.accept_to_refuse, 12);
  assert.equal(r.report.changed, 12);
});

test('a candidate whose rule raises, loops or eats memory counts as an error there and nowhere else', async () => {
  const few = await seeded('errors', 200, 5);
  for (const [name, body] of [
    ['raises', `if facts.clock.today < '2026-01-01' then ${SAY} else error('坏了') end`],
    ['loops', `if facts.clock.today < '2026-01-01' then ${SAY} end while facts.clock.today > '2026-01-01' do end`],
    ['eats', `if facts.clock.today < '2026-01-01' then ${SAY} end local t = {} while facts.clock.today > '2026-01-01' do t[#t + 1] = { t, {}, {}, {} } end`],
  ]) {
    const path = join(folder, name);
    await cp(join(root, 'rules'), path, { recursive: true });
    await appendFile(join(path, 'checks/subject.lua'), RULE(body).replace("'filing.data.basic.address' }", "'filing.data.basic.address', 'clock.today' }"));
    await appendFile(join(path, 'cases/subject.lua'), CASE.replace("form = 'subject',", "form = 'subject', today = '2025-06-01',"));
    const r = await replay(few.path, path);
    assert.equal(r.report.counts.error, 5, name);
    assert.equal(r.report.changed, 5, name);
    assert.equal(r.report.counts.unchanged, 195, name);
    assert.ok(r.hits.every((h) => h.change.verdict.after === 'needs_human'), name);
  }
});

test('a candidate that counts days otherwise is seen to move deadlines', async () => {
  const few = await seeded('days', 120, 1);
  const r = await replay(few.path, await candidate('days-candidate', { body: null, edit: ['limits.lua', /(name = 'subject_review_days'[^}]*value = )(\d+)/s, (_, a, n) => `${a}${Number(n) + 5}`] }));
  assert.equal(r.report.counts.deadline_moved, 121 - 1);
  assert.equal(r.report.counts.accept_to_refuse, 0);
  assert.deepEqual(Object.keys(r.report.deadlines), ['review']);
  assert.equal(r.report.deadlines.review.later, 120);
  assert.ok(r.hits[0].change.deadlines[0].before.due_on < r.hits[0].change.deadlines[0].after.due_on);
});

test('over the API: asked for, followed, read, page by page, while requests are answered', async () => {
  const instance = await Instance.start({ rules: 'own' });
  try {
    const editor = await staff(instance, 'rule_editor');
    const filer = await register(instance);
    const own = await subjectData(filer);
    is(await submit(filer, await draft(filer, 'subject', { ...own, basic: { ...own.basic, address: '触发地址' } })), 200);
    const second = await register(instance);
    is(await submit(second, await draft(second, 'subject', await subjectData(second))), 200);
    const base = is(await editor.get('/rule-sets/active'), 200).json.hash;
    const files = {
      'checks/subject.lua': (await readFile(join(root, 'rules/checks/subject.lua'), 'utf8')) + RULE(SAY),
      'cases/subject.lua': (await readFile(join(root, 'rules/cases/subject.lua'), 'utf8')) + CASE,
    };
    const set = is(await editor.post('/rule-sets', { files, note: '试看影响' }), 201).json.hash;
    assert.equal(is(await editor.get(`/rule-sets/${set}/replay`), 404).json.code, 'replay_missing');
    assert.equal(is(await filer.post(`/rule-sets/${set}/replay`), 403).json.code, 'role_required');
    assert.equal(is(await editor.get(`/rule-sets/${set}/replay/page`), 404).json.code, 'replay_missing');
    const asked = is(await editor.post(`/rule-sets/${set}/replay`), 202).json;
    assert.equal(asked.base, base);
    assert.equal(asked.total, 2);
    const done = await until('the replay is done', async () => {
      const x = is(await editor.get(`/rule-sets/${set}/replay`), 200).json;
      return ['done', 'failed'].includes(x.state) && x;
    }, { ms: 30000 });
    assert.equal(done.state, 'done', done.fault);
    assert.equal(done.percent, 100);
    assert.match(done.report_hash, /^[0-9a-f]{64}$/);
    assert.equal(done.is_current, true);
    assert.equal(done.report.counts.accept_to_refuse, 1);
    assert.equal(done.report.counts.unchanged, 1);
    const hits = is(await editor.get(`/rule-sets/${set}/replay/hits?kind=accept_to_refuse&rule=probe.address&limit=1`), 200).json;
    assert.equal(hits.items.length, 1);
    assert.equal(hits.next, null);
    assert.equal(hits.items[0].organization, filer.organization);
    assert.deepEqual(is(await editor.get(`/rule-sets/${set}/replay/hits?kind=route_moved`), 200).json.items, []);
    assert.deepEqual(is(await editor.get(`/rule-sets/${set}/replay/hits?rule=probe_address`), 200).json.items, [], 'an underscore is an underscore');
    is(await editor.get(`/rule-sets/${set}/replay/hits?kind=nonsense`), 400);
    is(await filer.get(`/rule-sets/${set}/replay/page`), 403);
    const page = is(await editor.get(`/rule-sets/${set}/replay/page`), 200);
    assert.equal(page.headers['content-type'], 'text/html; charset=utf-8');
    assert.equal(page.headers['cache-control'], 'private, no-cache');
    assert.match(page.text, /1 次可以受理的判断变为不予受理/);
    for (const text of [filer.organization, 'probe.address', '受理变为不予受理', set, base, done.report_hash]) assert.ok(page.text.includes(text), text);
    assert.ok(!page.text.includes(second.organization), 'who is not hit is not on it');
    assert.ok(!page.text.includes('触发地址'), 'nor is what was filled in');
    is(await editor.get(`/rule-sets/${set}/replay/page`, { headers: { 'If-None-Match': page.headers.etag } }), 304);
    const self = is(await editor.post(`/rule-sets/${base}/replay`), 202).json;
    assert.equal(self.rule_set, base);
    const same = await until('the self-replay is done', async () => {
      const x = is(await editor.get(`/rule-sets/${base}/replay`), 200).json;
      return x.state === 'done' && x;
    }, { ms: 30000 });
    assert.equal(same.report.changed, 0);
  } finally {
    await instance.end();
  }
});

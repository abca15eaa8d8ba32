// A replay tells whom a candidate would hit, and nobody else. Its report is the same however often
// it was cut off.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { spawn, execFile } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Instance, isLong, program, root, until } from '../lib/instance.mjs';
import { is, isProblem, register, staff } from '../lib/client.mjs';
import { draft, subjectData, submit } from '../lib/way.mjs';

const run = promisify(execFile);
const MANY = process.env.SAN ? 3000 : isLong ? 100000 : 10000;
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

// A rule that does what body says when a filing has the address of hit, and a case that meets it.
const RULE = (body) => `
rule {
  id = 'probe.address', title = '地址应当可以到达', law = '审核实践', severity = 'error',
  kinds = { 'subject' }, reads = { 'filing.data.basic.address', 'clock.today' },
  check = function(facts, say)
    if facts.filing.data.basic.address == '触发地址' then ${body} end
  end,
}
`;
const TODAY = '2025-06-01';
const CASE = `
case {
  name = '触发地址会被指出', form = 'subject', today = '${TODAY}',
  set = { ['/basic/address'] = '触发地址' },
  expect = { findings = { { rule = 'probe.address' } } },
}
`;
const SAY = "say.at('/basic/address', '这里到不了', '换一个地址')";

async function candidate(name, { body = SAY, edit } = {}) {
  const path = join(folder, name);
  await cp(join(root, 'rules'), path, { recursive: true });
  if (body) {
    await appendFile(join(path, 'checks/subject.lua'), RULE(body));
    await appendFile(join(path, 'cases/subject.lua'), CASE);
  }
  if (edit) {
    const [name, was, now] = edit;
    const text = await readFile(join(path, name), 'utf8');
    await writeFile(join(path, name), text.replace(was, now));
  }
  return path;
}

// A state folder with so many decisions of plain, and hits of hit among them.
async function seeded(name, count, hits, rules = join(root, 'rules')) {
  const path = join(folder, name);
  await mkdir(path, { recursive: true });
  const files = ['plain.json', 'hit.json'].map((f) => join(folder, f));
  const args = [join(path, 'suanbei.db'), rules, files[0], String(count), files[1], String(hits)];
  const { stdout } = await run(seeder, args, { maxBuffer: 1 << 24 });
  return { path, ords: JSON.parse(stdout) };
}

async function replay(path, rules, ...more) {
  const [json, list] = ['report.json', 'hits.jsonl'].map((f) => join(folder, f));
  const args = ['rules', 'replay', '--json', json, '--hits', list, ...more, '--state', path, rules];
  const { stdout, stderr } = await run(program, args, { maxBuffer: 1 << 24 });
  const report = JSON.parse(await readFile(json, 'utf8'));
  const lines = (await readFile(list, 'utf8')).split('\n').filter(Boolean);
  const hash = /报告\s+([0-9a-f]{64})/.exec(stdout)[1];
  return { stdout, stderr, report, hash, hits: lines.map((l) => JSON.parse(l)) };
}

test(`of ${MANY} decisions a candidate hits exactly the 37 that it must`, async () => {
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

test('a replay that is killed again and again reports as one that ran through', async () => {
  const count = process.env.SAN ? 1500 : 8000;
  const small = await seeded('killed', count, 11);
  const rules = await candidate('probe-killed');
  const whole = await replay(small.path, rules);
  const again = await seeded('killed2', count, 11);
  const args = ['rules', 'replay', '--judges', '1', '--state', again.path, rules];
  for (let i = 0; i < 3; i++) {
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let seen = '';
    child.stderr.on('data', (d) => (seen += d));
    const over = once(child, 'exit');
    const hasBegun = () => /[1-9]\d* \//.test(seen) || child.exitCode !== null;
    await until('it has begun to count', hasBegun, { every: 5 });
    child.kill('SIGKILL');
    assert.deepEqual(await over, [null, 'SIGKILL'], `round ${i} was over before: ${seen}`);
  }
  const r = await replay(again.path, rules);
  assert.deepEqual(r.report.counts, whole.report.counts);
  assert.equal(r.report.changed, 11);
  assert.deepEqual(r.hits.map((h) => h.ord), again.ords);
  const fresh = await replay(again.path, rules);
  assert.equal(fresh.hash, r.hash, 'over the same decisions, the same report to the byte');
});

test('decisions of an older set are compared with what the active set says of them', async () => {
  // A set with the probe decided, then the shipped set became active and decided more. The
  // candidate is the set with the probe again.
  const withProbe = await candidate('older');
  const old = await seeded('old', 300, 9, withProbe);
  await seeded('old', 50, 3);
  const self = await replay(old.path, join(root, 'rules'));
  assert.equal(self.report.decisions, 350);
  assert.equal(self.report.changed, 0, 'old decisions are judged by both sets');
  const r = await replay(old.path, withProbe);
  assert.equal(r.report.counts.accept_to_refuse, 12);
  assert.equal(r.report.changed, 12);
});

test('a candidate that raises, loops or eats memory counts as an error just there', async () => {
  const few = await seeded('errors', 200, 5);
  // The case speaks on its day; what was decided after that day meets the harm.
  for (const [name, harm] of [
    ['raises', "error('坏了')"],
    ['loops', 'while true do end'],
    ['eats', 'local t = {} while true do t[#t + 1] = { t, {}, {}, {} } end'],
  ]) {
    const body = `if facts.clock.today <= '${TODAY}' then ${SAY} else ${harm} end`;
    const r = await replay(few.path, await candidate(name, { body }));
    assert.equal(r.report.counts.error, 5, name);
    assert.equal(r.report.changed, 5, name);
    assert.equal(r.report.counts.unchanged, 195, name);
    assert.ok(r.hits.every((h) => h.change.verdict.after === 'needs_human'), name);
  }
});

test('a candidate that counts days otherwise is seen to move deadlines', async () => {
  const few = await seeded('days', 120, 1);
  const days = /(name = 'subject_review_days'[^}]*value = )(\d+)/s;
  const edit = ['limits.lua', days, (_, a, n) => `${a}${Number(n) + 5}`];
  const r = await replay(few.path, await candidate('days-candidate', { body: null, edit }));
  assert.equal(r.report.counts.deadline_moved, 121 - 1);
  assert.equal(r.report.counts.accept_to_refuse, 0);
  assert.deepEqual(Object.keys(r.report.deadlines), ['review']);
  assert.equal(r.report.deadlines.review.later, 120);
  const [moved] = r.hits[0].change.deadlines;
  assert.ok(moved.before.due_on < moved.after.due_on);
});

test('what begins on a later day shows itself in a replay as of that day', async () => {
  const few = await seeded('later', 60, 4);
  const first = '2030-01-01';
  const when = `facts.clock.today <= '${TODAY}' or facts.clock.today >= '${first}'`;
  const body = `if ${when} then ${SAY} end`;
  const rules = await candidate('later-candidate', { body });
  const own = await replay(few.path, rules);
  assert.equal(own.report.changed, 0);
  assert.equal(own.report.as_of, null);
  const then = await replay(few.path, rules, '--as-of', first);
  assert.equal(then.report.counts.accept_to_refuse, 4);
  assert.equal(then.report.as_of, first);
  assert.match(then.stdout, /按 2030-01-01 重放/);
  const before = await replay(few.path, rules, '--as-of', '2029-12-31');
  assert.equal(before.report.changed, 0);
  await assert.rejects(replay(few.path, rules, '--as-of', '2030-02-30'));
});

test('over the API a replay is asked for, followed, and read page by page', async () => {
  const instance = await Instance.start({ rules: 'own' });
  try {
    const editor = await staff(instance, 'rule_editor');
    const filer = await register(instance);
    const own = await subjectData(filer);
    own.basic.address = '触发地址';
    is(await submit(filer, await draft(filer, 'subject', own)), 200);
    const second = await register(instance);
    is(await submit(second, await draft(second, 'subject', await subjectData(second))), 200);
    const base = is(await editor.get('/rule-sets/active'), 200).json.hash;
    const shipped = (name) => readFile(join(root, 'rules', name), 'utf8');
    const files = {
      'checks/subject.lua': (await shipped('checks/subject.lua')) + RULE(SAY),
      'cases/subject.lua': (await shipped('cases/subject.lua')) + CASE,
    };
    const set = is(await editor.post('/rule-sets', { files, note: '试看影响' }), 201).json.hash;
    const at = `/rule-sets/${set}/replay`;
    isProblem(await editor.get(at), 404, 'replay_missing');
    isProblem(await filer.post(at), 403, 'role_required');
    isProblem(await editor.get(`${at}/page`), 404, 'replay_missing');
    const asked = is(await editor.post(at), 202).json;
    assert.equal(asked.base, base);
    assert.equal(asked.total, 2);
    const done = await until('the replay is done', async () => {
      const x = is(await editor.get(at), 200).json;
      return ['done', 'failed'].includes(x.state) && x;
    }, { ms: 30000 });
    assert.equal(done.state, 'done', done.fault);
    assert.equal(done.percent, 100);
    assert.match(done.report_hash, /^[0-9a-f]{64}$/);
    assert.equal(done.is_current, true);
    assert.equal(done.report.counts.accept_to_refuse, 1);
    assert.equal(done.report.counts.unchanged, 1);
    const hitsOf = async (query) => is(await editor.get(`${at}/hits?${query}`), 200).json;
    const hits = await hitsOf('kind=accept_to_refuse&rule=probe.address&limit=1');
    assert.equal(hits.items.length, 1);
    assert.equal(hits.next, null);
    assert.equal(hits.items[0].organization, filer.organization);
    assert.deepEqual((await hitsOf('kind=route_moved')).items, []);
    assert.deepEqual((await hitsOf('rule=probe_address')).items, [], 'an underscore is one');
    is(await editor.get(`${at}/hits?kind=nonsense`), 400);
    is(await filer.get(`${at}/page`), 403);
    const page = is(await editor.get(`${at}/page`), 200);
    assert.equal(page.headers['content-type'], 'text/html; charset=utf-8');
    assert.equal(page.headers['cache-control'], 'private, no-cache');
    assert.match(page.text, /1 次可以受理的判断变为不予受理/);
    for (const text of [
      filer.organization, 'probe.address', '受理变为不予受理', set, base, done.report_hash,
    ]) {
      assert.ok(page.text.includes(text), text);
    }
    assert.ok(!page.text.includes(second.organization), 'who is not hit is not on it');
    assert.ok(!page.text.includes('触发地址'), 'nor is what was filled in');
    const headers = { 'If-None-Match': page.headers.etag };
    is(await editor.get(`${at}/page`, { headers }), 304);
    const self = is(await editor.post(`/rule-sets/${base}/replay`), 202).json;
    assert.equal(self.rule_set, base);
    const same = await until('the self-replay is done', async () => {
      const x = is(await editor.get(`/rule-sets/${base}/replay`), 200).json;
      return x.state === 'done' && x;
    }, { ms: 30000 });
    assert.equal(same.report.changed, 0);
    const auditor = await staff(instance, 'auditor');
    const lines = is(await auditor.get('/audit?limit=100'), 200).json.items;
    const read = lines.filter((x) => x.action === 'replay.read_facts');
    assert.deepEqual(read.map((x) => x.object).sort(), [set, base].sort(), 'once a replay');
  } finally {
    await instance.end();
  }
});

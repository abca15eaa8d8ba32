// A replay walks every filing's life again under a candidate: its moves, what they bring about, its
// number and entry; and looks at what is not handed in yet. What it found is told in groups, by
// codes and ids.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Instance, root, until } from '../lib/instance.mjs';
import { is, isProblem, staff } from '../lib/client.mjs';
import {
  approvedCompany, algorithmData, decide, draft, product, reviewers, submittedAlgorithm,
} from '../lib/way.mjs';

const shipped = (name) => readFile(join(root, 'rules', name), 'utf8');

let instance, editor, company, filed, returned, withdrawn, thing;
before(async () => {
  instance = await Instance.start({ rules: 'own' });
  editor = await staff(instance, 'rule_editor');
  const by = await reviewers(instance);
  company = await approvedCompany(instance, by);

  filed = await submittedAlgorithm(company, '甲算法');
  await decide(by.preliminary, filed.id);
  await decide(by.final, filed.id);
  returned = await submittedAlgorithm(company, '乙算法');
  const reasons = [{ path: '/basic/name', reason: '名称不清', suggestion: '改写名称' }];
  await decide(by.preliminary, returned.id, { outcome: 'return', reasons });
  withdrawn = await submittedAlgorithm(company, '丙算法');
  is(await company.post(`/filings/${withdrawn.id}/withdraw`), 200);
  thing = await product(company, '丁产品');
  await draft(company, 'algorithm', await algorithmData(company, thing));
});
after(() => instance.end());

// → the report of a replay of the shipped set with some files edited: {name: [was, now], …}
async function replay(edits, body) {
  const files = {};
  for (const [name, pairs] of Object.entries(edits)) {
    files[name] = await shipped(name);
    for (const [was, now] of pairs) {
      assert.ok(files[name].includes(was), `${name} has ${was}`);
      files[name] = files[name].replace(was, now);
    }
  }
  const set = is(await editor.post('/rule-sets', { files, note: '试' }), [200, 201]).json.hash;
  return run(set, body);
}

async function run(set, body) {
  is(await editor.post(`/rule-sets/${set}/replay`, body), 202);
  const done = await until('the replay is done', async () => {
    const x = is(await editor.get(`/rule-sets/${set}/replay`), 200).json;
    return ['done', 'failed'].includes(x.state) && x;
  }, { ms: 30000 });
  assert.equal(done.state, 'done', done.fault);
  const page = is(await editor.get(`/rule-sets/${set}/replay/page`), 200).text;
  return { ...done.report, hash: set, page };
}

const group = (report, what, more = {}) => report.lives.groups.filter((g) => g.what === what
  && Object.entries(more).every(([key, value]) => g[key] === value));

test('the active set over itself finds nothing in any group', async () => {
  const base = is(await editor.get('/rule-sets/active'), 200).json.hash;
  const report = await run(base);
  assert.deepEqual(report.lives.groups, []);
  assert.deepEqual(report.law, []);
  assert.deepEqual(report.landing, []);
  assert.equal(report.as_of, null);
  assert.ok(Object.values(report.lives.counts).every((n) => n === 0));
  assert.equal(report.lives.filings, 5);
  assert.ok(report.lives.moves >= 14, `${report.lives.moves} moves`);
  assert.equal(report.lives.entries, 1);
  assert.equal(report.lives.drafts, 3, 'a draft, one returned, one withdrawn');
  assert.equal(report.lives.products, 4);
  assert.deepEqual(report.not_looked_at.map((x) => x.what), ['letters']);
});

const TO_WITHDRAWN = [
  "on = 'return', kind = '*', from = 'preliminary_review', to = 'returned'",
  "on = 'return', kind = '*', from = 'preliminary_review', to = 'withdrawn'",
];

test('a return that leads elsewhere is told with its event, states and filing', async () => {
  const report = await replay({ 'workflow.lua': [TO_WITHDRAWN] });
  const [moved, ...more] = group(report, 'move_changed');
  assert.deepEqual(more, []);
  const words = '算法备案在“初审中”时“退回补正”：原规则到“退回补正”，新规则到“已撤回”';
  assert.deepEqual(moved, {
    what: 'move_changed', kind: 'algorithm', event: 'return', from: 'preliminary_review',
    column: null, before: 'returned', after: 'withdrawn', n: 1, ids: [returned.id], words,
  });
  assert.equal(report.lives.counts.move_changed, 1);
  assert.equal(report.changed, 0, 'no judgement differs');
  const changes = report.law.filter((x) => x.of === 'transition' && x.what === 'changed');
  assert.equal(changes.length, 2, 'one for each kind');
  assert.match(changes[0].words, /去处由 “退回补正” 改为 “已撤回”/);
});

const LATER = [
  "on = 'withdraw', kind = '*', from = 'submitted', to = 'withdrawn', who = FILER",
  "on = 'withdraw', kind = '*', from = 'submitted', to = 'withdrawn', who = FILER, "
    + "since = '2099-01-01'",
];

test('a move that is no longer allowed is refused, and from its day on it is not', async () => {
  const now = await replay({ 'workflow.lua': [LATER] });
  const [refused] = group(now, 'move_changed');
  assert.equal(refused.event, 'withdraw');
  assert.equal(refused.before, 'withdrawn');
  assert.equal(refused.after, null);
  assert.deepEqual(refused.ids, [withdrawn.id]);
  const then = await run(now.hash, { as_of: '2099-01-01' });
  assert.equal(then.as_of, '2099-01-01');
  assert.deepEqual(then.lives.groups, []);
  const day = await run(now.hash, { as_of: '2098-12-31' });
  assert.equal(group(day, 'move_changed').length, 1);
});

test('what a move brings about is told when the state is the same', async () => {
  const report = await replay({ 'workflow.lua': [[
    "stage { code = 'final', label = '复审', role = 'final_reviewer', clock = 'review' }",
    "stage { code = 'final', label = '复审', role = 'final_reviewer' }",
  ]] });
  const effects = group(report, 'effects_changed', { event: 'pass' });
  assert.equal(effects.length, 1);
  assert.equal(effects[0].after, 'final_review');
  assert.match(effects[0].words, /审核期限由“review”改为“无”/);
  assert.ok(report.law.some((x) => x.of === 'stage' && x.code === 'final' && x.what === 'changed'));
});

// A way of its own for what is derived to be risky: decided by the same reviewers.
const SPECIAL = `
state {
  kind = 'algorithm', code = 'special_review', label = '专项审核', standing = 'review',
  stage = 'final',
}
transition {
  on = 'pass', kind = 'algorithm', from = 'preliminary_review', to = 'special_review',
  who = FIRST, when = { ['derived.risk'] = 'high' },
}
transition {
  on = 'claim', kind = 'algorithm', from = 'special_review', to = 'special_review', who = SECOND,
}
transition {
  on = 'release', kind = 'algorithm', from = 'special_review', to = 'special_review', who = SECOND,
}
transition {
  on = 'pass', kind = 'algorithm', from = 'special_review', to = 'approved', who = SECOND,
  does = { 'number', 'publish' },
}
transition {
  on = 'return', kind = 'algorithm', from = 'special_review', to = 'returned', who = SECOND,
}
transition {
  on = 'refuse', kind = 'algorithm', from = 'special_review', to = 'refused', who = SECOND,
}
`;
const derived = (name) => `
derive {
  name = 'risk', title = '风险等级', law = '审核实践', kinds = { 'algorithm' },
  codes = { 'low', 'high' }, reads = { 'filing.data.basic.name' },
  value = function(facts) return facts.filing.data.basic.name == '${name}' and 'high' or 'low' end,
}
`;

test('a condition is asked of what was filed and of what the candidate derives', async () => {
  const first = '-- ---- 走向：初审';
  for (const [name, moved] of [['甲算法', [filed.id]], ['乙算法', []]]) {
    const workflow = (await shipped('workflow.lua')).replace(first, `${SPECIAL}\n${first}`);
    const files = { 'workflow.lua': workflow, 'derived.lua': derived(name) };
    const set = is(await editor.post('/rule-sets', { files, note: '试' }), 201).json.hash;
    const groups = group(await run(set), 'move_changed');
    assert.deepEqual(groups.flatMap((g) => g.ids), moved, name);
    if (moved.length > 0) assert.equal(groups[0].after, 'special_review');
  }
});

test('facts that only the candidate reads are said not to have been there', async () => {
  const rule = `
rule {
  id = 'probe.beside', title = '本单位的其他备案', law = '审核实践', severity = 'notice',
  kinds = { 'subject' }, reads = { 'organization.filings', 'filing.data.basic.address' },
  check = function(facts, say)
    if facts.filing.data.basic.address == '触发地址' then say.at('/basic/address', '看看', '改') end
  end,
}
`;
  const cases = `
case {
  name = '看看其他备案', form = 'subject', set = { ['/basic/address'] = '触发地址' },
  expect = { findings = { { rule = 'probe.beside' } } },
}
`;
  const files = { 'checks/probe.lua': rule, 'cases/probe.lua': cases };
  const set = is(await editor.post('/rule-sets', { files, note: '试' }), 201).json.hash;
  const report = await run(set);
  const [facts] = report.not_looked_at.filter((x) => x.what === 'facts');
  assert.match(facts.words, /organization\.filings/);
});

test('an entry is made again, and its columns are named without what stands in them', async () => {
  const report = await replay({
    'publication.lua': [["note = '',", "note = basic.name .. '！',"]],
    'numbering.lua': [["prefix = '网信算备'", "prefix = '自建备'"]],
  });
  const [entry, ...more] = group(report, 'entry_changed');
  assert.deepEqual(more, []);
  assert.equal(entry.column, 'note');
  assert.deepEqual(entry.ids, [filed.id]);
  assert.deepEqual(group(report, 'number_changed').map((g) => [g.n, g.ids]), [[1, [filed.id]]]);
  const groups = JSON.stringify(report.lives.groups);
  assert.ok(!groups.includes('甲算法') && !groups.includes('自建备'), groups);
  assert.ok(report.law.some((x) => x.of === 'series' && x.what === 'changed'));
});

test('a set that publishes nothing is told as one', async () => {
  const report = await replay({ 'publication.lua': [[
    "if basic.class == 'retrieval_filtering' and basic.subclass then",
    "if basic.name == '甲算法' then error(basic.name .. '坏了') end\n  "
      + "if basic.class == 'retrieval_filtering' and basic.subclass then",
  ]] });
  const [entry] = group(report, 'entry_changed');
  assert.equal(entry.column, null);
  assert.match(entry.words, /新规则没有给出编号和公示内容/);
  assert.ok(!JSON.stringify(report).includes('甲算法'), 'nor what it said of it');
});

// A check of a kind that refuses whatever it sees from a day on.
const refuses = (kind, path) => ({
  [`checks/probe_${kind}.lua`]: `
rule {
  id = 'probe.${kind}', title = '一概不受理', law = '审核实践', severity = 'error',
  since = '2098-01-01', since_of = 'today', kinds = { '${kind}' }, reads = { 'clock.today' },
  check = function(facts, say) say.at('${path}', '不受理', '等一等') end,
}
`,
  [`cases/probe_${kind}.lua`]: `
case {
  name = '一概不受理${kind}', form = '${kind}', today = '2098-01-01',
  expect = { findings = { { rule = 'probe.${kind}' } } },
}
`,
});

test('drafts and products that would be refused are told, from that day on', async () => {
  const files = { ...refuses('algorithm', '/basic/name'), ...refuses('product', '/name') };
  const set = is(await editor.post('/rule-sets', { files, note: '试' }), 201).json.hash;
  const now = await run(set);
  assert.deepEqual(now.lives.groups, [], 'it is not in force yet');
  const then = await run(set, { as_of: '2098-02-01' });
  const [drafts] = group(then, 'draft_changed');
  assert.equal(drafts.before, 'acceptable');
  assert.equal(drafts.after, 'not_acceptable');
  assert.equal(drafts.n, 3);
  const [products] = group(then, 'product_changed');
  assert.equal(products.n, 4);
  assert.ok(products.ids.includes(thing.id));
  assert.equal(then.counts.accept_to_refuse, 3, 'what was handed in is judged as of that day, too');
  assert.match(then.page, /本次重放一律按 2098-02-01 判断/);
});

test('live filings that would stand nowhere are named before anybody signs', async () => {
  const report = await replay({ 'workflow.lua': [
    ["state { code = 'withdrawn', label = '已撤回', standing = 'editable' }", ''],
    ["transition { on = 'save', kind = '*', from = 'withdrawn', to = 'draft', who = FILER }", ''],
    ["transition { on = 'submit', kind = '*', from = 'withdrawn', to = 'submitted', who = FILER }",
      ''],
    ["from = 'submitted', to = 'withdrawn'", "from = 'submitted', to = 'draft'"],
  ] });
  assert.deepEqual(report.landing, [
    {
      kind: 'algorithm', kind_label: '算法备案', state: 'withdrawn', state_label: '已撤回', filings: 1,
      to: null, label: null,
    },
  ]);
  assert.ok(report.law.some((x) => x.of === 'state' && x.what === 'removed'));
  assert.match(report.page, /没有去处/);
});

test('a replay of another day is no report to sign, and a day is a day', async () => {
  const base = is(await editor.get('/rule-sets/active'), 200).json.hash;
  isProblem(await editor.post(`/rule-sets/${base}/replay`, { as_of: '2026-02-30' }), 422);
  isProblem(await editor.post(`/rule-sets/${base}/replay`, { as_off: '2026-02-01' }), 422);
  const approver = await staff(instance, 'rule_approver');
  const report = await replay({ 'workflow.lua': [TO_WITHDRAWN, LATER] }, { as_of: '2099-01-01' });
  const at = `/rule-sets/${report.hash}`;
  const hash = is(await editor.get(`${at}/replay`), 200).json.report_hash;
  is(await editor.post(`${at}/test`), 200);
  const answer = await approver.post(`${at}/approve`, { report_hash: hash });
  assert.equal(answer.status, 409, answer.text);
});

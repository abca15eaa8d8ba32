// A replay walks every filing's life again under a candidate: its moves and what they bring about.
// What it found is told in groups, by codes and ids, beside what the two laws say otherwise.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { is, isProblem, staff } from '../lib/client.mjs';
import { group, livesLived, propose, replay, run, shipped } from '../lib/lives.mjs';

let instance, editor, filed, returned, withdrawn;
before(async () => {
  ({ instance, editor, filed, returned, withdrawn } = await livesLived());
});
after(() => instance.end());

test('the active set over itself finds nothing in any group', async () => {
  const base = is(await editor.get('/rule-sets/active'), 200).json.hash;
  const report = await run(editor, base);
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
  const unseen = report.not_looked_at.map((x) => x.what);
  assert.deepEqual(unseen, ['gates', 'accounts', 'letters', 'written'], 'never looked at');
});

const TO_WITHDRAWN = [
  "on = 'return', kind = '*', from = 'preliminary_review', to = 'returned'",
  "on = 'return', kind = '*', from = 'preliminary_review', to = 'withdrawn'",
];

test('a return that leads elsewhere is told with its event, states and filing', async () => {
  const report = await replay(editor, { 'workflow.lua': [TO_WITHDRAWN] });
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
  const now = await replay(editor, { 'workflow.lua': [LATER] });
  const [refused] = group(now, 'move_changed');
  assert.equal(refused.event, 'withdraw');
  assert.equal(refused.before, 'withdrawn');
  assert.equal(refused.after, null);
  assert.deepEqual(refused.ids, [withdrawn.id]);
  const then = await run(editor, now.hash, { as_of: '2099-01-01' });
  assert.equal(then.as_of, '2099-01-01');
  assert.deepEqual(then.lives.groups, []);
  const day = await run(editor, now.hash, { as_of: '2098-12-31' });
  assert.equal(group(day, 'move_changed').length, 1);
});

test('what a move brings about is told when the state is the same', async () => {
  const report = await replay(editor, { 'workflow.lua': [[
    "role = 'final_reviewer', lead = 'review_lead', clock = 'review',",
    "role = 'final_reviewer', lead = 'review_lead',",
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
  on = 'pass', kind = 'algorithm', action = 'initial', from = 'special_review', to = 'approved',
  who = SECOND, does = { 'number', 'publish' },
}
transition {
  on = 'pass', kind = 'algorithm', action = 'change', from = 'special_review', to = 'completed',
  who = SECOND, does = { 'amend' },
}
transition {
  on = 'pass', kind = 'algorithm', action = 'deregister', from = 'special_review',
  to = 'completed', who = SECOND, does = { 'finish' },
}
transition {
  on = 'lapse', kind = 'algorithm', from = 'special_review', to = 'lapsed', who = SECOND,
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
    const set = await propose(editor, files);
    const groups = group(await run(editor, set), 'move_changed');
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
  const set = await propose(editor, files);
  const report = await run(editor, set);
  const [facts] = report.not_looked_at.filter((x) => x.what === 'facts');
  assert.match(facts.words, /organization\.filings/);
});

test('live filings that would stand nowhere are named before anybody signs', async () => {
  const clocks = [["'draft', 'withdrawn' }", "'draft' }"]];
  const text = await shipped('workflow.lua');
  const [state] = /state \{\n {2}code = 'withdrawn'[^]*?\n\}\n/.exec(text);
  const report = await replay(editor, { 'deadlines.lua': clocks, 'workflow.lua': [
    [state, ''],
    ["transition { on = 'save', kind = '*', from = 'withdrawn', to = 'draft', who = FILER }", ''],
    ["transition { on = 'submit', kind = '*', from = 'withdrawn', to = 'submitted', who = FILER }",
      ''],
    ["from = 'submitted', to = 'withdrawn'", "from = 'submitted', to = 'draft'"],
    ["'final_review', 'returned', 'withdrawn',", "'final_review', 'returned',"],
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
  const edits = { 'workflow.lua': [TO_WITHDRAWN, LATER] };
  const report = await replay(editor, edits, { as_of: '2099-01-01' });
  const at = `/rule-sets/${report.hash}`;
  const hash = is(await editor.get(`${at}/replay`), 200).json.report_hash;
  is(await editor.post(`${at}/test`), 200);
  const answer = await approver.post(`${at}/approve`, { report_hash: hash });
  assert.equal(answer.status, 409, answer.text);
});

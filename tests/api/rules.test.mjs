// Rules change while the system runs: a good set goes live without a restart, a broken one never, a bad judge costs no request.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Instance, until } from '../lib/instance.mjs';
import { Client, hasFinding, is, isCompleteFinding, register, staff } from '../lib/client.mjs';
import { approvedCompany, draft, form, reviewers, subjectData, submit, taskOf } from '../lib/way.mjs';

let instance, open, by, company, data;
before(async () => {
  instance = await Instance.start({ rules: 'own' });
  open = new Client(instance);
  by = await reviewers(instance);
  company = await approvedCompany(instance, by);
  data = await subjectData(company, { own: false });
});
after(() => {
  isOver = true;
  return instance?.end();
});

const active = async () => {
  const r = is(await open.get('/rule-sets/active'), 200).json;
  return r.hash ?? r.rule_set;
};
const file = (name) => join(instance.rules, name);
const live = (old, words = 'the edited set is live', ms = 20000) => until(words, async () => (await active()) !== old, { ms });
const check = async (address, client = open) => is(await client.post('/check', { kind: 'subject', action: 'initial', data: { ...data, basic: { ...data.basic, address } } }), 200).json;

// A rule of one file with its case: speaks when the address is the trigger, and then does what body says. No case could survive most
// bodies, so the body shares a line with what a case does reach.
function ruleText(id, trigger, body) {
  return `-- 测试用规则。
rule {
  id = '${id}',
  title = '测试用规则',
  law = '审核实践',
  severity = 'error',
  kinds = { 'subject' },
  reads = { 'filing.data.basic.address' },
  check = function(facts, say)
    local address = facts.filing.data.basic.address
    if address == '用例地址' then say.at('/basic/address', '用例要它说话', '无须处理') end
    if address == '${trigger}' then ${body} end
  end,
}
`;
}
const caseText = (id) => `case { name = '测试用规则 ${id} 会给出意见', form = 'subject', set = { ['/basic/address'] = '用例地址' }, expect = { findings = { { rule = '${id}', path = '/basic/address' } } } }\n`;

async function addRule(id, trigger, body) {
  const old = await active();
  const name = id.replace('.', '_');
  await writeFile(file(`cases/${name}.lua`), caseText(id));
  await writeFile(file(`checks/${name}.lua`), ruleText(id, trigger, body));
  await live(old, `the rule ${id} is live`).catch(async (error) => {
    throw new Error(`${error.message}\n${(await instance.logs()).slice(-1500)}`, { cause: error });
  });
}

// Requests that go on all the while; all must be answered well. A test that fails leaves them running until the end.
let isOver = false;
function load() {
  let isDone = false;
  const bad = [];
  const sets = new Set();
  let n = 0;
  const one = async () => {
    while (!isDone && !isOver) {
      const r = await open.post('/check', { kind: 'subject', action: 'initial', data }).catch((e) => ({ status: e.code, text: e.message }));
      n++;
      if (r.status !== 200 || r.json.verdict === 'needs_human') bad.push(`${r.status} ${r.text.slice(0, 300)}`);
      else sets.add(r.json.rule_set);
    }
  };
  const running = [one(), one(), one()];
  return async () => {
    isDone = true;
    await Promise.all(running);
    return { bad, n, sets };
  };
}

test('an edited rule set goes live without a restart, and no request fails meanwhile', async () => {
  const old = await active();
  const stop = load();
  assert.equal((await check('触发一')).findings.filter((f) => f.rule === 'probe.first').length, 0);
  await addRule('probe.first', '触发一', "say.at('/basic/address', '地址触发了规则', '换一个地址')");
  const answer = await check('触发一');
  const { bad, n, sets } = await stop();
  assert.deepEqual(bad, []);
  assert.ok(n > 5, `${n} requests`);
  const found = hasFinding(answer, '/basic/address', { rule: 'probe.first' });
  isCompleteFinding(found);
  assert.match(found.source, /^rules\/checks\/probe_first\.lua:\d+$/);
  assert.equal(answer.verdict, 'not_acceptable');
  assert.equal(answer.rule_set, await active());
  assert.ok(sets.has(old));
});

test('a new mandatory field appears in /forms and is asked for, without a restart', async () => {
  const old = await active();
  const path = file('forms/subject.lua');
  const text = await readFile(path, 'utf8');
  const added = text.replace(/(\n {4}field \{\n {6}name = 'address', label = '详细地址')/, `
    field {
      name = 'postcode', label = '邮政编码', type = 'text', max = 6, required = true, visibility = 'reviewer',
      help = '六位邮政编码。', example = '100080',
    },$1`);
  assert.notEqual(added, text);
  await writeFile(path, added);
  await live(old);
  const f = await form(open, 'subject');
  assert.equal(f.schema.properties.basic.properties.postcode.title, '邮政编码');
  hasFinding(await check('某地'), '/basic/postcode');
  const now = await active();
  await writeFile(path, text);
  await live(now);
  assert.equal((await check('某地')).findings.filter((x) => x.path === '/basic/postcode').length, 0);
});

for (const [what, name, text, sign] of [
  ['does not parse', 'checks/zz_broken.lua', "rule { id = 'broken.parse',\n  oops oops\n", /checks\/zz_broken\.lua:\d/],
  ['has an unknown word in a declaration', 'checks/zz_broken.lua', ruleText('broken.word', 'x', '').replace("law = '审核实践',", "law = '审核实践', colour = 'red',"), /checks\/zz_broken\.lua:\d.*colour/],
  ['has a rule without a case', 'checks/zz_broken.lua', ruleText('broken.case', 'x', ''), /checks\/zz_broken\.lua:\d/],
  ['has a case that fails', 'cases/zz_broken.lua', "case { name = '不会成立的用例', form = 'subject', expect = { verdict = 'not_acceptable' } }\n", /不会成立的用例|cases\/zz_broken\.lua/],
  ['has code that no case reaches', 'lib/zz_broken.lua', `return function(x)\n${'  x = x + 1\n'.repeat(40)}  return x\nend\n`, /只走到了 \d+% 的规则代码（要求 95%）：rules\/lib\/zz_broken\.lua/],
  ['never ends loading', 'checks/zz_broken.lua', 'while true do end\n', /checks\/zz_broken\.lua|超过上限|限定的时间/],
  ['writes a global', 'checks/zz_broken.lua', 'x = 1\n', /checks\/zz_broken\.lua:1/],
]) {
  test(`a set that ${what} never becomes active: the old one keeps serving, and the log says where`, async () => {
    const old = await active();
    const seenBefore = (await instance.logs()).length;
    const stop = load();
    await writeFile(file(name), text);
    await until('the log names the place', async () => sign.test((await instance.logs()).slice(seenBefore)), { ms: 30000, every: 200 });
    assert.equal(await active(), old);
    assert.equal((await check('某地')).rule_set, old);
    const { bad } = await stop();
    assert.deepEqual(bad, []);
    const editor = await staff(instance, 'rule_editor');
    const refused = async () => is(await editor.get('/rule-sets/active'), 200).json.refused;
    await until('the rule editor is told', async () => sign.test(`${(await refused())?.where} ${(await refused())?.message}`));
    assert.ok(!('refused' in is(await open.get('/rule-sets/active'), 200).json), 'the public is not');
    await rm(file(name));
    await until('nothing is refused any more', async () => (await refused()) === null);
  });
}

test('a set that was mended after a fault goes live', async () => {
  await writeFile(file('checks/zz_broken.lua'), 'oops\n');
  const seenBefore = (await instance.logs()).length;
  await until('the fault is logged', async () => /zz_broken/.test((await instance.logs()).slice(seenBefore)), { ms: 20000, every: 200 });
  await rm(file('checks/zz_broken.lua'));
  await addRule('probe.mended', '修好了', "say.at('/basic/address', '修好后的规则', '换一个地址')");
  hasFinding(await check('修好了'), '/basic/address', { rule: 'probe.mended' });
});

const hostile = [
  ['loops for ever', 'probe.loop', '死循环', 'while true do end'],
  ['eats memory', 'probe.memory', '吃内存', "local t = {} for i = 1, 1000000 do t[i] = string.rep('x', 60000) .. i end"],
  ['recurses for ever', 'probe.recursion', '递归', 'local function f(n) return 1 + f(n + 1) end f(1)'],
  ['raises an error', 'probe.raise', '抛错', "error('规则自己出错')"],
  ['indexes nil', 'probe.nil', '空值', 'local t = nil; return t.x'],
  ['writes to its facts', 'probe.write', '改写', "facts.filing.data.basic.address = 'x'"],
  ['matches without end', 'probe.match', '匹配', "match('^(a+)+$', string.rep('a', 60) .. 'b')"],
];
for (const [what, id, trigger, body] of hostile) {
  test(`a rule that ${what} gives needs_human with the fault as a finding, not a 502`, async () => {
    await addRule(id, trigger, body);
    for (let n = 0; n < 3; n++) {
      const answer = await check(trigger);
      assert.equal(answer.verdict, 'needs_human', JSON.stringify(answer).slice(0, 800));
      assert.ok(answer.findings.some((f) => /规则|人工/.test(f.message)), JSON.stringify(answer.findings));
      assert.equal(answer.rule_set, await active());
    }
    const fine = await check('某地');
    assert.notEqual(fine.verdict, 'needs_human', 'the next question is answered');
  });
}

test('a submit under a rule that loops is filed, for a human, with the fault on its task', async () => {
  const filer = await register(instance);
  const own = await subjectData(filer);
  const filing = await draft(filer, 'subject', { ...own, basic: { ...own.basic, address: '死循环' } });
  const sent = is(await submit(filer, filing), 200).json;
  assert.equal(sent.state, 'submitted');
  assert.equal(sent.decision.verdict, 'needs_human');
  assert.equal(sent.decision.rule_set, await active());
  const task = await taskOf(by.preliminary, filing.id);
  assert.ok(task, 'a human has it in the queue');
  assert.equal(task.needs_human, true);
});

test('a killed judge costs at most a needs_human, and the next question is answered', async () => {
  const judges = () => instance.processes().filter((p) => /\bjudge\b/.test(p.command)).map((p) => p.pid);
  const before_ = await until('judges', () => judges().length && judges());
  for (let round = 0; round < 4; round++) {
    const answers = Array.from({ length: 8 }, () => open.post('/check', { kind: 'subject', action: 'initial', data }));
    for (const pid of judges()) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch { /* it ended by itself */ }
    }
    for (const r of await Promise.all(answers)) {
      is(r, 200);
      assert.ok(['acceptable', 'needs_human'].includes(r.json.verdict), r.text.slice(0, 500));
    }
  }
  const after_ = await check('某地');
  assert.notEqual(after_.verdict, 'needs_human');
  assert.ok(judges().some((pid) => !before_.includes(pid)), 'another judge sits there');
});

test('a stopped judge is killed in its wall budget and replaced', async () => {
  for (const p of instance.processes().filter((x) => /\bjudge\b/.test(x.command))) process.kill(p.pid, 'SIGSTOP');
  const r = is(await open.post('/check', { kind: 'subject', action: 'initial', data }, { timeout: 20000 }), 200).json;
  assert.ok(['needs_human', 'acceptable'].includes(r.verdict));
  await until('a question is answered again', async () => (await check('某地')).verdict !== 'needs_human');
});

// Rules change while the system runs. A good set goes live without a restart, a broken one never,
// and a bad judge costs no request.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Instance, isAlive, isLong, kill, until } from '../lib/instance.mjs';
import { Client, hasFinding, is, isCompleteFinding, register, staff } from '../lib/client.mjs';
import * as way from '../lib/way.mjs';
import { activeSet, caseOf } from '../lib/govern.mjs';

let instance, open, by, data;
before(async () => {
  instance = await Instance.start({ rules: 'own' });
  open = new Client(instance);
  by = await way.reviewers(instance);
  const company = await way.approvedCompany(instance, by);
  data = await way.subjectData(company, { own: false });
  });
after(() => {
  isOver = true;
  return instance?.end();
});

const active = async () => (await activeSet(open)).hash;
const file = (name) => join(instance.rules, name);
const live = (old, words = 'the edited set is live') =>
  instance.until(words, async () => (await active()) !== old, { ms: 20000 });
const check = (address) =>
  way.check(open, 'subject', { ...data, basic: { ...data.basic, address } });
const question = () => ({ kind: 'subject', action: 'initial', data });

// A rule that does what body says when the address is the trigger. No case could survive most
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

async function addRule(id, trigger, body) {
  const old = await active();
  const name = id.replace('.', '_');
  await writeFile(file(`cases/${name}.lua`), caseOf(id));
  await writeFile(file(`checks/${name}.lua`), ruleText(id, trigger, body));
  await live(old, `the rule ${id} is live`);
}

// Between two requests of one the processors are left to what they wait for.
const PAUSE_MS = isLong ? 0 : 20;

// Requests that go on all the while; all must be answered well. A test that fails leaves them
// running until the end.
let isOver = false;
function load() {
  let isDone = false;
  const bad = [];
  const sets = new Set();
  let n = 0;
  const one = async () => {
    while (!isDone && !isOver) {
      const broken = (e) => ({ status: e.code, text: e.message });
      const r = await open.post('/check', question()).catch(broken);
      const isWell = r.status === 200 && r.json.verdict !== 'needs_human';
      if (isWell) sets.add(r.json.rule_set);
      else bad.push(`${r.status} ${r.text.slice(0, 300)}`);
      n++;
      await sleep(PAUSE_MS);
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
  assert.ok((await check('触发一')).findings.every((f) => f.rule !== 'probe.first'));
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
      name = 'postcode', label = '邮政编码', type = 'text', max = 6,
      required = true, visibility = 'reviewer',
      help = '六位邮政编码。', example = '100080',
    },$1`);
  assert.notEqual(added, text);
  await writeFile(path, added);
  await live(old);
  const f = await way.form(open, 'subject');
  assert.equal(f.schema.properties.basic.properties.postcode.title, '邮政编码');
  hasFinding(await check('某地'), '/basic/postcode');
  const now = await active();
  await writeFile(path, text);
  await live(now);
  assert.ok((await check('某地')).findings.every((x) => x.path !== '/basic/postcode'));
});

const broken = 'checks/zz_broken.lua';
const coloured = ruleText('broken.word', 'x', '').replace("law = '审", "colour = 'red', law = '审");
const failing =
  "case { name = '不会成立的用例', form = 'subject', expect = { verdict = 'not_acceptable' } }\n";
const unreached = `return function(x)\n${'  x = x + 1\n'.repeat(60)}  return x\nend\n`;
for (const [what, name, text, sign] of [
  ['does not parse', broken, "rule { id = 'broken.parse',\n  oops oops\n", /zz_broken\.lua:\d/],
  ['has an unknown word in a declaration', broken, coloured, /zz_broken\.lua:\d.*colour/],
  ['has a rule without a case', broken, ruleText('broken.case', 'x', ''), /zz_broken\.lua:\d/],
  ['has a case that fails', 'cases/zz_broken.lua', failing, /不会成立的用例|cases\/zz_broken\.lua/],
  ['has code that no case reaches', 'lib/zz_broken.lua', unreached,
    /只走到了 \d+% 的规则代码（要求 95%）：rules\/lib\/zz_broken\.lua/],
  ['never ends loading', broken, 'while true do end\n', /zz_broken\.lua|超过上限|限定的时间/],
  ['writes a global', broken, 'x = 1\n', /checks\/zz_broken\.lua:1/],
]) {
  test(`a set that ${what} never becomes active, and the log says where`, async () => {
    const old = await active();
    const seenBefore = (await instance.logs()).length;
    const stop = load();
    await writeFile(file(name), text);
    const isLogged = async () => sign.test((await instance.logs()).slice(seenBefore));
    await until('the log names the place', isLogged, { ms: 30000, every: 200 });
    assert.equal(await active(), old);
    assert.equal((await check('某地')).rule_set, old);
    const { bad } = await stop();
    assert.deepEqual(bad, []);
    const editor = await staff(instance, 'rule_editor');
    const refused = async () => (await activeSet(editor)).refused;
    await until('the rule editor is told', async () => {
      const told = await refused();
      return told && sign.test(`${told.where} ${told.message}`);
    });
    assert.ok(!('refused' in (await activeSet(open))), 'the public is not');
    await rm(file(name));
    await until('nothing is refused any more', async () => (await refused()) === null);
  });
}

test('a set that was mended after a fault goes live', async () => {
  const editor = await staff(instance, 'rule_editor');
  await writeFile(file(broken), 'oops\n');
  const isTold = async () => (await activeSet(editor)).refused?.where.includes('zz_broken');
  await instance.until('the fault is told', isTold, { ms: 20000 });
  await rm(file(broken));
  await addRule('probe.mended', '修好了', "say.at('/basic/address', '修好后的规则', '换一个地址')");
  hasFinding(await check('修好了'), '/basic/address', { rule: 'probe.mended' });
});

const hostile = [
  ['loops for ever', 'probe.loop', '死循环', 'while true do end'],
  ['eats memory', 'probe.memory', '吃内存',
    "local t = {} for i = 1, 1000000 do t[i] = string.rep('x', 60000) .. i end"],
  ['recurses for ever', 'probe.recursion', '递归',
    'local function f(n) return 1 + f(n + 1) end f(1)'],
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
      const [fault] = answer.findings;
      assert.deepEqual([fault.rule, fault.fault], [id, true], 'first, under its own id');
      assert.match(fault?.message ?? '', /转人工审核/, JSON.stringify(answer.findings));
      assert.equal(answer.rule_set, await active());
    }
    const fine = await check('某地');
    assert.notEqual(fine.verdict, 'needs_human', 'the next question is answered');
  });
}

test('a submit under a rule that loops is filed for a human, with the fault on it', async () => {
  const filer = await register(instance);
  const own = await way.subjectData(filer);
  own.basic.address = '死循环';
  const filing = await way.draft(filer, 'subject', own);
  const sent = is(await way.submit(filer, filing), 200).json;
  assert.equal(sent.state, 'submitted');
  assert.equal(sent.decision.verdict, 'needs_human');
  const [fault] = sent.decision.findings;
  assert.deepEqual([fault.rule, fault.fault], ['probe.loop', true]);
  assert.match(fault.source, /^rules\/checks\/.*:\d+$/);
  assert.equal(sent.decision.rule_set, await active());
  const task = await way.taskOf(by.preliminary, filing.id);
  assert.ok(task, 'a human has it in the queue');
  assert.equal(task.needs_human, true);
});

const judges = () =>
  instance.processes().filter((p) => /\bjudge\b/.test(p.command)).map((p) => p.pid);

test('a killed judge costs nothing: the question is asked again', async () => {
  const before_ = await until('judges', () => judges().length && judges());
  for (let round = 0; round < 4; round++) {
    const answers = Array.from({ length: 8 }, () => open.post('/check', question()));
    for (const pid of judges()) kill(pid, 'SIGKILL');
    for (const r of await Promise.all(answers)) {
      is(r, 200);
      assert.equal(r.json.verdict, 'acceptable', r.text.slice(0, 500));
    }
  }
  const after_ = await check('某地');
  assert.notEqual(after_.verdict, 'needs_human');
  assert.ok(judges().some((pid) => !before_.includes(pid)), 'another judge sits there');
});

test('a stopped judge is killed in its wall budget and replaced', async () => {
  const stopped = judges();
  for (const pid of stopped) kill(pid, 'SIGSTOP');
  const r = is(await open.post('/check', question(), { timeout: 20000 }), 200).json;
  assert.equal(r.verdict, 'acceptable', 'another judge was asked again');
  assert.ok(!stopped.every(isAlive), 'one was killed');
  const isFine = async () => (await check('某地')).verdict !== 'needs_human';
  await until('a question is answered again', isFine);
  assert.ok(judges().some((pid) => !stopped.includes(pid)), 'another judge sits there');
});

// Every rule of tests/hostile/cases that does harm while it runs, in one set: whoever meets it goes to a human, and nobody else notices.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, readdir, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Instance, root, until } from '../lib/instance.mjs';
import { Client, is, register, staff } from '../lib/client.mjs';
import { approvedCompany, draft, reviewers, subjectData, submit, taskOf } from '../lib/way.mjs';

const folder = join(root, 'tests', 'hostile', 'cases');

// The head of a case, as tests/unit/judge_hostile_test.c reads it, and the body in one line: then a case that does not run it passes it.
async function hostileCase(name) {
  const lines = (await readFile(join(folder, name), 'utf8')).trimEnd().split('\n');
  const head = {};
  for (let m; (m = /^-- ([a-z]+): (.*)$/.exec(lines[0] ?? '')); lines.shift()) head[m[1]] = m[2];
  return { name: name.slice(0, -4), ...head, body: lines.join(' ') };
}

function ruleText({ name, body }) {
  const id = `hostile.${name.toLowerCase()}`;
  return `rule {
  id = '${id}', title = '有害的规则', law = '审核实践', severity = 'error', kinds = { 'subject' },
  reads = { 'filing.data.basic.name', 'filing.data.basic.address' },
  check = function(facts, say)
    local address = facts.filing.data.basic.address
    if address == '用例地址' then say.at('/basic/address', '用例要它说话', '无须处理') end
    if address == '${name}' then ${body} end
  end,
}
`;
}

const caseText = ({ name }) =>
  `case { name = '规则 ${name} 会给出意见', form = 'subject', rule = 'hostile.${name.toLowerCase()}', at = '/basic/address', accepts = { '某地' }, rejects = { '用例地址' } }\n`;

const colour = "\nvocabulary { id = 'colour', title = '颜色', law = '审核实践', items = { { code = 'red', label = '红' } } }\n";

let instance, open, by, data, own, harms;
const state = await mkdtemp(join(tmpdir(), 'suanbei-hostile-'));

before(async () => {
  const CONFIG = join(state, 'config.json');
  // Wide enough for a machine with other work; what runs into it has run past a limit of its own.
  await writeFile(CONFIG, JSON.stringify({ 'rules.ask_wall_ms': 20000, 'rules.load_wall_ms': 60000 }));
  instance = await Instance.start({ rules: 'own', env: { CONFIG } });
  open = new Client(instance);
  by = await reviewers(instance);
  const company = await approvedCompany(instance, by);
  data = await subjectData(company, { own: false });
  own = instance.rules;
  const all = await Promise.all((await readdir(folder)).sort().map(hostileCase));
  harms = all.filter((c) => !c.file && !c.asks && c.ends !== 'time');
});
let isOver = false;
after(async () => {
  isOver = true;
  await instance?.end();
  await rm(state, { recursive: true, force: true });
});

const active = async () => is(await open.get('/rule-sets/active'), 200).json.hash;
const at = (address) => ({ kind: 'subject', action: 'initial', data: { ...data, basic: { ...data.basic, address } } });
const file = (name) => join(own, name);

// Ordinary requests that go on all the while; what was not answered well is kept.
function load() {
  let isDone = false;
  const bad = [];
  let n = 0;
  const one = async () => {
    while (!isDone && !isOver) {
      const r = await open.post('/check', at('某地'), { timeout: 60000 }).catch((e) => ({ status: e.code, text: e.message }));
      n++;
      if (r.status !== 200 || r.json.verdict === 'needs_human') bad.push(`${r.status} ${r.text.slice(0, 300)}`);
    }
  };
  const running = [one(), one()];
  return async () => {
    isDone = true;
    await Promise.all(running);
    return { bad, n };
  };
}

test('a set of hostile rules goes live: none does harm before it is met', async () => {
  const old = await active();
  await writeFile(file('vocabulary.lua'), (await readFile(file('vocabulary.lua'), 'utf8')) + colour);
  await writeFile(file('checks/zz_hostile.lua'), harms.map(ruleText).join(''));
  await writeFile(file('cases/zz_hostile.lua'), harms.map(caseText).join(''));
  await until('the hostile set is live', async () => (await active()) !== old, { ms: 90000 }).catch(async (error) => {
    throw new Error(`${error.message}\n${(await instance.logs()).slice(-1500)}`, { cause: error });
  });
  assert.ok(harms.length >= 150, `${harms.length} of them`);
});

test('each hostile rule ends in its own limit with the filing routed to a human, and no other request fails', async (t) => {
  const stop = load();
  const set = await active();
  const wrong = [];
  let slowest = { ms: -1 };
  for (const c of harms) {
    const start = performance.now();
    const r = await open.post('/check', at(c.name), { timeout: 60000 });
    const ms = Math.round(performance.now() - start);
    if (ms > slowest.ms) slowest = { ms, name: c.name };
    const verdict = c.ends === 'fine' ? ['acceptable'] : c.ends === 'answer' ? ['acceptable', 'not_acceptable'] : ['needs_human'];
    const said = r.json?.findings?.map((f) => `${f.rule} ${f.message}`).join('；') ?? r.text;
    if (r.status !== 200 || !verdict.includes(r.json.verdict) || r.json.rule_set !== set) wrong.push(`${c.name}: ${r.status} ${r.json?.verdict} ${said}`);
    if (/限定的时间|意外退出/.test(said)) wrong.push(`${c.name}: ${said}`);
    if (r.json?.verdict === 'needs_human' && !r.json.findings.some((f) => /转人工审核/.test(f.message))) wrong.push(`${c.name}: no fault is shown`);
  }
  const { bad, n } = await stop();
  t.diagnostic(`${harms.length} hostile rules; slowest: ${slowest.name}, ${slowest.ms} ms; ${n} other requests meanwhile`);
  assert.deepEqual(wrong, []);
  assert.deepEqual(bad, []);
  assert.ok(n > 20, `${n} requests`);
});

test('many hostile rules at once leave every worker answering', async () => {
  const some = harms.filter((c) => ['budget', 'memory', 'limit'].includes(c.ends)).slice(0, 12);
  const answers = await Promise.all(some.map((c) => open.post('/check', at(c.name), { timeout: 60000 })));
  for (const r of answers) assert.equal(is(r, 200).json.verdict, 'needs_human');
  const after_ = await Promise.all(Array.from({ length: 24 }, () => open.post('/check', at('某地'), { timeout: 60000 })));
  for (const r of after_) assert.notEqual(is(r, 200).json.verdict, 'needs_human');
});

for (const [what, name] of [
  ['loops for ever', 'endless_loop_runs_out_of_budget'],
  ['eats memory', 'doubling_a_string_runs_out_of_memory'],
  ['recurses for ever', 'recursion_runs_out_of_budget'],
  ['matches without end', 'catastrophic_pattern_hits_its_limit'],
  ['raises a table', 'error_with_a_table_is_a_clean_fault'],
  ['says what is no text', 'saying_what_is_not_utf8_faults_that_rule_alone'],
]) {
  test(`a filing that meets a rule that ${what} is submitted, and a human has it in the queue`, async () => {
    const filer = await register(instance);
    const mine = await subjectData(filer);
    const filing = await draft(filer, 'subject', { ...mine, basic: { ...mine.basic, address: name } });
    const sent = is(await submit(filer, filing), 200).json;
    assert.equal(sent.state, 'submitted');
    assert.equal(sent.decision.verdict, 'needs_human');
    const task = await taskOf(by.preliminary, filing.id);
    assert.equal(task?.needs_human, true);
  });
}

// ---- what never goes live ------------------------------------------------------------------------------------------------

const refused = async () => is(await (await staff(instance, 'rule_editor')).get('/rule-sets/active'), 200).json.refused;

// Each makes the folder bad and says how to make it good again.
const put = (name, text) => async () => {
  await writeFile(file(name), text);
  return () => rm(file(name));
};
const half = (name, part) => async () => {
  const text = await readFile(file(name));
  await truncate(file(name), text.indexOf('\n', Math.floor(text.length * part)) + 1);
  return () => writeFile(file(name), text);
};
const bads = [
  ['a link out of the folder', 'checks/zz_bad.lua', /符号链接/, async () => {
    await symlink('/etc/hostname', file('checks/zz_bad.lua'));
    return () => rm(file('checks/zz_bad.lua'));
  }],
  ['a pipe', 'checks/zz_bad.lua', /普通文件/, async () => {
    execFileSync('mkfifo', [file('checks/zz_bad.lua')]);
    return () => rm(file('checks/zz_bad.lua'));
  }],
  ['bytecode', 'checks/zz_bad.lua:1', /UTF-8|编译/, put('checks/zz_bad.lua', Buffer.from('1b4c7561540019930d0a1a0a', 'hex'))],
  ['a NUL', 'checks/zz_bad.lua:2', /NUL/, put('checks/zz_bad.lua', "-- 一\nlocal x = 'a\0b'\n")],
  ['another encoding', 'checks/zz_bad.lua:2', /不是 UTF-8/, put('checks/zz_bad.lua', Buffer.from('2d2d0a2d2d20b2e2cad4', 'hex'))],
  ['an empty file', 'checks/zz_bad.lua', /空的/, put('checks/zz_bad.lua', '')],
  ['a file half saved', 'checks/zz_hostile.lua', /语法错误/, half('checks/zz_hostile.lua', 0.5)],
  ['cases half saved', 'checks/zz_hostile.lua', /没有用例/, half('cases/zz_hostile.lua', 0.5)],
  ['an id twice', 'checks/zz_hostile.lua', /重复声明，前一处在 rules\/checks\/zz_bad\.lua:1/, put('checks/zz_bad.lua', ruleText({ name: 'endless_loop_runs_out_of_budget', body: '' }))],
  ['a rule that reads what it did not declare', '', /zz\.undeclared 未在 reads 中声明便读取 organization/, async () => {
    const rule = ruleText({ name: 'zz', body: '' }).replace('hostile.zz', 'zz.undeclared').replace('local address', 'local id = facts.organization.id local address');
    await writeFile(file('cases/zz_bad.lua'), caseText({ name: 'zz' }).replace("'hostile.zz'", "'zz.undeclared'"));
    await writeFile(file('checks/zz_bad.lua'), rule);
    return () => Promise.all([rm(file('checks/zz_bad.lua')), rm(file('cases/zz_bad.lua'))]);
  }],
  ['no folder', '', /打不开规则文件夹/, async () => {
    await rename(own, `${own}.away`);
    return () => rename(`${own}.away`, own);
  }],
  ['an empty folder', '', /没有任何|缺少/, async () => {
    await rename(own, `${own}.away`);
    await mkdir(own);
    return async () => {
      await rm(own, { recursive: true });
      await rename(`${own}.away`, own);
    };
  }],
];
for (const [what, where, words, make] of bads) {
  test(`a set with ${what} never goes live: the editor is told, the old one serves on, and no request fails`, async () => {
    const old = await active();
    const stop = load();
    const mend = await make();
    try {
      const told = await until('the rule editor is told', async () => {
        const r = await refused();
        return r && words.test(r.message) && r.where.includes(where) && r;
      }, { ms: 60000, every: 200 }).catch(async (error) => {
        throw new Error(`${error.message}: ${JSON.stringify(await refused())}`, { cause: error });
      });
      assert.match(told.message, /[\u4e00-\u9fff]/);
      assert.equal(await active(), old);
    } finally {
      await mend();
    }
    const { bad } = await stop();
    assert.deepEqual(bad, []);
    await until('nothing is refused any more', async () => (await refused()) === null, { ms: 60000, every: 200 });
    assert.equal(await active(), old);
  });
}

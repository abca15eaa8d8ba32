// Every rule of tests/hostile/cases that does harm while it runs stands in one set. Who meets one
// goes to a human, and nobody else notices.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import {
  appendFile, mkdir, mkdtemp, readFile, readdir, rename, rm, symlink, truncate, writeFile,
} from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Instance, isLong, root, until } from '../lib/instance.mjs';
import { Client, is, register, staff } from '../lib/client.mjs';
import {
  approvedCompany, draft, reviewers, subjectData, submit, taskOf,
} from '../lib/way.mjs';

const folder = join(root, 'tests', 'hostile', 'cases');

// Reads the head of a case as tests/unit/judge_hostile_test.c does. The body becomes one line, so
// that the line counts as reached although the set's own cases must not run it.
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

const caseText = ({ name }) => `case {
  name = '规则 ${name} 会给出意见', form = 'subject', rule = 'hostile.${name.toLowerCase()}',
  at = '/basic/address', accepts = { '某地' }, rejects = { '用例地址' },
}
`;

const colour = `
vocabulary {
  id = 'colour', title = '颜色', law = '审核实践', items = { { code = 'red', label = '红' } },
}
`;

let instance, open, by, data, own, harms;
const state = await mkdtemp(join(tmpdir(), 'suanbei-hostile-'));

before(async () => {
  const CONFIG = join(state, 'config.json');
  // Wide enough for a machine with other work; what runs into it has run past a limit of its own.
  const walls = { 'rules.ask_wall_ms': 20000, 'rules.load_wall_ms': 60000 };
  await writeFile(CONFIG, JSON.stringify(walls));
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
const file = (name) => join(own, name);
const check = (address) => {
  const filled = { ...data, basic: { ...data.basic, address } };
  const body = { kind: 'subject', action: 'initial', data: filled };
  return open.post('/check', body, { timeout: 60000 });
};

// Between two of them the processors are left to the rules that are looked at.
const PAUSE_MS = isLong ? 0 : 40;

// Ordinary requests that go on all the while. Those that were not answered well are kept.
function load() {
  let isDone = false;
  const bad = [];
  let n = 0;
  const one = async () => {
    while (!isDone && !isOver) {
      const r = await check('某地').catch((e) => ({ status: e.code, text: e.message }));
      const isWell = r.status === 200 && r.json.verdict !== 'needs_human';
      if (!isWell) bad.push(`${r.status} ${r.text.slice(0, 300)}`);
      n++;
      await sleep(PAUSE_MS);
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
  await appendFile(file('vocabulary.lua'), colour);
  await writeFile(file('checks/zz_hostile.lua'), harms.map(ruleText).join(''));
  await writeFile(file('cases/zz_hostile.lua'), harms.map(caseText).join(''));
  await instance.until('it is live', async () => (await active()) !== old, { ms: 90000 });
  assert.ok(harms.length >= 150, `${harms.length} of them`);
});

// What may become of a filing that meets a rule with this end; any other end takes it to a human.
const VERDICTS = { fine: ['acceptable'], answer: ['acceptable', 'not_acceptable'] };

test('each hostile rule ends in a limit of its own, and no other request fails', async (t) => {
  const stop = load();
  const set = await active();
  const wrong = [];
  let slowest = { ms: -1 };
  for (const c of harms) {
    const start = performance.now();
    const r = await check(c.name);
    const ms = Math.round(performance.now() - start);
    if (ms > slowest.ms) slowest = { ms, name: c.name };
    const { verdict, rule_set, findings } = r.json ?? {};
    const said = findings?.map((f) => `${f.rule} ${f.message}`).join('；') ?? r.text;
    const isRight = r.status === 200 && rule_set === set &&
      (VERDICTS[c.ends] ?? ['needs_human']).includes(verdict);
    if (!isRight) wrong.push(`${c.name}: ${r.status} ${verdict} ${said}`);
    if (/限定的时间|意外退出/.test(said)) wrong.push(`${c.name}: ${said}`);
    const isShown = verdict !== 'needs_human' || /转人工审核/.test(said);
    if (!isShown) wrong.push(`${c.name}: no fault is shown`);
  }
  const { bad, n } = await stop();
  t.diagnostic(`${harms.length} hostile rules; slowest: ${slowest.name}, ${slowest.ms} ms`);
  t.diagnostic(`${n} other requests meanwhile`);
  assert.deepEqual(wrong, []);
  assert.deepEqual(bad, []);
  assert.ok(n > 20, `${n} requests`);
});

test('many hostile rules at once leave every worker answering', async () => {
  const some = harms.filter((c) => ['budget', 'memory', 'limit'].includes(c.ends)).slice(0, 12);
  const answers = await Promise.all(some.map((c) => check(c.name)));
  for (const r of answers) assert.equal(is(r, 200).json.verdict, 'needs_human');
  const after_ = await Promise.all(Array.from({ length: 24 }, () => check('某地')));
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
  test(`a filing that meets a rule that ${what} waits for a human`, async () => {
    const filer = await register(instance);
    const mine = await subjectData(filer);
    mine.basic.address = name;
    const filing = await draft(filer, 'subject', mine);
    const sent = is(await submit(filer, filing), 200).json;
    assert.equal(sent.state, 'submitted');
    assert.equal(sent.decision.verdict, 'needs_human');
    const task = await taskOf(by.preliminary, filing.id);
    assert.equal(task?.needs_human, true);
  });
}

// ---- what never goes live -----------------------------------------------------------------------

let editor;
async function refused() {
  editor ??= await staff(instance, 'rule_editor');
  return is(await editor.get('/rule-sets/active'), 200).json.refused;
}

// Each of these makes the folder bad. → what makes it good again
const bad_ = 'checks/zz_bad.lua';
const put = (text) => async () => {
  await writeFile(file(bad_), text);
  return () => rm(file(bad_));
};
const puts = (make) => async () => {
  await make(file(bad_));
  return () => rm(file(bad_));
};
const half = (name, end = '\n') => async () => {
  const text = await readFile(file(name));
  await truncate(file(name), text.indexOf(end, text.length >> 1) + end.length);
  return () => writeFile(file(name), text);
};
async function undeclared() {
  const rule = ruleText({ name: 'zz', body: '' })
    .replace('hostile.zz', 'zz.undeclared')
    .replace('local address', 'local id = facts.organization.id local address');
  const case_ = caseText({ name: 'zz' }).replace("'hostile.zz'", "'zz.undeclared'");
  await writeFile(file('cases/zz_bad.lua'), case_);
  await writeFile(file(bad_), rule);
  return () => Promise.all([rm(file(bad_)), rm(file('cases/zz_bad.lua'))]);
}
async function away() {
  await rename(own, `${own}.away`);
  return () => rename(`${own}.away`, own);
}
async function emptied() {
  const back = await away();
  await mkdir(own);
  return async () => {
    await rm(own, { recursive: true });
    await back();
  };
}
const link = (path) => symlink('/etc/hostname', path);
const pipe = (path) => execFileSync('mkfifo', [path]);
const known = 'endless_loop_runs_out_of_budget';
const hex = (text) => Buffer.from(text, 'hex');
const rules_ = 'checks/zz_hostile.lua';
const bads = [
  ['a link out of the folder', bad_, /符号链接/, puts(link)],
  ['a pipe', bad_, /普通文件/, puts(pipe)],
  ['bytecode', `${bad_}:1`, /UTF-8|编译/, put(hex('1b4c7561540019930d0a1a0a'))],
  ['a NUL', `${bad_}:2`, /NUL/, put("-- 一\nlocal x = 'a\0b'\n")],
  ['another encoding', `${bad_}:2`, /不是 UTF-8/, put(hex('2d2d0a2d2d20b2e2cad4'))],
  ['an empty file', bad_, /空的/, put('')],
  ['a file half saved', rules_, /语法错误/, half(rules_)],
  ['cases half saved', rules_, /没有用例/, half('cases/zz_hostile.lua', '\n}\n')],
  ['an id twice', rules_, /重复声明，前一处在 rules\/checks\/zz_bad\.lua:1/,
    put(ruleText({ name: known, body: '' }))],
  ['a rule that reads what it did not declare', '', /zz\.undeclared 未在 reads 中声明便读取 organization/,
    undeclared],
  ['no folder', '', /打不开规则文件夹/, away],
  ['an empty folder', '', /没有任何|缺少/, emptied],
];
for (const [what, where, words, make] of bads) {
  test(`a set with ${what} never goes live: the editor is told, and no request fails`, async () => {
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
    const slowly = { ms: 60000, every: 200 };
    await until('nothing is refused any more', async () => (await refused()) === null, slowly);
    assert.equal(await active(), old);
  });
}

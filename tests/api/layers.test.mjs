// The command line takes what is laid over the shipped rules: it explains the layers, tells
// conflicts, makes calendars, and reads the local layer everywhere.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Instance, program, root } from '../lib/instance.mjs';
import { Client, is } from '../lib/client.mjs';

const base = join(root, 'rules');
let work;
before(async () => {
  work = await mkdtemp(join(tmpdir(), 'suanbei-layers-'));
});
after(() => rm(work, { recursive: true, force: true }));

const run = (...args) => new Promise((done) => {
  const tell = (error, stdout, stderr) => done({ status: error?.code ?? 0, stdout, stderr });
  execFile(program, args, { cwd: root, timeout: 60000 }, tell);
});

// A folder of its own with those files, path → text, beside the files of the folder from.
async function folder(name, files, from) {
  const path = join(work, name);
  await rm(path, { recursive: true, force: true });
  await mkdir(path, { recursive: true });
  if (from) await cp(from, path, { recursive: true });
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(path, file)), { recursive: true });
    await writeFile(join(path, file), text);
  }
  return path;
}

const limit = (value, title = '名称字数上限') =>
  `limit { name = 'name_max', title = '${title}', value = ${value}, unit = '字', law = '本系统参数' }\n`;

test('explain_tells_layer_place_ground_value_cases_and_text', async () => {
  const said = await run('rules', 'explain', 'deadline.first_filing');
  assert.equal(said.status, 0, said.stderr);
  assert.match(said.stdout, /位置：rules\/checks\/\S+\.lua:\d+/);
  for (const part of [
    '编号：deadline.first_filing', '层：基础', '《互联网信息服务算法推荐管理规定》，施行日期 2022-03-01',
    'warning，只提醒', '适用于：algorithm', '读取：deadlines.first_filing', '用例：',
    "id = 'deadline.first_filing'",
  ]) {
    assert.ok(said.stdout.includes(part), part);
  }
});

test('explain_says_what_a_local_limit_covers', async () => {
  const local = await folder('limit', { 'limits.beijing.lua': `-- 本地\n${limit(60)}` });
  const said = await run('rules', 'explain', 'limit.name_max', '--local', local);
  assert.equal(said.status, 0, said.stderr);
  for (const part of [
    '层：本地', '位置：rules.local/limits.beijing.lua:2', '现值：60 字', '原值：100 字',
    '覆盖：rules/limits.lua:', 'value = 60', 'value = 100',
  ]) {
    assert.ok(said.stdout.includes(part), part);
  }
  const plain = (await run('rules', 'explain', 'limit.name_max')).stdout;
  assert.ok(plain.includes('层：基础') && plain.includes('现值：100 字'), plain);
  assert.ok(!plain.includes('覆盖'), plain);
});

test('explain_says_why_a_way_was_taken_away_locally', async () => {
  const local = await folder('drop', {
    'workflow.ours.lua': `transition {
  on = 'revoke', kind = 'algorithm', from = 'approved', to = 'revoked',
  drop = true, reason = '本省不依职权撤销',
}
state { code = 'revoked', drop = true, reason = '没有到它的走向' }
`,
    'letters/ours.lua': "letter { code = 'revocation', drop = true, reason = '没有撤销' }\n",
  });
  const id = 'transition.revoke.algorithm.approved.revoked';
  const said = await run('rules', 'explain', id, '--local', local);
  assert.equal(said.status, 0, said.stderr);
  for (const part of [
    '名称：取消：', '层：本地', '位置：rules.local/workflow.ours.lua:1', '本地改动的理由：本省不依职权撤销',
    '覆盖：rules/workflow.lua:',
  ]) {
    assert.ok(said.stdout.includes(part), `${part} in ${said.stdout}`);
  }
});

test('explain_of_an_unknown_id_suggests_near_ones_and_without_an_id_lists_all', async () => {
  const said = await run('rules', 'explain', 'name_max');
  assert.equal(said.status, 1);
  assert.match(said.stderr, /没有编号为“name_max”的声明/);
  assert.match(said.stderr, /limit\.name_max/);
  const all = await run('rules', 'explain');
  assert.equal(all.status, 0);
  const ids = all.stdout.split('\n').map((line) => line.split('\t')[0]);
  for (const id of [
    'limit.name_max', 'form.algorithm', 'field.algorithm.basic.name', 'kind.algorithm',
    'transition.pass.algorithm.initial.final_review.approved', 'lib.credit_code', 'calendar.2026',
    'deadline.subject.review',
  ]) {
    assert.ok(ids.includes(id), id);
  }
  const built = await run('rules', 'explain', 'form.required');
  assert.equal(built.status, 0);
  assert.match(built.stdout, /表单校验/);
});

test('check_test_and_decide_take_the_local_layer', async () => {
  const local = await folder('layer', { 'limits.beijing.lua': limit(60) });
  const plain = await run('rules', 'check', base);
  const layered = await run('rules', 'check', base, '--local', local);
  assert.equal(plain.status + layered.status, 0, layered.stderr);
  assert.notEqual(plain.stdout, layered.stdout);
  const tested = await run('rules', 'test', '--local', local);
  assert.equal(tested.status, 0, tested.stdout.match(/^not ok.*/gm)?.join('\n'));
  assert.ok(tested.stdout.includes(layered.stdout.trim()), 'the layered hash');
  const facts = join(work, 'facts.json');
  await writeFile(facts, JSON.stringify({
    clock: { today: '2026-11-24', now: '2026-11-24T10:00:00+08:00' },
    filing: { id: null, kind: 'subject', action: 'initial', version: 1, data: {} },
    organization: null, products: [], attachments: {},
  }));
  const decided = await run('decide', '--rules', base, '--local', local, facts);
  assert.equal(JSON.parse(decided.stdout).rule_set, layered.stdout.trim());
});

test('a_local_folder_that_is_not_there_is_an_error', async () => {
  const said = await run('rules', 'check', '--local', join(work, 'nowhere'));
  assert.equal(said.status, 1);
  assert.match(said.stderr, /没有这个本地规则文件夹/);
});

test('a_mandatory_field_is_added_in_one_local_file', async () => {
  const local = await folder('field', {
    'forms/beijing.lua': `amend { kind = 'subject', section = 'basic', after = 'name',
    field {
      name = 'district', label = '所在区', type = 'text', max = 20,
      required = true, visibility = 'reviewer',
      help = '填写注册地所在的区。', example = '海淀区',
    },
  }\n`,
  });
  const tested = await run('rules', 'test', '--local', local);
  assert.equal(tested.status, 0, tested.stderr + tested.stdout.match(/^not ok.*/gm)?.join('\n'));
  const said = await run('rules', 'explain', 'field.subject.basic.district', '--local', local);
  assert.ok(said.stdout.includes('rules.local/forms/beijing.lua:2'), said.stdout + said.stderr);
});

test('an_upgrade_reports_what_changed_under_local_overrides', async () => {
  const local = await folder('mine', { 'limits.beijing.lua': limit(60) });
  const text = await readFile(join(base, 'limits.lua'), 'utf8');
  assert.ok(text.includes('value = 100, unit'));
  const raised = text.replace('value = 100, unit', 'value = 120, unit');
  const newer = await folder('newer', { 'limits.lua': raised }, base);
  const found = await run('rules', 'conflicts', base, newer, '--local', local);
  assert.equal(found.status, 1, found.stderr);
  const [line] = found.stdout.split('\n');
  assert.match(line, /^rules\.local\/limits\.beijing\.lua:1: 名称字数上限（limit\.name_max）：/);
  assert.match(line, /在升级中改了.*基础声明：rules\/limits\.lua:\d+$/);
  const none = await run('rules', 'conflicts', base, base, '--local', local);
  assert.equal(none.status, 0);
  assert.equal(none.stdout, '没有冲突\n');
  const broken = await folder('broken', { 'limits.lua': 'limit {}' }, base);
  const unloaded = await run('rules', 'conflicts', base, broken, '--local', local);
  assert.equal(unloaded.status, 1);
  for (const part of [`${broken} 连同本地规则不能装入`, 'rules/limits.lua:1']) {
    assert.ok(unloaded.stderr.includes(part), unloaded.stderr);
  }
  const { status } = await run('rules', 'conflicts', base, newer);
  assert.equal(status, 2, 'without --local there is nothing to conflict');
});

const small = join(root, 'tests', 'rules', 'small');

test('the_small_verbs_are_tried_explained_and_called_into_question_by_an_upgrade', async () => {
  const tested = await run('rules', 'test', '--local', small);
  assert.equal(tested.status, 0, tested.stderr + tested.stdout.match(/^not ok.*/gm)?.join('\n'));
  const id = 'severity.deadline.first_filing';
  const said = await run('rules', 'explain', id, '--local', small);
  for (const part of [
    '理由：本地逾期不受理', '现值："error"', '原值："warning"', '覆盖：rules/checks/online.lua:',
  ]) {
    assert.ok(said.stdout.includes(part), said.stdout);
  }
  const text = await readFile(join(base, 'checks', 'online.lua'), 'utf8');
  const online = text.replace("'届满（自 '", "'已经届满（自 '");
  assert.notEqual(online, text);
  const newer = await folder('newer', { 'checks/online.lua': online }, base);
  const found = await run('rules', 'conflicts', base, newer, '--local', small);
  assert.equal(found.status, 1, found.stderr);
  assert.match(found.stdout, /^rules\.local\/checks\/small\.lua:3: .*severity\.deadline\.first/);
});

test('make_run_lays_the_folder_of_RULES_LOCAL_over_the_rules', async () => {
  const instance = await Instance.start({ env: { RULES_LOCAL: small } });
  try {
    const open = new Client(instance);
    const { items } = is(await open.get('/vocabulary'), 200).json.role;
    assert.deepEqual(items.map((x) => x.code), ['provider', 'agent', 'supporter']);
    assert.equal(items[2].until, '2030-01-01');
    const page = is(await open.get('/rule-sets/active/handbook'), 200).text;
    for (const part of ['<h2 id="local">', '停用检查：', '本地不核对第九至十七位', '本地试点']) {
      assert.ok(page.includes(part), part);
    }
  } finally {
    await instance.end();
  }
});

test('make_run_says_so_when_the_folder_of_RULES_LOCAL_is_not_there', async () => {
  const env = { RULES_LOCAL: join(work, 'nowhere') };
  await assert.rejects(Instance.start({ env }), /没有本地规则文件夹/);
});

const SOURCE = '国务院办公厅关于2026年部分节假日安排的通知（2025-11 发布，content_7047091）';
const dates = (lua, list) =>
  new RegExp(`${list} = \\{([^}]*)\\}`).exec(lua)[1].match(/\d{4}-\d\d-\d\d/g);
async function holidays(data) {
  const path = join(work, 'holidays.json');
  await writeFile(path, typeof data === 'string' ? data : JSON.stringify(data));
  return path;
}

test('a_calendar_made_from_json_is_the_shipped_one', async () => {
  const shipped = await readFile(join(base, 'calendar/2026.lua'), 'utf8');
  const [days, workdays] = ['holidays', 'workdays'].map((list) => dates(shipped, list));
  const year = { holidays: days.reverse(), workdays };
  const input = await holidays({ _note: '说明', 2026: year, 2025: {} });
  const made = await run('rules', 'calendar', input, '--year', '2026', '--source', SOURCE);
  assert.equal(made.status, 0, made.stderr);
  assert.equal(made.stdout, shipped);
});

test('an_imported_year_loads_as_a_local_calendar', async () => {
  const source = "某通知'及\\其他";
  const year = { holidays: ['2027-01-01', '2027-10-01'], workdays: ['2027-01-02'], source };
  const input = await holidays({ 2027: year });
  const made = await run('rules', 'calendar', input);
  assert.equal(made.status, 0, made.stderr);
  const local = await folder('calendar', { 'calendar/2027.imported.lua': made.stdout });
  const said = await run('rules', 'explain', 'calendar.2027', '--local', local);
  assert.equal(said.status, 0, said.stderr);
  for (const part of [`依据：${source}`, '覆盖：rules/calendar/2027.lua']) {
    assert.ok(said.stdout.includes(part), said.stdout);
  }
});

test('statutory_days_alone_make_a_provisional_calendar', async () => {
  const input = await holidays({ 2028: { statutory: ['2028-01-01'], workdays: null } });
  const made = await run('rules', 'calendar', input, '--source', '办法第二条');
  assert.equal(made.status, 0, made.stderr);
  assert.match(made.stdout, /provisional = true/);
  assert.match(made.stdout, /workdays = \{\},/);
});

test('a_bad_calendar_is_refused_in_words_and_prints_nothing', async () => {
  const good = { holidays: ['2026-01-01'], workdays: ['2026-01-04'] };
  for (const [data, words, ...more] of [
    [{ 2026: { ...good, holidays: ['2026-02-30'] } }, '“2026-02-30”不是存在的日期'],
    [{ 2026: { ...good, holidays: ['2025-12-31'] } }, '不属于 2026 年：请写在 calendar/2025.lua 中'],
    [{ 2026: { ...good, holidays: ['2026-01-01', '2026-01-01'] } }, '重复'],
    [{ 2026: { ...good, holidays: [7] } }, '不是存在的日期'],
    [{ 2026: { ...good, holidays: [] } }, '一天也没有'],
    [{ 2026: { ...good, holidays: null } }, '应为日期的列表'],
    [{ 2026: { ...good, workdays: ['2026-01-05'] } }, '补班日 2026-01-05 不是周六、周日'],
    [{ 2026: { holidays: ['2026-01-03'], workdays: ['2026-01-03'] } }, '既是节假日又是补班日'],
    [{ 2026: { holidays: ['2026-01-01'] } }, '--provisional'],
    [{ 2026: [] }, 'holidays'],
    [{ year: good }, '四位数字'],
    [{ 2026: good }, '没有 2027', '--year', '2027'],
    [{}, '没有任何年份'],
    ['[1]', 'JSON 对象'],
    ['{', ''],
  ]) {
    const said = await run('rules', 'calendar', await holidays(data), '--source', '来源', ...more);
    assert.equal(said.status, 1, JSON.stringify(data));
    assert.equal(said.stdout, '');
    const told = said.stderr;
    assert.ok(told.includes(words) && told.length > 5, `${JSON.stringify(data)}: ${told}`);
  }
  const nameless = await run('rules', 'calendar', await holidays({ 2026: good }));
  assert.equal(nameless.status, 1);
  assert.match(nameless.stderr, /--source/);
  assert.equal((await run('rules', 'calendar', join(work, 'nowhere.json'))).status, 1);
});

test('a_verb_that_nobody_knows_prints_the_usage', async () => {
  for (const args of [
    ['rules'], ['rules', 'banana'], ['rules', 'explain', 'a', 'b'], ['rules', 'check', '--banana'],
  ]) {
    assert.equal((await run(...args)).status, 2, args.join(' '));
  }
});

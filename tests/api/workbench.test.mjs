// The workbench of rule editors: texts and numbers tried before anybody proposes them, and a set
// that is not active asked what it would say.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { ifMatch, is, isProblem, register, unique } from '../lib/client.mjs';
import { activeSet, people, probe, propose } from '../lib/govern.mjs';

let instance, by;
before(async () => {
  instance = await Instance.start({ env: { RULES_MODE: 'governed' } });
  by = await people(instance);
});
after(() => instance?.end());

const attempt = (body, client = by.editor) => client.post('/rule-sets/try', body);
const tried = async (files, more = {}) => is(await attempt({ files, ...more }), 200).json;
const filesOf = async (hash) => is(await by.editor.get(`/rule-sets/${hash}/files`), 200).json.files;

// ---- the texts of a set -------------------------------------------------------------------------

test('all files of a set come in one answer, with their layer', async () => {
  const local = "limit { name = 'name_max', title = '名称', value = 90, law = '本系统参数' }\n";
  const hash = await propose(by, { 'local/limits.own.lua': local });
  const files = await filesOf(hash);
  const paths = files.map((f) => f.path);
  assert.deepEqual(paths, [...paths].sort());
  const own = files.find((f) => f.path === 'local/limits.own.lua');
  assert.deepEqual(own, { path: own.path, layer: 'local', lines: 1, text: local });
  const limits = files.find((f) => f.path === 'limits.lua');
  assert.equal(limits.layer, 'base');
  assert.equal(limits.lines, limits.text.split('\n').length - 1);
  const one = is(await by.editor.get(`/rule-sets/${hash}/files?path=limits.lua`), 200).json;
  assert.equal(one.text, limits.text);
  assert.equal(one.files, undefined);
});

// ---- trying -------------------------------------------------------------------------------------

test('a set that passes is told hash, cases and reach, and is stored nowhere', async () => {
  const files = probe(unique());
  const r = await tried(files);
  assert.deepEqual([r.ok, r.faults, r.cases.failed, r.cases.failures], [true, [], 0, []]);
  assert.ok(r.cases.passed > 100);
  assert.ok(r.coverage.lines.percent >= r.coverage.lines.required);
  isProblem(await by.editor.get(`/rule-sets/${r.hash}`), 404, 'not_found');
  assert.equal(await propose(by, files), r.hash);
});

test('every file that is no Lua is told at once, by line and column', async () => {
  const r = await tried({
    'checks/aa.lua': "-- 一\nrule { id = 'a.b', title = '名称'，law = '法' }\n",
    'checks/bb.lua': "rule {\n  id = 'a.b',\n  title = '名' law = '法',\n}\n",
    'cases/cc.lua': "case { name = '没有结束'\n",
    'local/lib/dd.lua': 'local x = = 1\nreturn x\n',
  });
  assert.equal(r.ok, false);
  assert.equal(r.cases, null);
  const places = r.faults.map((f) => [f.file, f.line, f.column, f.code]);
  assert.deepEqual(places, [
    ['cases/cc.lua', 2, 1, 'rule_syntax'],
    ['checks/aa.lua', 2, 32, 'rule_syntax'],
    ['checks/bb.lua', 3, 15, 'rule_syntax'],
    ['local/lib/dd.lua', 1, 11, 'rule_syntax'],
  ]);
  for (const f of r.faults) assert.match(f.message, /[\u4e00-\u9fff]/);
});

test('names and texts that no set may hold are told beside the faults of the others', async () => {
  const r = await tried({
    '../etc/passwd.lua': 'return 1\n',
    'checks/blank.lua': ' \n',
    'checks/huge.lua': `--${'x'.repeat(1 << 19)}\nrule {`,
    'checks/broken.lua': 'rule {',
  });
  assert.deepEqual(r.faults.map((f) => [f.file, f.code]), [
    ['../etc/passwd.lua', 'rule_bundle'], ['checks/blank.lua', 'rule_bundle'],
    ['checks/broken.lua', 'rule_syntax'], ['checks/huge.lua', 'rule_syntax'],
  ]);
  assert.equal(r.hash, null);
  const odd = await tried({ [`${'名'.repeat(300)}.lua`]: 'x', 'a\u202e<b>:12': 'x', '': 'x' });
  assert.deepEqual(odd.faults.map((f) => f.code), Array(3).fill('rule_bundle'));
  const gone = await tried({ 'checks/nothing.lua': null });
  assert.deepEqual(gone.faults.map((f) => [f.file, f.line]), [['checks/nothing.lua', null]]);
});

test('a set that is Lua and does not load is told its first fault', async () => {
  const r = await tried({ 'checks/zz.lua': "\nrule { id = 'x' }\n" });
  assert.equal(r.faults.length, 1);
  assert.deepEqual([r.faults[0].file, r.faults[0].line], ['checks/zz.lua', 2]);
  assert.equal(r.cases, null);
});

test('files that are Lua and keep the set from loading are told at once', async () => {
  const r = await tried({
    'checks/zy.lua': "\nrule { id = 'x' }\n",
    'checks/zz.lua': "\n\nlocal x = nothing\n",
    'local/checks/zx.lua': "rule { id = 'y.y', title = 1 }\n",
  });
  assert.deepEqual(r.faults.map((f) => [f.file, f.line]), [
    ['checks/zy.lua', 2], ['checks/zz.lua', 3], ['local/checks/zx.lua', 1],
  ]);
  assert.ok(r.faults.every((f) => /[\u4e00-\u9fff]/.test(f.message)));
});

test('a case that fails is told by file and line; without cases the set only loads', async () => {
  const word = unique();
  const files = probe(word);
  files[`cases/zz_${word}.lua`] +=
    "case { name = '不成立', form = 'subject', expect = { verdict = 'not_acceptable' } }\n";
  const r = await tried(files);
  assert.deepEqual([r.ok, r.faults, r.cases.failed], [false, [], 1]);
  const [one] = r.cases.failures;
  assert.deepEqual([one.name, one.file, one.line], ['不成立', `cases/zz_${word}.lua`, 5]);
  const loaded = await tried(files, { cases: false });
  assert.deepEqual([loaded.ok, loaded.cases, loaded.coverage], [true, null, null]);
});

test('a text that loops, one that eats memory, a base that is unknown', async () => {
  const loop = await tried({ 'lib/loop.lua': '-- 循环\nwhile true do end\nreturn 1\n' });
  assert.equal(loop.faults.length, 1);
  assert.match(loop.faults[0].code, /^rule_(budget|timeout)$/);
  const eater = "-- 内存\nlocal t = 'x'\nwhile true do t = t .. t end\nreturn t\n";
  const eaten = await tried({ 'lib/eater.lua': eater });
  assert.match(eaten.faults[0].code, /^rule_(memory|budget|timeout)$/);
  const looping = probe(unique());
  const [check] = Object.keys(looping);
  looping[check] = looping[check].replace('if facts', 'while true do end if facts');
  assert.equal((await tried(looping)).ok, false);
  isProblem(await attempt({ base: '0'.repeat(64), files: {} }), 422, 'base_unknown');
  isProblem(await attempt({ base: 'x', files: {} }), 422, 'members_invalid');
  assert.equal((await tried({})).ok, true, 'the pool goes on');
});

test('5 MB, NUL and broken UTF-8 are refused or told, and nothing breaks', async () => {
  isProblem(await attempt({ files: { 'checks/a.lua': '-'.repeat(5 << 20) } }), 413);
  const raw = (bytes) => by.editor.call('POST', '/rule-sets/try', {
    body: Buffer.concat([Buffer.from('{"files":{"checks/a.lua":"'), bytes, Buffer.from('"}}')]),
    headers: { 'Content-Type': 'application/json' },
  });
  isProblem(await raw(Buffer.from([0xff, 0xfe])), 400);
  isProblem(await raw(Buffer.from([0x2d, 0])), 400);
  const nul = await raw(Buffer.from('--\\u0000\\n'));
  isProblem(nul, 400);
  const deep = await tried({ 'checks/deep.lua': `local x = ${'('.repeat(100000)}` });
  assert.equal(deep.faults[0].file, 'checks/deep.lua');
  const wide = await tried({ 'checks/wide.lua': `local x = { ${'{},'.repeat(150000)} ` });
  assert.equal(wide.faults[0].file, 'checks/wide.lua');
  for (const value of [1, true, [], {}]) {
    const odd = await tried({ 'checks/a.lua': value });
    assert.deepEqual(odd.faults.map((f) => [f.file, f.code]), [['checks/a.lua', 'rule_bundle']]);
    const put = by.editor.put('/rule-work/odd', { files: { a: value } }, ifMatch('*'));
    isProblem(await put, 422, 'file_invalid');
  }
  isProblem(await attempt({ files: 'x' }), 422, 'members_invalid');
});

test('of twenty tries at once some work, some are asked to wait; others go on', async () => {
  const files = probe(unique());
  const all = Promise.all(Array.from({ length: 20 }, () => attempt({ files })));
  is(await by.auditor.get('/rule-sets?limit=1'), 200);
  const answers = await all;
  const worked = answers.filter((r) => r.status === 200);
  assert.ok(worked.length >= 1 && worked.length < 20, `${worked.length} worked`);
  for (const r of answers.filter((x) => x.status !== 200)) {
    assert.match(isProblem(r, 503, 'trials_many').detail, /稍后再试/);
    assert.ok(r.headers['retry-after']);
  }
  assert.equal((await tried(files)).ok, true);
});

test('only rule editors try texts', async () => {
  for (const client of [by.approver, by.auditor, await register(instance)])
    isProblem(await attempt({ files: {} }, client), 403, 'role_required');
});

// ---- what a set would say and ask ---------------------------------------------------------------

const checked = (hash, body, client = by.approver) =>
  client.post(`/rule-sets/${hash}/check`, body);

test('a candidate judges what is typed, and the active set goes on as it was', async () => {
  const word = unique();
  const hash = await propose(by, probe(word));
  const body = { kind: 'subject', data: { basic: { address: word } } };
  const told = (r) => r.findings.filter((f) => f.rule === `probe.${word}`).length;
  const r = is(await checked(hash, body), 200).json;
  assert.deepEqual([told(r), r.rule_set], [1, hash]);
  const active = await activeSet(by.editor);
  assert.equal(told(is(await checked(active.hash, body), 200).json), 0);
  assert.equal(is(await by.editor.post('/check', body), 200).json.rule_set, active.hash);
  const then = { ...body, clock: { today: '2023-05-05' } };
  is(await checked(hash, then, by.auditor), 200);
  const never = { ...body, clock: { today: '1700-01-01' } };
  isProblem(await checked(hash, never), 422, 'members_invalid');
  isProblem(await checked(hash, { kind: 'nothing', data: {} }), 422, 'kind_unknown');
  isProblem(await checked(hash, { ...body, action: 'nothing' }), 422, 'action_unknown');
  isProblem(await checked(hash, { kind: 'subject', data: { nothing: 1 } }), 422, 'shape_invalid');
  isProblem(await checked('0'.repeat(64), body), 404, 'not_found');
  isProblem(await checked(hash, body, await register(instance)), 403, 'role_required');
});

test('the playground tells nothing of what others have filed or uploaded', async () => {
  const company = await register(instance);
  const id = await company.uploadFor();
  const { hash } = await activeSet(by.editor);
  const forms = is(await by.editor.get('/forms/subject'), 200).json.sections;
  const place = forms.flatMap((s) => s.fields.map((f) => [s.id, f]))
    .find(([, f]) => f.type === 'attachment');
  const typed = (x) => ({ kind: 'subject', data: { [place[0]]: { [place[1].name]: x } } });
  const words = (r) => is(r, 200).json.findings.map((f) => [f.rule, f.path, f.message]);
  const theirs = words(await checked(hash, typed(id)));
  assert.deepEqual(theirs, words(await checked(hash, typed('0'.repeat(id.length)))));
});

test('the form of a candidate is shown before it is anybody’s', async () => {
  const path = 'forms/subject.lua';
  const { hash: base } = await activeSet(by.editor);
  const text = (await filesOf(base)).find((f) => f.path === path).text;
  const other = text.replace(/name = 'name', label = '([^']+)'/,
    "name = 'name', label = '改过的名称'");
  const hash = await propose(by, { [path]: other });
  const at = `/rule-sets/${hash}/forms/subject`;
  const form = is(await by.auditor.get(at), 200).json;
  assert.equal(form.rule_set, hash);
  assert.ok(JSON.stringify(form.sections).includes('改过的名称'));
  const active = is(await by.editor.get('/forms/subject'), 200).json;
  assert.ok(!JSON.stringify(active.sections).includes('改过的名称'));
  const same = is(await by.editor.get(`/rule-sets/${base}/forms/subject`), 200).json;
  assert.deepEqual(same, active);
  isProblem(await by.editor.get(`/rule-sets/${hash}/forms/nothing`), 404, 'form_unknown');
  isProblem(await by.editor.get(`${at}?action=nothing`), 404, 'form_unknown');
});

// ---- limits -------------------------------------------------------------------------------------

const limitsOf = async (hash) =>
  is(await by.auditor.get(`/rule-sets/${hash}/limits`), 200).json.items;

test('limits are listed with their place, their law and the words above them', async () => {
  const { hash } = await activeSet(by.editor);
  const limits = await limitsOf(hash);
  const one = limits.find((x) => x.name === 'subject_review_days');
  assert.deepEqual([one.value, one.unit, one.file, one.layer], [10, '工作日', 'limits.lua', 'base']);
  assert.match(one.note, /^主体资质初审的期限没有条文/);
  const text = (await filesOf(hash)).find((f) => f.path === one.file).text;
  assert.match(text.split('\n')[one.line - 1], /subject_review_days/);
  const days = limits.find((x) => x.name === 'first_filing_days');
  assert.deepEqual(days.value, { '2022-03-01': 10 });
  assert.ok(limits.find((x) => x.name === 'products_max').max >= 200);
});

test('a limit is proposed and tried by its value alone, and the texts stay', async () => {
  const { hash: base } = await activeSet(by.editor);
  const before = (await filesOf(base)).find((f) => f.path === 'limits.lua').text;
  const limits = { name_max: 90, first_filing_days: { '2022-03-01': 10, '2030-01-01': 12 } };
  const r = await tried(undefined, { limits, cases: false });
  assert.equal(r.ok, true, JSON.stringify(r.faults));
  const by201 = await by.editor.post('/rule-sets', { base, limits, note: '改数' });
  const { hash } = is(by201, 201).json;
  assert.equal(hash, r.hash);
  const values = Object.fromEntries((await limitsOf(hash)).map((x) => [x.name, x.value]));
  assert.deepEqual([values.name_max, values.first_filing_days],
    [limits.name_max, limits.first_filing_days]);
  const after = (await filesOf(hash)).find((f) => f.path === 'limits.lua').text;
  const changed = before.split('\n').filter((line, i) => line !== after.split('\n')[i]);
  assert.equal(changed.length, 2);
});

test('limits that are unknown, are no value or do not fit are told', async () => {
  const say = async (limits, code) =>
    isProblem(await attempt({ limits, cases: false }), 422, code).where;
  assert.equal(await say({ nothing: 1 }, 'limit_unknown'), '/limits/nothing');
  assert.equal(await say({ name_max: [1] }, 'limit_value'), '/limits/name_max');
  assert.equal(await say({ name_max: 1.5 }, 'limit_value'), '/limits/name_max');
  const huge = await tried(undefined, { limits: { products_max: 100000 }, cases: false });
  assert.deepEqual([huge.ok, huge.faults[0].file], [false, 'limits.lua']);
  const area = { number_area: "', x = os.exit() --" };
  const lua = await tried(undefined, { limits: area, cases: false });
  assert.ok(lua.faults.every((f) => f.code !== 'rule_syntax'));
  isProblem(await by.editor.post('/rule-sets', { note: '什么也没改' }), 422, 'changes_missing');
});

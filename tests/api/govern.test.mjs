// Governed rules: proposed by one, replayed, signed by another, made active, taken back; and what is refused on the way.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Instance, until } from '../lib/instance.mjs';
import { Client, hasFinding, is, isProblem, staff, register, unique } from '../lib/client.mjs';
import { draft, subjectData, submit } from '../lib/way.mjs';
import { activate, activeSet, approve, command, emergency, passes, people, probe, propose, replay, signed, soon, verifyAudit } from '../lib/govern.mjs';

let instance, open, by, data;
before(async () => {
  instance = await Instance.start({ rules: 'own', env: { RULES_MODE: 'governed' } });
  open = new Client(instance);
  by = await people(instance);
  data = await subjectData(await register(instance), { own: false });
});
after(() => instance?.end());

const active = () => activeSet(by.editor);
const get = async (hash) => is(await by.editor.get(`/rule-sets/${hash}`), 200).json;
const check = async (address) => is(await open.post('/check', { kind: 'subject', action: 'initial', data: { ...data, basic: { ...data.basic, address } } }), 200).json;
const speaks = async (word) => (await check(word)).findings.some((f) => f.rule === `probe.${word}`);
const rollback = async () => is(await by.approver.post('/rule-sets/rollback', { reason: '测试回退' }), 200).json;
const decided = async () => {
  const filer = await register(instance);
  is(await submit(filer, await draft(filer, 'subject', await subjectData(filer))), 200);
};

test('in governed mode a saved file changes nothing', async () => {
  const was = (await active()).hash;
  for (const [file, text] of Object.entries(probe('saved'))) await writeFile(join(instance.rules, file), text);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const now = await active();
  assert.equal(now.hash, was);
  assert.equal(now.mode, 'governed');
  assert.equal(now.refused, null);
});

for (const [what, files, path, words] of [
  ['does not parse', { 'checks/zz_bad.lua': "rule {\n  oops oops\n" }, '/files/checks~1zz_bad.lua', /checks\/zz_bad\.lua:\d/],
  ['has a rule without a case', { 'checks/zz_bad.lua': probe('lonely')['checks/zz_lonely.lua'] }, '/files/checks~1zz_bad.lua', /checks\/zz_bad\.lua:\d/],
  ['takes away a file that is not there', { 'checks/nothing.lua': null }, '/files/checks~1nothing.lua', null],
  ['holds a number for a text', { 'checks/zz_bad.lua': 7 }, '/files/checks~1zz_bad.lua', null],
  ['leads out of the folder', { '../zz_bad.lua': '' }, '/files/..~1zz_bad.lua', null],
]) {
  test(`a candidate that ${what} is refused with the file named`, async () => {
    const count = (await by.editor.get('/rule-sets')).json.items.length;
    const r = await by.editor.post('/rule-sets', { files });
    isProblem(r, 422, 'rule_set_invalid');
    const found = hasFinding(r.json, path);
    assert.match(found.message, /[\u4e00-\u9fff]/);
    if (words) assert.match(found.source, words);
    assert.equal((await by.editor.get('/rule-sets')).json.items.length, count);
  });
}

test('a candidate on an unknown base, or without files, is refused', async () => {
  isProblem(await by.editor.post('/rule-sets', { files: {}, base: '0'.repeat(64) }), 422, 'base_unknown');
  isProblem(await by.editor.post('/rule-sets', { files: {}, base: 'short' }), 422, 'members_invalid');
  isProblem(await by.editor.post('/rule-sets', {}), 422, 'members_invalid');
});

test('a candidate is stored once, listed first, and shown with what it changes', async () => {
  const base = (await active()).hash;
  const files = { ...probe('shown'), 'checks/website.lua': `${is(await by.editor.get(`/rule-sets/${base}/files?path=checks/website.lua`), 200).json.text}-- 改动\n` };
  const key = { headers: { 'Idempotency-Key': unique() } };
  const first = is(await by.editor.post('/rule-sets', { files, note: '加一条规则' }, key), 201).json;
  assert.equal(is(await by.editor.post('/rule-sets', { files, note: '加一条规则' }, key), 201).json.hash, first.hash);
  assert.equal(is(await by.editor.post('/rule-sets', { files, note: '又一次' }), 200).json.note, '加一条规则');
  const row = is(await by.auditor.get('/rule-sets?limit=1'), 200).json.items[0];
  assert.equal(row.hash, first.hash);
  assert.deepEqual([row.state, row.origin, row.base, row.is_active, row.approved, row.test], ['candidate', 'proposal', base, false, false, null]);
  assert.equal(row.added_by.username, instance.credentials.rule_editor.username);
  const one = await get(first.hash);
  assert.deepEqual(one.files.filter((f) => f.changed).map((f) => [f.path, f.changed]),
    [['cases/zz_shown.lua', 'added'], ['checks/website.lua', 'modified'], ['checks/zz_shown.lua', 'added']]);
  const rule = one.rules.find((r) => r.id === 'probe.shown');
  assert.deepEqual([rule.fired, rule.last_at], [0, null]);
  assert.deepEqual([one.tests, one.approvals, one.activations, one.conflicts], [[], [], [], []]);
  const diff = is(await by.approver.get(`/rule-sets/${first.hash}/diff`), 200).json;
  assert.equal(diff.base, base);
  assert.match(diff.files.find((f) => f.path === 'checks/website.lua').diff, /^@@ -\d+,3 \+\d+,4 @@\n( .*\n){3}\+-- 改动\n$/);
  const file = is(await by.editor.get(`/rule-sets/${first.hash}/files?path=checks/zz_shown.lua`), 200).json;
  assert.deepEqual([file.text, file.base_text], [files['checks/zz_shown.lua'], null]);
  isProblem(await by.editor.get(`/rule-sets/${first.hash}/files?path=checks/nothing.lua`), 404, 'file_unknown');
  isProblem(await by.editor.get(`/rule-sets/${first.hash}/files`), 400, 'parameter_missing');
});

test('a candidate whose case fails is told file and line, and cannot be signed', async () => {
  const files = probe('failing');
  files['cases/zz_failing.lua'] += "case { name = '不会成立的用例', form = 'subject', expect = { verdict = 'not_acceptable' } }\n";
  const hash = await propose(by, files);
  isProblem(await by.approver.post(`/rule-sets/${hash}/approve`, { report_hash: '0'.repeat(64) }), 409, 'test_missing');
  const r = is(await by.editor.post(`/rule-sets/${hash}/test`), 200).json;
  assert.equal(r.is_passed, false);
  assert.equal(r.report.fault.file, 'cases/zz_failing.lua');
  assert.match(r.report.fault.message, /不会成立的用例/);
  assert.equal((await get(hash)).test.is_passed, false);
  isProblem(await by.approver.post(`/rule-sets/${hash}/approve`, { report_hash: '0'.repeat(64) }), 409, 'test_failed');
  isProblem(await emergency(by, hash), 409, 'test_failed');
});

test('the whole way with two people: propose, test, replay, approve, activate; each refusal on it by name', async () => {
  const old = await active();
  const hash = await propose(by, probe('way'));
  await passes(by, hash);
  isProblem(await by.approver.post(`/rule-sets/${hash}/approve`, { report_hash: '0'.repeat(64) }), 409, 'replay_missing');
  isProblem(await by.approver.post(`/rule-sets/${hash}/activate`), 409, 'approval_missing');
  const report = await replay(by, hash);
  isProblem(await by.approver.post(`/rule-sets/${hash}/approve`, { report_hash: '0'.repeat(64) }), 409, 'report_changed');
  isProblem(await by.approver.post(`/rule-sets/${hash}/activate`), 409, 'approval_missing');
  const row = await approve(by, hash, report);
  assert.deepEqual([row.state, row.approved], ['approved', true]);
  assert.equal(await speaks('way'), false);
  const done = await activate(by, hash);
  assert.deepEqual([done.hash, done.kind, done.ends_at], [hash, 'approved', null]);
  for (let n = 0; n < 12; n++) assert.equal((await check('某地')).rule_set, hash, 'every worker has it with the next request');
  assert.equal(await speaks('way'), true);
  const now = await active();
  assert.deepEqual([now.hash, now.kind, now.ends_at], [hash, 'approved', null]);
  assert.ok(!('kind' in is(await open.get('/rule-sets/active'), 200).json), 'the public is not told how');
  assert.equal((await get(old.hash)).state, 'retired');
  const one = await get(hash);
  assert.equal(one.state, 'active');
  assert.equal(one.approvals[0].report_hash, report);
  assert.equal(one.approvals[0].base, old.hash);
  isProblem(await by.approver.post(`/rule-sets/${hash}/activate`), 409, 'already_active');
  isProblem(await by.approver.post(`/rule-sets/${hash}/approve`, { report_hash: report }), 409, 'already_active');
});

test('nobody signs the own proposal, whatever roles the account has', async () => {
  const admin = await staff(instance, 'system_admin');
  const account = { username: `s${unique()}`, password: `Pw-${unique()}-${unique()}`, roles: ['rule_editor', 'rule_approver'] };
  is(await admin.post('/staff', account), 201);
  const both = await new Client(instance).login(account.username, account.password);
  const hash = is(await both.post('/rule-sets', { files: probe('own') }), 201).json.hash;
  await passes(by, hash);
  isProblem(await both.post(`/rule-sets/${hash}/approve`, { report_hash: await replay(by, hash) }), 409, 'self_approval');
});

test('another report voids a signature', async () => {
  const hash = await signed(by, probe('report'));
  await decided();
  const newer = await replay(by, hash);
  assert.notEqual(newer, (await get(hash)).approvals[0].report_hash);
  isProblem(await by.approver.post(`/rule-sets/${hash}/activate`), 409, 'report_changed');
  assert.equal((await get(hash)).state, 'candidate');
  await approve(by, hash, newer);
  await activate(by, hash);
});

test('another active set voids a signature', async () => {
  const one = await signed(by, probe('left'));
  const other = await signed(by, probe('right'));
  await activate(by, other);
  isProblem(await by.approver.post(`/rule-sets/${one}/activate`), 409, 'base_changed');
  const report = await replay(by, one);
  isProblem(await by.approver.post(`/rule-sets/${one}/activate`), 409, 'report_changed');
  await approve(by, one, report);
  await activate(by, one);
});

test('a rollback goes to the set before, and a second one a step further', async () => {
  const first = (await active()).hash;
  const second = await signed(by, probe('second'));
  await activate(by, second);
  const third = await signed(by, probe('third'));
  await activate(by, third);
  isProblem(await by.approver.post('/rule-sets/rollback', {}), 422, 'members_invalid');
  isProblem(await by.approver.post('/rule-sets/rollback', { reason: '  ' }), 422, 'reason_missing');
  const back = await rollback();
  assert.deepEqual([back.hash, back.kind, back.reason], [second, 'rollback', '测试回退']);
  assert.equal((await check('某地')).rule_set, second);
  assert.equal((await rollback()).hash, first);
  assert.equal((await active()).hash, first);
});

test('a base that changes under a local override is told as a conflict, and the override stays', async () => {
  const text = is(await by.editor.get(`/rule-sets/${(await active()).hash}/files?path=limits.lua`), 200).json.text;
  const local = { 'local/limits.ours.lua': "limit { name = 'name_max', title = '名称字数上限', value = 90, unit = '字', law = '本系统参数' }\n" };
  const ours = await propose(by, local);
  is(await emergency(by, ours), 200);
  const upgrade = await propose(by, { 'limits.lua': text.replace(/(name = 'name_max'.*value = )\d+/, '$1120') });
  const one = await get(upgrade);
  assert.deepEqual(one.conflicts.map((c) => c.id), ['limit.name_max']);
  assert.match(one.conflicts[0].message, /[\u4e00-\u9fff]/);
  assert.ok(one.declared.some((x) => x.id === 'limit.name_max' && x.layer === 'local'));
  assert.deepEqual((await get(ours)).conflicts, []);
  is(await emergency(by, upgrade), 200);
  assert.deepEqual((await active()).conflicts, one.conflicts);
  await rollback();
});

test('what was activated survives a restart, and the folder stays unread', async () => {
  const was = await active();
  await instance.stop();
  await instance.up();
  by = await people(instance);
  const now = await active();
  assert.deepEqual([now.hash, now.kind, now.activated_at], [was.hash, was.kind, was.activated_at]);
});

test('the command line takes the same steps beside the running pool', async () => {
  const old = (await active()).hash;
  for (const [file, text] of Object.entries(probe('cli'))) await writeFile(join(instance.rules, file), text);
  const r = command(instance, 'rule_editor', ['propose', '--note', '从文件夹', instance.rules]);
  assert.equal(r.status, 0, r.words);
  const hash = r.out.trim();
  assert.match(hash, /^[0-9a-f]{64}$/);
  const row = await get(hash);
  assert.deepEqual([row.note, row.test.is_passed, row.state], ['从文件夹', true, 'candidate']);
  const list = command(instance, 'auditor', ['list']);
  assert.match(list.out, new RegExp(`^${hash}  候选  用例通过 .*从文件夹$`, 'm'));
  assert.match(list.out, new RegExp(`^${old}  生效中 `, 'm'));
  assert.match(command(instance, 'auditor', ['diff', hash.slice(0, 12)]).out, /^\+\+\+ checks\/zz_cli\.lua$/m);
  assert.match(command(instance, 'rule_approver', ['publish', hash]).words, /审批/);
  const report = await replay(by, hash);
  const told = command(instance, 'rule_approver', ['approve', hash]);
  assert.equal(told.status, 1);
  assert.ok(told.words.includes(report), 'it says which report would be signed');
  assert.match(command(instance, 'rule_editor', ['approve', '--report', report, hash]).words, /没有进行此操作的角色/);
  assert.match(command(instance, 'rule_approver', ['approve', '--report', report, hash], { password: 'falsch' }).words, /密码不对/);
  assert.equal(command(instance, 'rule_approver', ['approve', '--report', report, hash]).status, 0);
  assert.equal(command(instance, 'rule_approver', ['publish', '--reason', '上线', hash]).status, 0);
  await until('the pool has noticed', async () => (await check('某地')).rule_set === hash);
  assert.match(command(instance, 'rule_approver', ['rollback']).words, /理由/);
  const back = command(instance, 'rule_approver', ['rollback', '--reason', '试试']);
  assert.equal(back.status, 0, back.words);
  await until('the pool has noticed again', async () => (await check('某地')).rule_set === old);
  const urgent = command(instance, 'rule_approver', ['publish', '--emergency', '--until', soon(5000), '--reason', '急', hash]);
  assert.equal(urgent.status, 0, urgent.words);
  await until('the pool has noticed the emergency', async () => (await active()).kind === 'emergency');
  await until('and its end', async () => (await active()).kind === 'revert');
  assert.equal(command(instance, 'rule_approver', ['publish', '--emergency', '--reason', '急', hash]).status, 1);
  assert.equal(command(instance, 'rule_approver', ['publish']).status, 2);
  assert.match(command(instance, 'rule_editor', ['propose', join(instance.rules, 'nothing')]).words, /打不开/);
});

test('every step is in the audit trail, which is verified whole', async () => {
  const lines = [];
  for (let cursor = ''; cursor !== null; ) {
    const page = is(await by.auditor.get(`/audit?limit=100${cursor && `&cursor=${cursor}`}`), 200).json;
    lines.push(...page.items);
    cursor = page.next;
  }
  lines.forEach((l, n) => assert.equal(l.n, lines[0].n - n, 'newest first, without a gap'));
  for (const action of ['propose', 'test', 'approve', 'activate', 'rollback', 'revert']) {
    const line = lines.find((l) => l.action === `rule_set.${action}`);
    assert.ok(line, `rule_set.${action}`);
    assert.match(line.object, /^[0-9a-f]{64}$/);
  }
  const sign = lines.find((l) => l.detail?.report_hash);
  assert.equal(sign.actor_name, instance.credentials.rule_approver.username);
  const urgent = lines.find((l) => l.detail?.kind === 'emergency').detail;
  assert.ok(urgent.reason && urgent.ends_at);
  isProblem(await by.auditor.get('/audit?cursor=x'), 400, 'cursor_invalid');
  const verdict = is(await by.auditor.get('/audit/verify'), 200).json;
  assert.deepEqual([verdict.is_intact, verdict.broken_at, verdict.lines], [true, null, lines[0].n]);
  assert.equal(verdict.head, lines[0].hash);
  assert.ok(verifyAudit(instance).includes(verdict.head));
});

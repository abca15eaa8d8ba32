// Governed rules are proposed by one person, replayed, signed by another, made active and taken
// back. Each wrong step on the way is refused by name.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Instance, until } from '../lib/instance.mjs';
import { Client, hasFinding, is, isProblem, makeStaff, staff, register } from '../lib/client.mjs';
import * as way from '../lib/way.mjs';
import {
  activate, activeSet, approve, clerkLooks, command, emergency, passes, people, probe, propose,
  replay, signed, soon, verifyAudit,
} from '../lib/govern.mjs';

let instance, open, by, data;
before(async () => {
  instance = await Instance.start({ rules: 'own', env: { RULES_MODE: 'governed' } });
  open = new Client(instance);
  by = await people(instance);
  data = await way.subjectData(await register(instance), { own: false });
});
after(() => instance?.end());

const active = () => activeSet(by.editor);
const get = async (hash, more = '') =>
  is(await by.editor.get(`/rule-sets/${hash}${more}`), 200).json;
const check = (address) =>
  way.check(open, 'subject', { ...data, basic: { ...data.basic, address } });
const speaks = async (word) => (await check(word)).findings.some((f) => f.rule === `probe.${word}`);

const none = '0'.repeat(64);
const start = (hash) => by.approver.post(`/rule-sets/${hash}/activate`);
const sign = (hash, report_hash = none, who = by.approver) =>
  who.post(`/rule-sets/${hash}/approve`, { report_hash });
const takeBack = (body) => by.approver.post('/rule-sets/rollback', body);
const rollback = async () => is(await takeBack({ reason: '测试回退' }), 200).json;

async function putIntoFolder(files) {
  for (const [file, text] of Object.entries(files)) {
    await writeFile(join(instance.rules, file), text);
  }
}

test('in governed mode a saved file changes nothing', async () => {
  const was = (await active()).hash;
  await putIntoFolder(probe('saved'));
  await clerkLooks(instance);
  const now = await active();
  assert.equal(now.hash, was);
  assert.equal(now.mode, 'governed');
  assert.equal(now.refused, null);
});

const bad = 'checks/zz_bad.lua';
for (const [what, file, text, words] of [
  ['does not parse', bad, 'rule {\n  oops oops\n', /checks\/zz_bad\.lua:\d/],
  ['has a rule without a case', bad, probe('x')['checks/zz_x.lua'], /checks\/zz_bad\.lua:\d/],
  ['takes away a file that is not there', 'checks/nothing.lua', null],
  ['holds a number for a text', bad, 7],
  ['leads out of the folder', '../zz_bad.lua', ''],
]) {
  test(`a candidate that ${what} is refused with the file named`, async () => {
    const count = (await by.editor.get('/rule-sets')).json.items.length;
    const r = await by.editor.post('/rule-sets', { files: { [file]: text } });
    isProblem(r, 422, 'rule_set_invalid');
    const found = hasFinding(r.json, `/files/${file.replaceAll('/', '~1')}`);
    assert.match(found.message, /[\u4e00-\u9fff]/);
    if (words) assert.match(found.source, words);
    assert.equal((await by.editor.get('/rule-sets')).json.items.length, count);
  });
}

test('a candidate on an unknown base, or without files, is refused', async () => {
  const put = (body) => by.editor.post('/rule-sets', body);
  isProblem(await put({ files: {}, base: none }), 422, 'base_unknown');
  isProblem(await put({ files: {}, base: 'short' }), 422, 'members_invalid');
  isProblem(await put({}), 422, 'changes_missing');
});

test('a candidate is stored once, listed first, and shown with what it changes', async () => {
  const base = (await active()).hash;
  const { text } = await get(base, '/files?path=checks/website.lua');
  const files = { ...probe('shown'), 'checks/website.lua': `${text}-- 改动\n` };
  const key = { headers: { 'Idempotency-Key': 'a-candidate-sent-twice' } };
  const put = (note, options) => by.editor.post('/rule-sets', { files, note }, options);
  const first = is(await put('加一条规则', key), 201).json;
  assert.equal(is(await put('加一条规则', key), 201).json.hash, first.hash);
  assert.equal(is(await put('又一次'), 200).json.note, '加一条规则');
  const row = is(await by.auditor.get('/rule-sets?limit=1'), 200).json.items[0];
  assert.equal(row.hash, first.hash);
  const told = [row.state, row.origin, row.base, row.is_active, row.approved, row.test];
  assert.deepEqual(told, ['candidate', 'proposal', base, false, false, null]);
  assert.equal(row.added_by.username, instance.credentials.rule_editor.username);
  const one = await get(first.hash);
  assert.deepEqual(one.files.filter((f) => f.changed).map((f) => `${f.changed} ${f.path}`), [
    'added cases/zz_shown.lua', 'modified checks/website.lua', 'added checks/zz_shown.lua',
  ]);
  const { rules } = await get(first.hash, '/declared');
  const rule = rules.find((r) => r.id === 'probe.shown');
  assert.deepEqual([rule.fired, rule.last_at], [0, null]);
  assert.deepEqual([one.tests, one.approvals, one.activations, one.conflicts], [[], [], [], []]);
  const diff = is(await by.approver.get(`/rule-sets/${first.hash}/diff`), 200).json;
  assert.equal(diff.base, base);
  const changed = diff.files.find((f) => f.path === 'checks/website.lua').diff;
  assert.match(changed, /^@@ -\d+,3 \+\d+,4 @@\n( .*\n){3}\+-- 改动\n$/);
  const file = await get(first.hash, '/files?path=checks/zz_shown.lua');
  assert.deepEqual([file.text, file.base_text], [files['checks/zz_shown.lua'], null]);
  const at = `/rule-sets/${first.hash}/files`;
  isProblem(await by.editor.get(`${at}?path=checks/nothing.lua`), 404, 'file_unknown');
});

test('a candidate whose case fails is told file and line, and cannot be signed', async () => {
  const files = probe('failing');
  files['cases/zz_failing.lua'] +=
    "case { name = '不会成立的用例', form = 'subject', expect = { verdict = 'not_acceptable' } }\n";
  const hash = await propose(by, files);
  isProblem(await sign(hash), 409, 'test_missing');
  const r = is(await by.editor.post(`/rule-sets/${hash}/test`), 200).json;
  assert.equal(r.is_passed, false);
  assert.equal(r.report.fault.file, 'cases/zz_failing.lua');
  assert.match(r.report.fault.message, /不会成立的用例/);
  assert.equal((await get(hash)).test.is_passed, false);
  isProblem(await sign(hash), 409, 'test_failed');
  isProblem(await emergency(by, hash), 409, 'test_failed');
});

test('two people propose, test, replay, approve, activate; each refusal has its name', async () => {
  const old = await active();
  const hash = await propose(by, probe('way'));
  await passes(by, hash);
  isProblem(await sign(hash), 409, 'replay_missing');
  isProblem(await start(hash), 409, 'approval_missing');
  const report = await replay(by, hash);
  isProblem(await sign(hash), 409, 'report_changed');
  isProblem(await start(hash), 409, 'approval_missing');
  const row = await approve(by, hash, report);
  assert.deepEqual([row.state, row.approved], ['approved', true]);
  assert.equal(await speaks('way'), false);
  const done = await activate(by, hash);
  assert.deepEqual([done.hash, done.kind, done.ends_at], [hash, 'approved', null]);
  for (let n = 0; n < 12; n++) {
    assert.equal((await check('某地')).rule_set, hash, 'every worker has it with the next request');
  }
  assert.equal(await speaks('way'), true);
  const now = await active();
  assert.deepEqual([now.hash, now.kind, now.ends_at], [hash, 'approved', null]);
  assert.ok(!('kind' in (await activeSet(open))), 'the public is not told how');
  assert.equal((await get(old.hash)).state, 'retired');
  const one = await get(hash);
  assert.equal(one.state, 'active');
  assert.equal(one.approvals[0].report_hash, report);
  assert.equal(one.approvals[0].base, old.hash);
  isProblem(await start(hash), 409, 'already_active');
  isProblem(await sign(hash, report), 409, 'already_active');
});

test('nobody signs the own proposal, whatever role the account has by now', async () => {
  const admin = await staff(instance, 'system_admin');
  const one = await makeStaff(admin, { roles: ['rule_editor'] });
  const { hash } = is(await one.post('/rule-sets', { files: probe('own') }), 201).json;
  await passes(by, hash);
  const json = { roles: ['rule_approver'] };
  is(await admin.call('PATCH', `/staff/${one.id}`, { json }), 200);
  await one.login(one.username, one.password);
  isProblem(await sign(hash, await replay(by, hash), one), 409, 'self_approval');
});

test('another report voids a signature', async () => {
  const hash = await signed(by, probe('report'));
  const filer = await register(instance);
  const filing = await way.draft(filer, 'subject', await way.subjectData(filer));
  is(await way.submit(filer, filing), 200);
  const newer = await replay(by, hash);
  assert.notEqual(newer, (await get(hash)).approvals[0].report_hash);
  isProblem(await start(hash), 409, 'report_changed');
  assert.equal((await get(hash)).state, 'candidate');
  await approve(by, hash, newer);
  await activate(by, hash);
});

test('another active set voids a signature', async () => {
  const one = await signed(by, probe('left'));
  const other = await signed(by, probe('right'));
  await activate(by, other);
  isProblem(await start(one), 409, 'base_changed');
  const report = await replay(by, one);
  isProblem(await start(one), 409, 'report_changed');
  await approve(by, one, report);
  await activate(by, one);
});

test('a rollback goes to the set before, and a second one a step further', async () => {
  const first = (await active()).hash;
  const second = await signed(by, probe('second'));
  await activate(by, second);
  const third = await signed(by, probe('third'));
  await activate(by, third);
  isProblem(await takeBack({}), 422, 'members_invalid');
  isProblem(await takeBack({ reason: '  ' }), 422, 'reason_missing');
  const back = await rollback();
  assert.deepEqual([back.hash, back.kind, back.reason], [second, 'rollback', '测试回退']);
  assert.equal((await check('某地')).rule_set, second);
  assert.equal((await rollback()).hash, first);
  assert.equal((await active()).hash, first);
});

test('a base that changes under a local override is a conflict; the override stays', async () => {
  const { text } = await get((await active()).hash, '/files?path=limits.lua');
  const line = text.split('\n').find((l) => l.includes("name = 'name_max'"));
  const to = (value) => line.replace(/value = \d+/, `value = ${value}`);
  const ours = await propose(by, { 'local/limits.ours.lua': `${to(90)}\n` });
  is(await emergency(by, ours), 200);
  const upgrade = await propose(by, { 'limits.lua': text.replace(line, to(120)) });
  const one = await get(upgrade);
  assert.deepEqual(one.conflicts.map((c) => c.id), ['limit.name_max']);
  assert.match(one.conflicts[0].message, /[\u4e00-\u9fff]/);
  const { declared } = await get(upgrade, '/declared');
  assert.ok(declared.some((x) => x.id === 'limit.name_max' && x.layer === 'local'));
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
  const asEditor = (...args) => command(instance, 'rule_editor', args);
  const asApprover = (...args) => command(instance, 'rule_approver', args);
  const asAuditor = (...args) => command(instance, 'auditor', args);
  const old = (await active()).hash;
  await putIntoFolder(probe('cli'));
  const r = asEditor('propose', '--note', '从文件夹', instance.rules);
  assert.equal(r.status, 0, r.words);
  const hash = r.out.trim();
  assert.match(hash, /^[0-9a-f]{64}$/);
  const row = await get(hash);
  assert.deepEqual([row.note, row.test.is_passed, row.state], ['从文件夹', true, 'candidate']);
  const list = asAuditor('list').out;
  assert.match(list, new RegExp(`^${hash}  候选  用例通过 .*从文件夹$`, 'm'));
  assert.match(list, new RegExp(`^${old}  生效中 `, 'm'));
  assert.match(asAuditor('diff', hash.slice(0, 12)).out, /^\+\+\+ checks\/zz_cli\.lua$/m);
  assert.match(asApprover('publish', hash).words, /审批/);
  const report = await replay(by, hash);
  const told = asApprover('approve', hash);
  assert.equal(told.status, 1);
  assert.ok(told.words.includes(report), 'it says which report would be signed');
  const approval = ['approve', '--report', report, hash];
  assert.match(asEditor(...approval).words, /没有进行此操作的角色/);
  const wrong = command(instance, 'rule_approver', approval, { password: 'falsch' });
  assert.match(wrong.words, /密码不正确/);
  assert.equal(asApprover(...approval).status, 0);
  assert.equal(asApprover('publish', '--reason', '上线', hash).status, 0);
  await until('the pool has noticed', async () => (await check('某地')).rule_set === hash);
  assert.match(asApprover('rollback').words, /理由/);
  const back = asApprover('rollback', '--reason', '试试');
  assert.equal(back.status, 0, back.words);
  await until('the pool has noticed again', async () => (await check('某地')).rule_set === old);
  const urgent = ['publish', '--emergency', '--reason', '急'];
  const done = asApprover(...urgent, '--until', soon(8000), hash);
  assert.equal(done.status, 0, done.words);
  const kind = async () => (await active()).kind;
  await until('the pool has noticed the emergency', async () => (await kind()) === 'emergency');
  await until('and its end', async () => (await kind()) === 'revert');
  assert.equal(asApprover(...urgent, hash).status, 1, 'without an end');
  assert.equal(asApprover('publish').status, 2);
  assert.match(asEditor('propose', join(instance.rules, 'nothing')).words, /打不开/);
});

test('every step is in the audit trail, which is verified whole', async () => {
  const lines = [];
  for (let at = '/audit?limit=100'; at !== null;) {
    const page = is(await by.auditor.get(at), 200).json;
    lines.push(...page.items);
    at = page.next && `/audit?limit=100&cursor=${page.next}`;
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

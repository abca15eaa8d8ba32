// What comes next for a candidate, taking it back, and how far its replay is.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance, until } from '../lib/instance.mjs';
import { is, isProblem, makeStaff, staff, unique } from '../lib/client.mjs';
import {
  activate, activeSet, approve, emergency, passes, people, probe, propose, replay,
} from '../lib/govern.mjs';

let instance, by;
before(async () => {
  instance = await Instance.start({ env: { RULES_MODE: 'governed' } });
  by = await people(instance);
});
after(() => instance?.end());

const nextOf = async (hash, client) => {
  const { next } = is(await client.get(`/rule-sets/${hash}`), 200).json;
  for (const x of next) {
    assert.equal(x.allowed, x.why === null, JSON.stringify(x));
    if (x.why) assert.match(x.why, /[\u4e00-\u9fff]/);
  }
  return next.filter((x) => x.allowed).map((x) => x.step);
};

test('a set says which steps are next for whom, as the steps themselves would', async () => {
  const hash = await propose(by, probe(`n${unique()}`));
  assert.deepEqual(await nextOf(hash, by.editor), ['test', 'replay', 'take_back']);
  assert.deepEqual(await nextOf(hash, by.approver), ['replay', 'emergency']);
  assert.deepEqual(await nextOf(hash, by.auditor), []);
  await passes(by, hash);
  const report = await replay(by, hash);
  assert.deepEqual(await nextOf(hash, by.approver), ['replay', 'approve', 'emergency']);
  await approve(by, hash, report);
  assert.deepEqual(await nextOf(hash, by.approver),
    ['replay', 'approve', 'activate', 'emergency']);
  await activate(by, hash);
  assert.deepEqual(await nextOf(hash, by.approver), ['replay', 'rollback']);
  assert.deepEqual(await nextOf(hash, by.editor), ['test', 'replay']);
  is(await by.approver.post('/rule-sets/rollback', { reason: '测试' }), 200);
});

test('the detail of a set is light: what it declares and its report stand apart', async () => {
  const { hash } = await activeSet(by.editor);
  const r = is(await by.editor.get(`/rule-sets/${hash}`), 200);
  assert.ok(r.text.length < 20000, `${r.text.length} bytes`);
  assert.equal(r.json.state_label, '生效中');
  const { declared, rules } = is(await by.editor.get(`/rule-sets/${hash}/declared`), 200).json;
  assert.ok(declared.length > 100 && rules.length > 10);
});

// ---- taking back --------------------------------------------------------------------------------

test('who proposed a candidate takes it back, and nobody signs it or makes it active', async () => {
  const admin = await staff(instance, 'system_admin');
  const other = await makeStaff(admin, { roles: ['rule_editor'] });
  const files = probe(`w${unique()}`);
  const hash = await propose(by, files);
  await passes(by, hash);
  const report = await replay(by, hash);
  isProblem(await other.del(`/rule-sets/${hash}`), 403, 'not_proposer');
  isProblem(await by.approver.del(`/rule-sets/${hash}`), 403, 'role_required');
  is(await by.editor.del(`/rule-sets/${hash}`), 204);
  assert.equal(is(await by.editor.get(`/rule-sets/${hash}`), 200).json.state, 'taken_back');
  const sign = { report_hash: report };
  isProblem(await by.approver.post(`/rule-sets/${hash}/approve`, sign), 409, 'taken_back');
  isProblem(await by.approver.post(`/rule-sets/${hash}/activate`), 409, 'taken_back');
  isProblem(await emergency(by, hash), 409, 'taken_back');
  isProblem(await by.editor.post(`/rule-sets/${hash}/replay`), 409, 'taken_back');
  const hashes = async (query) =>
    is(await by.editor.get(`/rule-sets?limit=100${query}`), 200).json.items.map((x) => x.hash);
  assert.ok(!(await hashes('')).includes(hash));
  assert.ok((await hashes('&taken_back=true')).includes(hash));
  const trail = is(await by.auditor.get('/audit?limit=5'), 200).json.items;
  assert.ok(trail.some((x) => x.action === 'rule_set.withdraw' && x.object === hash));
  assert.equal(await propose(by, files), hash);
  await approve(by, hash, report);
  is(await by.editor.del(`/rule-sets/${hash}`), 204);
  const { hash: active } = await activeSet(by.editor);
  isProblem(await by.editor.del(`/rule-sets/${active}`), [403, 409]);
});

// ---- how far a replay is ------------------------------------------------------------------------

test('a replay says nothing is done before it has counted, and all when it is', async () => {
  const hash = await propose(by, probe(`r${unique()}`));
  const asked = is(await by.editor.post(`/rule-sets/${hash}/replay`), 202).json;
  assert.deepEqual([asked.state, asked.percent, asked.left_s], ['queued', 0, null]);
  assert.ok(!(await nextOf(hash, by.editor)).includes('replay'));
  await until('the replay is done', async () =>
    is(await by.editor.get(`/rule-sets/${hash}/replay`), 200).json.state === 'done');
  const done = is(await by.editor.get(`/rule-sets/${hash}/replay`), 200).json;
  assert.deepEqual([done.percent, done.left_s], [100, 0]);
});

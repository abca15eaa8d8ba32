// A start from nothing: the database, the accounts and the rules are there, once. Most other tests
// begin with the state that such a start has left.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Instance, root } from '../lib/instance.mjs';
import { is, staff } from '../lib/client.mjs';
import { REVIEWERS } from '../lib/routes.mjs';

const roles = [...REVIEWERS, 'rule_editor', 'rule_approver', 'auditor', 'system_admin'];
let instance, auditor, approver;
before(async () => {
  instance = await Instance.start({ isFirst: true });
  auditor = await staff(instance, 'auditor');
  approver = await staff(instance, 'rule_approver');
});
after(() => instance?.end());

const lines = async (action) =>
  is(await auditor.get(`/audit?action=${action}`), 200).json.items;

test('each role has its account, with a password of its own, in a file for one', async () => {
  const { credentials } = instance;
  assert.deepEqual(Object.keys(credentials).sort(), roles.sort());
  const passwords = new Set(Object.values(credentials).map((c) => c.password));
  assert.equal(passwords.size, roles.length);
  for (const password of passwords) assert.match(password, /^[\w-]{20}$/);
  for (const name of ['credentials.json', 'master.key', 'suanbei.db'])
    assert.equal((await stat(join(instance.var, name))).mode & 0o777, 0o600, name);
  assert.equal((await lines('staff.add')).length, roles.length);
});

test('who starts it is told each account with its password and what it is for', async () => {
  const said = await instance.logs();
  for (const [role, c] of Object.entries(instance.credentials)) {
    assert.match(c.title, /^[一-龥]+$/, role);
    const line = new RegExp(`^  ${c.username} +${c.password} +${c.title}$`, 'm');
    assert.match(said, line, role);
  }
});

test('before anything is struck, the page says so, and offers no filter to lift', async () => {
  const { text } = is(await auditor.get('/pages/register/cancellations'), 200);
  assert.match(text, /还没有注销、撤销的备案/);
  assert.doesNotMatch(text, /查看全部/);
});

test('the database is of the last step of the schema', async () => {
  const bytes = await readFile(join(instance.var, 'suanbei.db'));
  const steps = await readdir(join(root, 'sql', 'schema'));
  assert.equal(bytes.readUInt32BE(60), steps.length);
});

test('the rules of the folder were tried, and are active', async () => {
  const { items } = is(await approver.get('/rule-sets'), 200).json;
  assert.equal(items.length, 1);
  const [{ hash, state }] = items;
  assert.equal(state, 'active');
  const { test: trial } = is(await approver.get(`/rule-sets/${hash}`), 200).json;
  assert.equal(trial.is_passed, true);
  assert.deepEqual((await lines('rule_set.activate')).map((l) => l.object), [hash]);
});

test('another start makes nothing of it again', async () => {
  const path = join(instance.var, 'credentials.json');
  const hashOf = async () => createHash('sha256').update(await readFile(path)).digest('hex');
  const was = await hashOf();
  await instance.stop();
  await instance.up();
  assert.equal(await hashOf(), was);
  auditor = await staff(instance, 'auditor');
  assert.equal((await lines('staff.add')).length, roles.length);
  assert.equal((await lines('rule_set.activate')).length, 1);
});

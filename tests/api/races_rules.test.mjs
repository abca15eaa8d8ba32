// Races about rule sets: trying a set takes a while, and which set is active by then counts.
import { test, beforeEach, afterEach } from 'node:test';
import assert from 'node:assert/strict';
import { is, isProblem, staff } from '../lib/client.mjs';
import { activate, activeSet, people, probe, signed } from '../lib/govern.mjs';
import { patient, whileTried } from '../lib/hold.mjs';

let instance, admin, by; // others for every test: see whileTried
beforeEach(async () => {
  instance = await patient({ env: { RULES_MODE: 'governed' } });
  admin = await staff(instance, 'system_admin');
  by = await people(instance);
});
afterEach(() => instance?.end());

const get = async (hash) => is(await by.editor.get(`/rule-sets/${hash}`), 200).json;

test('of two sets signed against one base and activated at once one is active', async () => {
  const base = (await activeSet(by.editor)).hash;
  const both = [await signed(by, probe('left')), await signed(by, probe('right'))];
  const send = () => both.map((hash) => by.approver.post(`/rule-sets/${hash}/activate`));
  const answers = await whileTried(admin, send, async () => {
    assert.equal((await activeSet(by.editor)).hash, base);
  });
  assert.deepEqual(answers.map((r) => r.status).sort(), [200, 409]);
  const won = answers.findIndex((r) => r.status === 200);
  isProblem(answers[1 - won], 409, 'base_changed');
  assert.equal((await activeSet(by.editor)).hash, both[won]);
  const [winner, loser] = [await get(both[won]), await get(both[1 - won])];
  assert.deepEqual([winner.state, loser.state], ['active', 'candidate']);
  assert.deepEqual([winner.activations.length, loser.activations.length], [1, 0]);
  assert.equal((await get(base)).state, 'retired');
});

test('a set activated twice at once with one key is so once, and both are told of it', async () => {
  const hash = await signed(by, probe('twice'));
  const key = { headers: { 'Idempotency-Key': 'twice' } };
  const send = () => [0, 1].map(() => by.approver.post(`/rule-sets/${hash}/activate`, {}, key));
  const answers = await whileTried(admin, send, () => {});
  for (const r of answers) assert.equal(is(r, 200).json.hash, hash);
  assert.equal(answers[0].text, answers[1].text);
  assert.equal((await get(hash)).activations.length, 1);
});

test('a set proposed while another becomes active is put together with that one', async () => {
  const next = await signed(by, probe('next'));
  const send = () => [by.editor.post('/rule-sets', { files: probe('late') })];
  const [r] = await whileTried(admin, send, () => activate(by, next));
  const one = await get(is(r, 201).json.hash);
  assert.equal(one.base, next);
  const changed = one.files.filter((f) => f.changed).map((f) => f.path);
  assert.deepEqual(changed, ['cases/zz_late.lua', 'checks/zz_late.lua']);
  assert.ok(one.files.some((f) => f.path === 'checks/zz_next.lua'), 'nothing active is lost');
});

// An emergency activation takes one signature, lasts for a time, and is marked. Some things end it,
// others make it stay.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance, until } from '../lib/instance.mjs';
import { Client, is, isProblem, register } from '../lib/client.mjs';
import { check, subjectData } from '../lib/way.mjs';
import {
  activate, activeSet, approve, clerkLooks, emergency, passes, people, probe, propose, replay, soon,
} from '../lib/govern.mjs';

let instance, open, by, data;
before(async () => {
  instance = await Instance.start({ env: { RULES_MODE: 'governed' } });
  open = new Client(instance);
  by = await people(instance);
  data = await subjectData(await register(instance), { own: false });
});
after(() => instance?.end());

const active = () => activeSet(by.editor);
const get = async (hash) => is(await by.editor.get(`/rule-sets/${hash}`), 200).json;
const judgedBy = async () => (await check(open, 'subject', data)).rule_set;
const isPast = (time) => until(`${time} is past`, () => Date.now() > Date.parse(time));

for (const [what, more, code] of [
  ['without a reason', { reason: '' }, 'members_invalid'],
  ['with a blank reason', { reason: ' ' }, 'reason_missing'],
  ['with an end that is no time', { ends_at: 'morgen' }, 'ends_at_invalid'],
  ['with an end in the past', { ends_at: '2020-01-01T00:00:00+08:00' }, 'ends_at_invalid'],
  ['of more than seven days', { ends_at: '2199-01-01T00:00:00+08:00' }, 'ends_at_invalid'],
]) {
  test(`an emergency activation ${what} is refused`, async () => {
    const was = (await active()).hash;
    const hash = await propose(by, probe('refused'));
    isProblem(await emergency(by, hash, more), 422, code);
    assert.equal((await active()).hash, was);
  });
}

// An emergency that was looked at while it lasted. On a busy machine all of its time may be over
// before the first look: then another is given twice as long.
async function looked(ms) {
  const was = (await active()).hash;
  const hash = await propose(by, probe(`urgent${ms}`));
  const ends_at = soon(ms);
  const answer = await emergency(by, hash, { ends_at });
  const [now, again] = [await active(), await emergency(by, hash)];
  if (Date.now() < Date.parse(ends_at)) return { was, hash, ends_at, answer, now, again };
  await until('the emergency is over', async () => (await active()).hash === was);
  return looked(2 * ms);
}

test('an emergency needs one signature, is marked, and reverts by itself at its end', async () => {
  const { was, hash, ends_at, answer, now, again } = await looked(5000);
  const r = is(answer, 200).json;
  const { username } = instance.credentials.rule_approver;
  assert.deepEqual([r.hash, r.kind, r.reason, r.by.username], [hash, 'emergency', '紧急', username]);
  assert.deepEqual([now.hash, now.kind], [hash, 'emergency']);
  assert.equal(Math.floor(Date.parse(now.ends_at) / 1000), Math.floor(Date.parse(ends_at) / 1000));
  isProblem(again, 409, 'already_active');
  await until('the emergency is over', async () => (await active()).hash === was);
  assert.ok(Date.now() >= Date.parse(ends_at), 'not before its end');
  assert.equal((await active()).kind, 'revert');
  await until('every worker has reverted', async () =>
    (await Promise.all(Array.from({ length: 8 }, judgedBy))).every((x) => x === was));
  assert.deepEqual((await get(hash)).activations.map((x) => x.kind), ['emergency']);
});

test('an emergency that is signed by a second one while it lasts becomes permanent', async () => {
  const hash = await propose(by, probe('kept'));
  const ends_at = soon(20000);
  is(await emergency(by, hash, { ends_at }), 200);
  await passes(by, hash);
  await approve(by, hash, await replay(by, hash));
  await activate(by, hash);
  const now = await active();
  assert.deepEqual([now.hash, now.kind, now.ends_at], [hash, 'approved', null]);
});

test('an emergency is ended by another activation and then does not revert', async () => {
  const was = (await active()).hash;
  const hash = await propose(by, probe('short'));
  const ends_at = soon(8000);
  is(await emergency(by, hash, { ends_at }), 200);
  const back = await by.approver.post('/rule-sets/rollback', { reason: '不急了' });
  assert.equal(is(back, 200).json.hash, was);
  await isPast(ends_at);
  await clerkLooks(instance);
  const now = await active();
  assert.deepEqual([now.hash, now.kind], [was, 'rollback']);
});

test('an emergency that ended while the pool was down reverts at the next start', async () => {
  const was = (await active()).hash;
  const hash = await propose(by, probe('asleep'));
  const ends_at = soon(8000);
  is(await emergency(by, hash, { ends_at }), 200);
  await instance.stop();
  await isPast(ends_at);
  await instance.up();
  by = await people(instance);
  await until('it has reverted', async () =>
    (await active()).kind === 'revert' && (await judgedBy()) === was);
});

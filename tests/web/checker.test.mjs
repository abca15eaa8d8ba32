// Whether the rules have answered for what is on the screen, and not for what was there before.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { Checker } from '../../nginx/web/src/form/checker.js';

// A checker whose questions are answered by hand, and what it said.
function rig() {
  const questions = [];
  const said = { waits: [], told: [] };
  const ask = () => new Promise((answer, fail) => questions.push({ answer, fail }));
  const checker = new Checker(ask, (...what) => said.told.push(what),
    { wait: 0, waits: (is) => said.waits.push(is) });
  return { checker, questions, said };
}

test('it waits from the key until the answer', async () => {
  const { checker, questions, said } = rig();
  const asked = checker.now();
  questions[0].answer({ findings: [] });
  await asked;
  assert.deepEqual(said, { waits: [true, false], told: [[{ findings: [] }]] });
});

test('an answer for the text before is told, and does not end the waiting', async () => {
  const { checker, questions, said } = rig();
  const first = checker.now();
  checker.soon();
  questions[0].answer({ findings: ['old'] });
  await first;
  assert.deepEqual(said.told, [[{ findings: ['old'] }]]);
  assert.equal(said.waits.at(-1), true);
  const second = checker.now();
  questions[1].answer({ findings: [] });
  await second;
  assert.equal(said.waits.at(-1), false);
});

test('rules that cannot be asked end the waiting', async () => {
  const { checker, questions, said } = rig();
  const asked = checker.now();
  questions[0].fail(new Error('offline'));
  assert.equal(await asked, null);
  assert.equal(said.waits.at(-1), false);
  assert.equal(said.told[0][0], null);
});

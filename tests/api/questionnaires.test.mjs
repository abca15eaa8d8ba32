// A declared questionnaire is asked one question after the other, and concludes; nothing is stored.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { Client, is, isProblem } from '../lib/client.mjs';

let instance, open;
before(async () => {
  instance = await Instance.start();
  open = new Client(instance);
});
after(() => instance?.end());

const answer = async (answers) =>
  is(await open.post('/questionnaires/change', { answers }), 200).json;

test('whoever asks is asked one question after the other', async () => {
  const { questions } = is(await open.get('/questionnaires/change'), 200).json;
  assert.equal((await answer({})).next, questions[0].id);
  const second = await answer({ what: ['basic'] });
  assert.equal(second.outcome, null);
  assert.deepEqual(second.asked, ['what', 'changed_on']);
});

test('the last answer brings what must be done, by what law and until when', async () => {
  const { next, outcome } = await answer({ what: ['basic'], changed_on: '2026-11-24' });
  assert.equal(next, null);
  assert.equal(outcome.law, '算法推荐管理规定 24.2');
  assert.match(outcome.more, /2026-12-08/);
});

test('an answer to what is not asked any more does not count', async () => {
  const { asked, outcome } = await answer({ what: ['none'], changed_on: '2026-11-24' });
  assert.deepEqual(asked, ['what']);
  assert.equal(outcome.code, 'not_needed');
});

for (const [what, answers, path] of [
  ['no option', { what: ['nowhere'] }, '/answers/what'],
  ['one where several may be', { what: 'basic' }, '/answers/what'],
  ['a list with a hole', { what: [null, 'basic'] }, '/answers/what'],
  ['no day', { what: ['ended'], ended_on: '2026-02-30' }, '/answers/ended_on'],
  ['"nothing" beside another', { what: ['basic', 'none'], changed_on: '2026-11-24' },
    '/answers/what'],
  ['no question', { why: true }, '/answers/why'],
]) {
  test(`an answer that is ${what} is refused with its place`, async () => {
    const { where } = isProblem(await open.post('/questionnaires/change', { answers }), 422,
      'answer_invalid');
    assert.equal(where, path);
  });
}

// The board: what is due when, in the asker's scope alone, each task once.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { is, isProblem, makeStaff, staff } from '../lib/client.mjs';
import { Instance } from '../lib/instance.mjs';
import { approvedCompany, decide, reviewers, submittedAlgorithm } from '../lib/way.mjs';

const COUNTS = ['overdue', 'today', 'next', 'soon', 'later', 'undated', 'paused'];
let instance, by, company;
const board = async (who) => is(await who.get('/review/board'), 200).json.items;
const sum = (rows, what) => rows.reduce((n, row) => n + row[what], 0);

before(async () => {
  instance = await Instance.start();
  by = await reviewers(instance);
  company = await approvedCompany(instance, by);
});
after(() => instance?.stop());

test('a_task_is_on_the_board_once_and_with_its_filer_it_stands_still', async () => {
  const filing = await submittedAlgorithm(company);
  await submittedAlgorithm(company);
  const two = await board(by.preliminary);
  assert.equal(COUNTS.reduce((n, what) => n + sum(two, what), 0), 2);
  assert.equal(sum(two, 'later'), 2);
  assert.deepEqual(two.map((row) => row.stage), ['preliminary']);
  assert.ok(two[0].area_label && two[0].stage_label);
  await decide(by.preliminary, filing.id, {
    outcome: 'return', reasons: [{ path: '', reason: '不清', suggestion: '写清' }],
  });
  const one = await board(by.preliminary);
  assert.deepEqual([sum(one, 'later'), sum(one, 'paused')], [1, 1]);
});

test('nobody_sees_what_is_out_of_scope_or_of_stages_that_they_do_not_work', async () => {
  const admin = await staff(instance, 'system_admin');
  const far = await makeStaff(admin, {
    roles: ['preliminary_reviewer'], scope: [{ area: '54', class: '' }],
  });
  assert.deepEqual(await board(far), []);
  assert.deepEqual(await board(by.final), []);
  isProblem(await company.get('/review/board'), 403, 'role_required');
});

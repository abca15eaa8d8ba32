// What earlier rounds asked for and got, place by place; and what a version is held against.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { is, isProblem, unique } from '../lib/client.mjs';
import {
  approvedCompany, decide, renamed, reviewers, save, submit, submittedAlgorithm, taskOf,
} from '../lib/way.mjs';

let instance, by, company;
before(async () => {
  instance = await Instance.start();
  by = await reviewers(instance);
  company = await approvedCompany(instance, by);
});
after(() => instance?.end());

const sendBack = (id, reasons) =>
  decide(by.preliminary, id, { outcome: 'return', reasons });
async function answer(id, name) {
  const open = is(await company.get(`/filings/${id}`), 200);
  const data = name ? await renamed(company, open.json.data, name) : open.json.data;
  is(await submit(company, await save(company, { id, etag: open.headers.etag }, data)), 200);
}
const at = async (id, what) =>
  `/review/tasks/${(await taskOf(by.preliminary, id)).id}/${what}`;
const name = (reason) => ({ path: '/basic/name', reason, suggestion: '改正' });

test('each round of a place stands with its text then and the answer', async () => {
  const filing = await submittedAlgorithm(company);
  const first = is(await by.preliminary.get(`/filings/${filing.id}`), 200).json.data.basic.name;
  assert.deepEqual(is(await by.preliminary.get(await at(filing.id, 'threads')), 200).json.rows, []);
  await sendBack(filing.id, [name('名称不实'), { path: '', reason: '全件不清', suggestion: '理清' }]);
  const second = `二${unique()}`, third = `三${unique()}`;
  await answer(filing.id, second);
  await sendBack(filing.id, [name('仍然不实')]);
  await answer(filing.id, third);

  const { rows } = is(await by.preliminary.get(await at(filing.id, 'threads')), 200).json;
  const thread = rows.filter((r) => r.path === '/basic/name');
  assert.deepEqual(thread.map((r) => [r.round, r.reason, r.value_then, r.answer, r.value_now]), [
    [1, '名称不实', first, second, third],
    [2, '仍然不实', second, third, third],
  ]);
  assert.deepEqual(thread.map((r) => [r.version, r.answer_version]), [[1, 2], [2, 3]]);
  assert.ok(thread.every((r) => r.role_label && r.what_label === '退回补正'), 'by their role');
  assert.deepEqual(rows.map((r) => r.path), ['/basic/name', '/basic/name', '']);
});

test('a version is held against what was reviewed, handed in or approved before', async () => {
  const filing = await submittedAlgorithm(company);
  const none = is(await by.preliminary.get(await at(filing.id, 'diff')), 200).json;
  assert.deepEqual(none, { against: null, choices: [], rows: [] });
  isProblem(await by.preliminary.get(await at(filing.id, 'diff?against=in_force')), 404);
  isProblem(await by.preliminary.get(await at(filing.id, 'diff?against=x')), 400);

  // Handed in, taken back and handed in anew: nobody reviewed the second one.
  await sendBack(filing.id, [name('名称不实')]);
  const taken = `二${unique()}`, last = `三${unique()}`;
  await answer(filing.id, taken);
  is(await company.post(`/filings/${filing.id}/withdraw`), 200);
  await answer(filing.id, last);
  const one = async (against) => is(await by.preliminary.get(
    await at(filing.id, `diff?against=${against}`)), 200).json;
  const held = await one('previous');
  assert.deepEqual(held.choices.map((c) => [c.against, c.version]),
    [['reviewed', 1], ['previous', 2]]);
  const row = held.rows.find((r) => r.path === '/basic/name');
  assert.deepEqual([row.before, row.after], [taken, last]);
  assert.notEqual((await one('reviewed')).rows.find((r) => r.path === '/basic/name').before, taken);
});

test('who may not see the task sees neither rounds nor differences', async () => {
  const filing = await submittedAlgorithm(company);
  for (const what of ['threads', 'diff']) {
    const path = await at(filing.id, what);
    isProblem(await by.final.get(path), 403, 'role_required');
    isProblem(await company.get(path), 403, 'role_required');
  }
});

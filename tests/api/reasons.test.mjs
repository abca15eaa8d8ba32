// Why a filing is sent back: reasons that point to nothing, or that are meant for another place,
// are refused with those that fit.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { hasFinding, is, isProblem } from '../lib/client.mjs';
import { emergency, people, propose } from '../lib/govern.mjs';
import { approvedCompany, reviewers, submittedAlgorithm, taskOf } from '../lib/way.mjs';

let instance, by, company;
before(async () => {
  instance = await Instance.start({ env: { RULES_MODE: 'governed' } });
  by = await reviewers(instance);
  company = await approvedCompany(instance, by);
});
after(() => instance?.end());

const read = async (client, id) => is(await client.get(`/filings/${id}`), 200).json;

test('a reason that points to nothing is refused with the nearest places', async () => {
  const { id } = await submittedAlgorithm(company);
  const task = await taskOf(by.preliminary, id);
  is(await by.preliminary.post(`/review/tasks/${task.id}/claim`), 200);
  const say = (reason) => by.preliminary.post(`/review/tasks/${task.id}/decision`,
    { outcome: 'return', reasons: [{ reason: 'x', suggestion: 'y', ...reason }] });
  const wrong = isProblem(await say({ path: '/nonsense/x' }), 422, 'reasons_required');
  assert.match(wrong.findings[0].suggestion, /相近的有 \/\w+/);
  hasFinding(isProblem(await say({ path: '/basic/nam' }), 422), /reasons\/0\/path/,
    { severity: null });
  isProblem(await say({ path: '', suggestion: null }), 422, 'reasons_required');
  isProblem(await say({ path: '', code: 'x' }), 422, 'reasons_required');
  assert.equal((await read(company, id)).state, 'preliminary_review');
  is(await say({ path: '/basic', code: null }), 200);
});

test('a code of another place is refused with those that fit, which the desk tells', async () => {
  const { id } = await submittedAlgorithm(company);
  const task = await taskOf(by.preliminary, id);
  is(await by.preliminary.post(`/review/tasks/${task.id}/claim`), 200);
  const say = (path, code) => by.preliminary.post(`/review/tasks/${task.id}/decision`,
    { outcome: 'return', reasons: [{ path, code, reason: 'x', suggestion: 'y' }] });
  const wrong = isProblem(await say('/basic/name', 'disclosure'), 422, 'reasons_required');
  assert.equal(wrong.findings.length, 1);
  assert.equal(wrong.findings[0].path, '/reasons/0/code');
  assert.match(wrong.findings[0].message, /“拟公示内容不当”不适用于“算法名称”/);
  assert.match(wrong.findings[0].suggestion, /适用于这里的有 .*内容不全（incomplete）/);
  assert.doesNotMatch(wrong.findings[0].suggestion, /（disclosure）|（coverage）/);
  const { items } = is(await company.get('/vocabulary'), 200).json.reasons;
  const one = items.find((c) => c.code === 'disclosure');
  assert.deepEqual(one.kinds, ['algorithm']);
  assert.ok(one.paths.includes('/disclosure'));
  const desk = is(await by.preliminary.get(`/review/tasks/${task.id}`), 200).json;
  const codes = desk.reason_codes;
  assert.deepEqual(codes.find((c) => c.code === 'disclosure').paths, one.paths);
  assert.equal(codes.find((c) => c.code === 'unclear').paths, undefined);
  is(await say('/disclosure/purpose', 'disclosure'), 200);
  assert.equal((await read(company, id)).reasons[0].code, 'disclosure');
});

test('a reason carries a code of the vocabulary of reasons, where there is one', async () => {
  const { id } = await submittedAlgorithm(company);
  const vocabulary = `vocabulary {
  id = 'reasons', title = '退回理由', law = '本系统参数',
  items = {
    { code = 'unclear', label = '表述不清' }, { code = 'missing', label = '材料不全' },
    { code = 'old', label = '旧的理由', ['until'] = '2020-01-01' },
    { code = 'later', label = '以后的理由', since = '2099-01-01' },
  },
}
`;
  const files = { 'local/vocabulary.reasons.lua': vocabulary };
  const governors = await people(instance);
  is(await emergency(governors, await propose(governors, files)), 200);
  const task = await taskOf(by.preliminary, id);
  is(await by.preliminary.post(`/review/tasks/${task.id}/claim`), 200);
  const say = (code) => by.preliminary.post(`/review/tasks/${task.id}/decision`,
    { outcome: 'return', reasons: [{ path: '', reason: 'x', suggestion: 'y', code }] });
  const wrong = isProblem(await say('unclaer'), 422, 'reasons_required');
  assert.match(wrong.findings[0].suggestion, /表述不清（unclear）、材料不全（missing）；/);
  for (const code of ['old', 'later']) {
    const ended = isProblem(await say(code), 422, 'reasons_required');
    assert.match(ended.findings[0].message, /”今天不在使用期内/);
  }
  const desk = is(await by.preliminary.get(`/review/tasks/${task.id}`), 200).json;
  assert.deepEqual(desk.reason_codes.map((c) => c.code), ['unclear', 'missing']);
  is(await say('unclear'), 200);
  assert.equal((await read(company, id)).reasons[0].code, 'unclear');
  const told = is(await company.get(`/filings/${id}/history`), 200).json.items.at(-1);
  assert.equal(told.reasons[0].code, 'unclear');
});

// A replay walks the steps of matters beside filings again under a candidate, and says where open
// ones stand once it is active. Of a matter it tells codes and its id, nothing that was written.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Client, is } from '../lib/client.mjs';
import { livesLived, propose, replay, run, shipped } from '../lib/lives.mjs';
import { reviewers } from '../lib/way.mjs';

let instance, editor, company, filed;
before(async () => {
  ({ instance, editor, company, filed } = await livesLived());
});
after(() => instance.end());
const complaint = { kind: 'complaint', text: '公示内容与实际不符', contact: '13800000000' };
const far = '2099-01-05';

// A complaint that is handled, an order that was answered and given out again, a penalty.
let order, plea;
test('the active set over itself finds nothing of matters beside filings', async () => {
  const by = await reviewers(instance);
  const open = new Client(instance);
  const { number } = is(await company.get(`/filings/${filed.id}`), 200).json;
  is(await open.post(`/register/${encodeURIComponent(number)}/complaints`, complaint), 201);
  [plea] = is(await by.preliminary.get('/supervision?kind=complaint'), 200).json.items;
  is(await by.preliminary.post(`/supervision/${plea.id}/moves`, { on: 'take' }), 200);
  const move = (who, on, more) => who.post(`/supervision/${order.id}/moves`, { on, ...more });
  order = is(await by.preliminary.post(`/filings/${filed.id}/supervision`,
    { kind: 'order', text: '改正', due_on: far }), 201).json;
  is(await move(company, 'reply', { text: '已改正' }), 200);
  is(await move(by.preliminary, 'again', { text: '再改', due_on: far }), 200);
  is(await move(company, 'reply', { text: '又改了' }), 200);
  const fine = { kind: 'penalty', type: 'fine', amount: 20000, text: '事由' };
  is(await by.preliminary.post(`/filings/${filed.id}/supervision`, fine), 201);

  const report = await run(editor, is(await editor.get('/rule-sets/active'), 200).json.hash);
  assert.deepEqual(report.lives.groups, []);
  assert.equal(report.lives.matters, 3);
  assert.equal(report.lives.matter_steps, 7);
  assert.deepEqual(report.matters.map((m) => [m.kind, m.state, m.n, m.to, m.label]), [
    ['complaint', 'handling', 1, 'handling', '办理中'],
    ['order', 'replied', 1, 'replied', '已答复，待核查'],
    ['penalty', 'proposed', 1, 'proposed', '待确认']]);
  for (const part of ['3 件监督事项的 7 步各走一遍', '启用时的监督事项', '不变'])
    assert.ok(report.page.includes(part), part);
});

const edited = async (edit) => {
  const text = await shipped('supervision.lua');
  const now = edit(text);
  assert.notEqual(now, text);
  return now;
};

test('a step that may no longer be made is told with its matter, not what it holds', async () => {
  const files = { 'supervision.lua': await edited((text) => text.replace(
    "code = 'again', label = '再行改正', from = 'replied', to = 'issued', who = OFFICE,",
    "code = 'again', label = '再行改正', from = 'replied', to = 'issued', "
      + "who = { 'final_reviewer' },")) };
  const report = await run(editor, await propose(editor, files));
  assert.deepEqual(report.lives.groups, [{
    what: 'matter_changed', kind: 'order', event: 'again', from: 'replied', column: null,
    before: 'issued', after: null, n: 1, ids: [order.id],
    words: '责令限期改正在“已答复，待核查”时“再行改正”：原规则到“待改正”，新规则不允许',
  }]);
  assert.equal(report.lives.counts.matter_changed, 1);
  const { page, ...all } = report;
  for (const secret of [complaint.text, complaint.contact, filed.id, '13800000000'])
    assert.ok(!JSON.stringify(all).includes(secret) && !page.includes(secret), secret);
});

test('a bound that what was said is beyond refuses it, and the bound is named', async () => {
  const files = { 'supervision.lua': await edited((text) => text.replace(
    'min = 10000, max = 100000', 'min = 10000, max = 19999')) };
  const [g, ...more] = (await run(editor, await propose(editor, files))).lives.groups;
  assert.deepEqual(more, []);
  assert.equal(g.words, '处罚“提出”：原规则到“待确认”，新规则不收（金额）');
});

test('another term is told in days', async () => {
  const report = await replay(editor, { 'limits.lua': [[
    "name = 'complaint_handle_days', title = '投诉办结期限', value = 30",
    "name = 'complaint_handle_days', title = '投诉办结期限', value = 20"]] });
  const [g, ...more] = report.lives.groups;
  assert.deepEqual(more, []);
  assert.equal(g.what, 'term_changed');
  assert.equal(g.words,
    '投诉、异议在“待受理”时“受理”，到“办理中”：期限由“30 个工作日”改为“20 个工作日”');
  assert.deepEqual(g.ids, [plea.id]);
});

test('who is told no more of a step is told', async () => {
  const files = { 'supervision.lua': await edited((text) => text.replace(
    "code = 'reject', label = '不予受理', from = 'received', to = 'rejected', who = OFFICE,\n"
      + "      text = 'required', told = { 'opener' },",
    "code = 'reject', label = '不予受理', from = 'received', to = 'rejected', who = OFFICE,\n"
      + "      text = 'required',").replace(
    "who = { 'filer' }, text = 'required', files = 10, told = { 'organization' },\n    },\n"
      + "    {\n      code = 'ask'",
    "who = { 'filer' }, text = 'required', files = 10,\n    },\n    {\n      code = 'ask'")) };
  files['notices.lua'] = await shipped('notices.lua');
  const report = await run(editor, await propose(editor, files));
  const [g, ...more] = report.lives.groups;
  assert.deepEqual(more, []);
  assert.equal(g.n, 2, 'two answers; nothing was rejected');
  assert.match(g.words, /“答复”，到“已答复，待核查”：不再告诉单位$/);
});

test('open matters without a place are told before anybody signs', async () => {
  const rename = (text) => text.replaceAll("'replied'", "'heard'");
  const files = {
    'supervision.lua': await edited(rename),
    'cases/supervision.lua': rename(await shipped('cases/supervision.lua')),
  };
  const stranded = await run(editor, await propose(editor, files));
  const at = (report) => report.matters.find((m) => m.kind === 'order');
  assert.deepEqual([at(stranded).state, at(stranded).to], ['replied', null]);
  assert.match(stranded.page, /没有去处，不能启用/);
  files['supervision.lua'] = files['supervision.lua'].replace(
    "code = 'order', label = '责令限期改正',",
    "code = 'order', label = '责令限期改正', moved = { { from = 'replied', to = 'heard', "
      + "reason = '改名' } },");
  const moved = await run(editor, await propose(editor, files));
  assert.deepEqual([at(moved).to, at(moved).label], ['heard', '已答复，待核查']);
});

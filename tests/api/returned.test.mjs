// What came back from review: reasons at their places wherever these have gone, what has changed,
// and whose words tell it.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { ifMatch, is, isProblem, register } from '../lib/client.mjs';
import {
  algorithmData, approvedCompany, decide, draft, product, reviewers, save, submit,
} from '../lib/way.mjs';
import { withValue } from '../lib/forms.mjs';

let instance, by, company;
before(async () => {
  instance = await Instance.start();
  by = await reviewers(instance);
  company = await approvedCompany(instance, by);
});
after(() => instance?.end());

const read = async (client, id) => {
  const r = is(await client.get(`/filings/${id}`), 200);
  return { ...r.json, etag: r.headers.etag };
};
const diff = async (client, id, query = '') =>
  is(await client.get(`/filings/${id}/diff${query}`), 200).json;
const at = (rows, path) => rows.find((r) => r.path === path);

// An algorithm with these models, returned for these reasons.
async function returned(models, reasons, change = (data) => data) {
  const p = await product(company);
  const whole = await algorithmData(company, p);
  const [model] = whole.model.models;
  const data = change(withValue(whole, '/model/models', models.map((m) => ({ ...model, ...m }))));
  const filing = await draft(company, 'algorithm', data);
  is(await submit(company, filing), 200);
  await decide(by.preliminary, filing.id, { outcome: 'return', reasons });
  return read(company, filing.id);
}
const because = (path) => ({ path, reason: `理由 ${path}`, suggestion: '请改' });

test('a reason has labels, the value then and now, and tells whether it changed', async () => {
  const back = await returned([{}], [because('/basic/class'), because(''), because('/risk')]);
  const [one, whole, section] = back.reasons;
  assert.deepEqual([one.section_label, one.field_label], ['算法基础属性信息', '算法类型']);
  assert.equal(one.value_then, one.value_now);
  assert.match(one.value_then, /[\u4e00-\u9fff]/, 'a label, not a code');
  assert.deepEqual([one.changed, whole.changed, section.changed], [false, false, false]);
  assert.deepEqual([whole.section_label, whole.field_label], [null, null]);
  assert.equal(section.section_label, '算法风险与防范机制');
  assert.match(one.event_at, /\+08:00$/);

  await save(company, back, withValue(back.data, '/basic/class', 'retrieval_filtering'));
  const now = (await read(company, back.id)).reasons;
  assert.deepEqual(now.map((r) => r.changed), [true, true, false]);
  assert.notEqual(now[0].value_now, now[0].value_then);
});

test('a reason follows its item when another is put in front, by id and without one', async () => {
  for (const ids of [true, false]) {
    const named = [{ name: '甲' }, { name: '乙' }].map((m, i) => (ids ? { ...m, id: `m${i}` } : m));
    const back = await returned(named, [because('/model/models/1/metrics')]);
    const models = [{ ...back.data.model.models[0], name: '新', id: undefined },
      ...back.data.model.models];
    const reworded = withValue(withValue(back.data, '/model/models', models),
      '/model/models/2/metrics', '换了一个指标');
    await save(company, back, reworded);
    const [reason] = (await read(company, back.id)).reasons;
    assert.equal(reason.path, '/model/models/2/metrics');
    assert.equal(reason.path_then, '/model/models/1/metrics');
    assert.equal(reason.item, 2);
    assert.equal(reason.item_id, ids ? 'm1' : null);
    assert.equal(reason.field_label, '模型 › 第 2 项 › 评价指标');
    assert.equal(reason.value_now, '换了一个指标');
    assert.equal(reason.changed, true);
  }
});

test('the reason of an item that is gone points to its list', async () => {
  const two = [{ name: '甲', id: 'a' }, { name: '乙', id: 'b' }];
  const back = await returned(two, [because('/model/models/1/name')]);
  await save(company, back, withValue(back.data, '/model/models', [back.data.model.models[0]]));
  const [reason] = (await read(company, back.id)).reasons;
  assert.deepEqual([reason.path, reason.item, reason.value_now, reason.changed],
    ['/model/models', null, null, true]);
  assert.equal(reason.value_then, '乙');
});

test('a draft is told beside the version that came back, item by item', async () => {
  const two = [{ name: '甲', id: 'a' }, { name: '乙', id: 'b' }];
  const back = await returned(two, [because('/basic/scenario')]);
  const [a, b] = back.data.model.models;
  let data = withValue(back.data, '/model/models', [b, { ...a, metrics: '别的' }]);
  data = withValue(data, '/basic/scenario', '换了说法');
  data = withValue(data, '/basic/late_note', undefined);
  data = withValue(data, '/data/contains_identity', true);
  await save(company, back, data);
  const { from, to, rows } = await diff(company, back.id);
  assert.deepEqual([from, to], [1, null]);
  const scenario = at(rows, '/basic/scenario');
  assert.deepEqual([scenario.kind, scenario.by_reason, scenario.after_text],
    ['changed', true, '换了说法']);
  const identity = at(rows, '/data/contains_identity');
  assert.deepEqual([identity.before_text, identity.after_text, identity.by_reason],
    ['否', '是', false]);
  assert.equal(at(rows, '/basic/late_note').kind, 'removed');
  const moved = rows.filter((r) => r.kind === 'moved');
  assert.equal(moved.length, 1, 'one of two was moved');
  assert.equal(at(rows, '/model/models/1/metrics').after_text, '别的');
  assert.ok(!rows.some((r) => /\/models\/\d\/name$/.test(r.path)), 'nobody was renamed');
});

test('versions are compared for who may read them, what is typed for its filer', async () => {
  const back = await returned([{}], [because('/basic/scenario')]);
  const next = await save(company, back, withValue(back.data, '/basic/scenario', '第二版'));
  isProblem(await by.preliminary.get(`/filings/${back.id}/diff?to=draft`), 404, 'not_found');
  is(await submit(company, next), 200);
  const { from, to, rows } = await diff(by.preliminary, back.id);
  assert.deepEqual([from, to], [1, 2]);
  assert.deepEqual(rows.map((r) => r.path), ['/basic/scenario']);
  assert.equal(rows[0].by_reason, true);
  assert.deepEqual((await diff(company, back.id, '?from=1&to=1')).rows, []);
  const stranger = await register(instance);
  isProblem(await stranger.get(`/filings/${back.id}/diff`), 404, 'not_found');
  for (const query of ['?from=0', '?from=-1', '?to=2x', '?from=draft'])
    isProblem(await company.get(`/filings/${back.id}/diff${query}`), 400, 'parameter_invalid');
  isProblem(await company.get(`/filings/${back.id}/diff?to=draft`), 404);
});

test('what a covered product gained since is told with it, by its name', async () => {
  const back = await returned([{}], [because('')]);
  const [{ product: id }] = back.data.service.coverage;
  const now = is(await company.get(`/products/${id}`), 200);
  const paths = structuredClone(now.json.paths);
  paths[0].functions[0].description = '换了说法';
  is(await company.put(`/products/${id}`, { ...now.json, paths }, ifMatch(now.headers.etag)), 200);
  const { rows } = await diff(company, back.id);
  const [row] = rows;
  assert.equal(rows.length, 1);
  assert.equal(row.path, '/products/0/paths/0/functions/0/description');
  assert.match(row.section_label, /^产品《/);
});

test('files are named wherever data name them, to whoever reads the data', async () => {
  const p = await product(company);
  const data = await algorithmData(company, p);
  const filing = await draft(company, 'algorithm', data);
  const id = data.documents.self_assessment;
  const { attachments } = await read(company, filing.id);
  assert.match(attachments[id].filename, /\.pdf$/);
  assert.equal(attachments[id].media_type, 'application/pdf');
  assert.match(attachments[id].sha256, /^[0-9a-f]{64}$/);
  const without = withValue(data, '/documents/self_assessment', undefined);
  const bare = await save(company, filing, without);
  assert.equal((await read(company, filing.id)).attachments[id], undefined);

  // Nobody learns what a file of others is called by naming it.
  const other = await approvedCompany(instance, by);
  const theirs = await draft(other, 'algorithm', data);
  assert.deepEqual((await read(other, theirs.id)).attachments, {});
  const theirList = is(await other.get(`/attachments?filing=${theirs.id}`), 200).json.items;
  assert.deepEqual(theirList, []);

  const whole = await save(company, bare, data);
  is(await submit(company, whole), 200);
  assert.equal((await read(by.preliminary, filing.id)).attachments[id].size_bytes > 0, true);
  const { items } = is(await company.get(`/attachments?filing=${filing.id}&limit=100`), 200).json;
  assert.ok(items.some((x) => x.id === id));
  isProblem(await by.preliminary.get('/attachments'), 403, 'role_required');
});

test('a history says everything in words', async () => {
  const back = await returned([{}], [because('/basic/name')]);
  const { items } = is(await company.get(`/filings/${back.id}/history`), 200).json;
  for (const e of items) {
    assert.match(e.what_label, /[\u4e00-\u9fff]/, e.what);
    assert.match(e.role_label, /[\u4e00-\u9fff]/, e.role);
    if (e.from_state) assert.match(e.from_label, /[\u4e00-\u9fff]/);
  }
  const [reason] = items.at(-1).reasons;
  assert.deepEqual([reason.section_label, reason.field_label], ['算法基础属性信息', '算法名称']);
});

test('markup, marks and long texts in reasons and values come back as text', async () => {
  const nasty = '<img src=x onerror=alert(1)>\u200f=1+1';
  const reason = { path: '/basic/scenario', reason: nasty, suggestion: '长'.repeat(2000) };
  const change = (data) => withValue(data, '/basic/scenario', nasty.repeat(20));
  const back = await returned([{}], [reason], change);
  const [shown] = back.reasons;
  assert.equal(shown.reason, nasty);
  assert.equal(shown.suggestion.length, 2000);
  assert.ok(shown.value_then.startsWith(nasty));
  await save(company, back, withValue(back.data, '/basic/scenario', '甲'.repeat(3000)));
  const row = at((await diff(company, back.id)).rows, '/basic/scenario');
  assert.equal([...row.after_text].length, 2001);
  assert.equal([...row.after].length, 3000);
});

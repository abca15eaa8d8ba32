// Unfinished rule texts, kept for their editor alone.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { ifMatch, is, isProblem, makeStaff, staff, unique } from '../lib/client.mjs';
import { people } from '../lib/govern.mjs';

let instance, by;
before(async () => {
  instance = await Instance.start({ env: { RULES_MODE: 'governed' } });
  by = await people(instance);
});
after(() => instance?.end());

const put = (id, body, etag = '*', client = by.editor) =>
  client.put(`/rule-work/${id}`, body, ifMatch(etag));
const work = (id, client = by.editor) => client.get(`/rule-work/${id}`);

test('unfinished work is kept as it was typed, and two tabs lose nothing', async () => {
  const id = unique();
  const files = { 'checks/a.lua': 'rule {', 'checks/b.lua': null, '？？': '<b>\u202e' };
  const first = is(await put(id, { title: '未完', files }), 200);
  assert.equal(first.headers.etag, first.json.etag);
  const r = is(await work(id), 200).json;
  assert.deepEqual([r.title, r.base, r.files], ['未完', null, files]);
  const second = is(await put(id, { files: {} }, first.json.etag), 200).json;
  const lost = isProblem(await put(id, { files }, first.json.etag), 412, 'stale');
  assert.equal(lost.etag, second.etag);
  isProblem(await by.editor.put(`/rule-work/${id}`, { files }), 428);
  is(await put(id, { files }), 200);
  const list = is(await by.editor.get('/rule-work'), 200).json.items;
  assert.equal(list[0].id, id);
  assert.equal(list[0].files, undefined);
  is(await by.editor.del(`/rule-work/${id}`), 204);
  isProblem(await work(id), 404, 'not_found');
  isProblem(await by.editor.del(`/rule-work/${id}`), 404, 'not_found');
  isProblem(await put(id, { files }, second.etag), 404, 'not_found');
});

test('no other editor sees, overwrites or deletes it', async () => {
  const admin = await staff(instance, 'system_admin');
  const other = await makeStaff(admin, { roles: ['rule_editor'] });
  const id = unique();
  is(await put(id, { files: { 'a.lua': '我的' } }), 200);
  isProblem(await work(id, other), 404, 'not_found');
  isProblem(await other.del(`/rule-work/${id}`), 404, 'not_found');
  assert.deepEqual(is(await other.get('/rule-work'), 200).json.items, []);
  is(await put(id, { files: { 'a.lua': '别人的' } }, '*', other), 200);
  assert.equal(is(await work(id), 200).json.files['a.lua'], '我的');
  for (const client of [by.approver, by.auditor])
    isProblem(await work(id, client), 403, 'role_required');
});

test('there is room for twenty, of a megabyte, under plain ids', async () => {
  const admin = await staff(instance, 'system_admin');
  const other = await makeStaff(admin, { roles: ['rule_editor'] });
  const save = (id, files = {}) => put(id, { files }, '*', other);
  for (let n = 0; n < 20; n++) is(await save(`w${n}`), 200);
  isProblem(await save('w20'), 409, 'works_many');
  is(await save('w0', { 'a.lua': 'x'.repeat(1000000) }), 200);
  isProblem(await save('w0', { 'a.lua': 'x'.repeat(5 << 20) }), 413);
  isProblem(await save('a.b'), 400, 'id_invalid');
  isProblem(await save('x'.repeat(65)), 400, 'id_invalid');
  const many = Object.fromEntries(Array.from({ length: 513 }, (_, n) => [`a${n}`, '']));
  isProblem(await save('w0', many), 422, 'files_many');
});

// The audit trail: chosen, in words, and as a table that no spreadsheet runs.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { is, isProblem, makeStaff, register, staff, unique } from '../lib/client.mjs';
import {
  approvedCompany, draft, publishedAlgorithm, reviewers, submittedAlgorithm,
} from '../lib/way.mjs';

let instance, by, auditor, admin, company;
before(async () => {
  instance = await Instance.start();
  by = await reviewers(instance);
  auditor = await staff(instance, 'auditor');
  admin = await staff(instance, 'system_admin');
  company = await approvedCompany(instance, by);
});
after(() => instance?.end());

const trail = async (query = {}) =>
  is(await auditor.get(`/audit?${new URLSearchParams({ limit: 100, ...query })}`), 200).json.items;
const today = () => new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10);

test('lines say in words what was done, by whom and to what', async () => {
  const filing = await submittedAlgorithm(company);
  const [line] = await trail({ object: filing.id, action: 'filing.submit' });
  assert.equal(line.action_label, '提交备案');
  assert.equal(line.object_kind, 'filing');
  assert.equal(line.object_kind_label, '备案事项');
  assert.equal(line.actor_name, company.username);
  assert.deepEqual(line.actor_role_labels, [{ code: 'filer', label: '填报人' }]);
  const [login] = await trail({ action: 'session.add', actor: by.final.username });
  assert.deepEqual([login.object_kind_label, login.object_title], ['账号', by.final.username]);
  assert.deepEqual(login.actor_role_labels.map((r) => r.label), ['复审人员']);
});

test('an auditor is told no title of what is not public', async () => {
  const hidden = await submittedAlgorithm(company, `秘密${unique()}`);
  const filed = await publishedAlgorithm(instance, company, by, `公开${unique()}`);
  for (const line of await trail({ object: hidden.id })) assert.equal(line.object_title, null);
  for (const line of await trail({ object: filed.id })) assert.match(line.object_title, /^公开/);
  const { text } = await auditor.get('/audit?limit=100');
  for (const secret of ['13800138000', hidden.title]) assert.ok(!text.includes(secret), secret);
});

test('a trail is chosen by day, actor, action, object and text', async () => {
  const who = await register(instance);
  const filing = await draft(who, 'subject', {});
  const mine = await trail({ actor: who.username });
  assert.ok(mine.length >= 2 && mine.every((x) => x.actor_name === who.username));
  assert.deepEqual(await trail({ actor: mine[0].actor }), mine);
  assert.deepEqual(await trail({ actor: `nobody${unique()}` }), []);
  assert.deepEqual(await trail({ actor: who.username, from: today(), to: today() }), mine);
  assert.deepEqual(await trail({ actor: who.username, to: '2020-01-01' }), []);
  assert.deepEqual(await trail({ actor: who.username, from: '2099-01-01' }), []);
  const created = mine.filter((x) => x.action === 'filing.create');
  assert.deepEqual(await trail({ action: 'filing.create', object: filing.id }), created);
  for (const q of ['新建备案', filing.id, 'filing.create'])
    assert.deepEqual(await trail({ actor: who.username, q, action: 'filing.create' }), created, q);
  assert.deepEqual(await trail({ q: `没有${unique()}` }), []);
  assert.deepEqual(await trail({ q: '%' }), []);
});

test('a choice that is none is refused by name', async () => {
  const refused = async (query, code) =>
    isProblem(await auditor.get(`/audit?${new URLSearchParams(query)}`), [400, 422], code);
  await refused({ from: '2026-02-30' }, 'date_invalid');
  await refused({ to: 'x' }, 'date_invalid');
  await refused({ format: 'xml' }, 'parameter_invalid');
  await refused({ q: '长'.repeat(101) }, 'query_too_long');
  isProblem(await admin.get('/audit?format=csv'), 403, 'role_required');
});

// Cells of a table as RFC 4180 has them.
function cellsOf(text) {
  return text.replace(/^\ufeff/, '').trimEnd().split('\r\n').map((line) =>
    [...line.matchAll(/"((?:[^"]|"")*)"(?:,|$)/g)].map((m) => m[1].replaceAll('""', '"')));
}

test('the same choice is given as a table', async () => {
  // Reads come a moment later.
  const query = new URLSearchParams({ actor: company.username, from: today(), kind: 'change' });
  const r = is(await auditor.get(`/audit?format=csv&${query}`), 200);
  assert.match(r.type, /^text\/csv/);
  assert.ok(r.text.startsWith('\ufeff'));
  const [head, ...rows] = cellsOf(r.text);
  const lines = await trail(Object.fromEntries(query));
  assert.deepEqual([head.length, rows.length], [14, lines.length]);
  assert.deepEqual(rows.map((x) => Number(x[0])), lines.map((x) => x.n));
  assert.deepEqual(rows.map((x) => x[4]), lines.map((x) => x.action_label));
});

test('a cell that a spreadsheet would work out is text', async () => {
  for (const [name, cell] of [
    [`=cmd${unique()}`, "'=cmd"], [`+a${unique()}`, "'+a"], [`-a${unique()}`, "'-a"],
    [`@a${unique()}`, "'@a"], [`a"b${unique()}`, 'a"b'],
  ]) {
    const password = 'lang-genug-und-neu';
    const made = await admin.post('/staff', { username: name, password, roles: ['auditor'] });
    if (made.status === 422) continue; // a name that nobody may bear
    const { id } = is(made, 201).json;
    const r = is(await auditor.get(`/audit?format=csv&object=${id}`), 200);
    const [, row] = cellsOf(r.text);
    assert.ok(row[8].startsWith(cell), row[8]);
    assert.doesNotMatch(r.text, /(^|,)"?[=+\-@]/m);
  }
  await makeStaff(admin, { roles: ['auditor'] });
});

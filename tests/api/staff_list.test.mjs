// Accounts as whoever keeps them finds them: of staff, and of filers, who can be shut out.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { Client, is, isProblem, makeStaff, register, staff, unique } from '../lib/client.mjs';
import { draft } from '../lib/way.mjs';

let instance, admin;
before(async () => {
  instance = await Instance.start();
  admin = await staff(instance, 'system_admin');
});
after(() => instance?.end());

const list = async (path, query = {}) =>
  is(await admin.get(`${path}?${new URLSearchParams({ limit: 100, ...query })}`), 200).json.items;
const patch = (id, json) => admin.call('PATCH', `/accounts/${id}`, { json });
const idOf = async (client) => is(await client.get('/session'), 200).json.account.id;

test('staff are found by name and role, with labels and their last login', async () => {
  const contact_name = `赵${unique()}`;
  const roles = ['final_reviewer', 'preliminary_reviewer'];
  const who = await makeStaff(admin, { roles, contact_name });
  const [row, ...others] = await list('/staff', { q: contact_name });
  assert.deepEqual(others, []);
  assert.equal(row.username, who.username);
  assert.deepEqual(row.role_labels.map((r) => r.label).sort(), ['初审人员', '复审人员']);
  assert.match(row.last_login_at, /\+08:00$/);
  assert.deepEqual((await list('/staff', { q: who.username.toUpperCase() })).map((x) => x.id),
    [row.id]);
  assert.ok((await list('/staff', { role: 'final_reviewer' })).some((x) => x.id === row.id));
  assert.ok(!(await list('/staff', { role: 'auditor' })).some((x) => x.id === row.id));
  assert.deepEqual(await list('/staff', { q: '%' }), []);
  for (const role of ['x', 'filer', 'reviewer'])
    isProblem(await admin.get(`/staff?role=${role}`), 400, 'parameter_invalid');
  const body = { username: `s${unique()}`, password: 'lang-genug-und-neu', roles: ['auditor'] };
  assert.equal(is(await admin.post('/staff', body), 201).json.last_login_at, null);
});

test('a list of filers says who they are and not how they are reached', async () => {
  const client = await register(instance, `名单公司${unique()}`);
  const r = await admin.get(`/accounts?q=${client.username}`);
  const [row, ...others] = is(r, 200).json.items;
  assert.deepEqual(others, []);
  assert.match(row.organization_name, /^名单公司/);
  assert.deepEqual([row.is_disabled, typeof row.last_login_at], [false, 'string']);
  assert.doesNotMatch(r.text, /mobile|email|contact|138\d{8}/);
  assert.ok((await list('/accounts')).every((x) => x.username !== admin.username));
});

test('a filer who is shut out is out at once, and may be let in again', async () => {
  const client = await register(instance);
  const id = await idOf(client);
  assert.equal(is(await patch(id, { is_disabled: true }), 200).json.is_disabled, true);
  isProblem(await client.get('/filings'), 401, 'login_required');
  const { username, password } = client;
  isProblem(await new Client(instance).post('/session', { username, password }), 401);
  is(await patch(id, { is_disabled: true }), 200);
  assert.equal(is(await patch(id, { is_disabled: false }), 200).json.is_disabled, false);
  isProblem(await client.get('/filings'), 401, 'login_required'); // what it had has ended
  await client.login(username, password);
  is(await draft(client, 'subject') && await client.get('/filings'), 200);
  const auditor = await staff(instance, 'auditor');
  const lines = is(await auditor.get(`/audit?object=${id}`), 200).json.items
    .map((x) => x.action).filter((x) => /able$/.test(x));
  assert.deepEqual(lines, ['account.enable', 'account.disable'], 'once each');
});

test('nobody else shuts anybody out, and no staff by this way', async () => {
  const client = await register(instance);
  const id = await idOf(client), auditor = await staff(instance, 'auditor');
  for (const who of [client, auditor])
    isProblem(await who.call('PATCH', `/accounts/${id}`, { json: { is_disabled: true } }), 403);
  isProblem(await patch(await idOf(auditor), { is_disabled: true }), 404, 'not_found');
  isProblem(await patch('nothing', { is_disabled: true }), 404, 'not_found');
  for (const json of [{}, { is_disabled: 'x' }, { is_disabled: true, roles: [] }])
    isProblem(await patch(id, json), 422);
});

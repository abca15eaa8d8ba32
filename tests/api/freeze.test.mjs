// An organization that is frozen reads and writes nothing; its people stay logged in.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Client, hasFinding, ifMatch, is, isProblem, register, staff } from '../lib/client.mjs';
import { patient, whileJudged } from '../lib/hold.mjs';
import { draft } from '../lib/way.mjs';

let instance, admin, auditor;
before(async () => {
  instance = await patient();
  admin = await staff(instance, 'system_admin');
  auditor = await staff(instance, 'auditor');
});
after(() => instance?.end());

const any = { severity: null };
const REASON = '账号疑似被盗用，正在核实';
const freeze = (id, json = { frozen: true, reason: REASON }) =>
  admin.call('PATCH', `/organizations/${id}`, { json });
const organizationOf = async (client) => is(await client.get('/session'), 200).json.organization.id;

test('who is frozen reads all and writes nothing, and is told why', async () => {
  const filer = await register(instance);
  const id = await organizationOf(filer);
  const own = await draft(filer, 'subject');
  is(await freeze(id), 200);
  for (const path of ['/filings', `/filings/${own.id}`, '/products', '/account', '/deadlines'])
    is(await filer.get(path), 200, path);
  assert.equal(is(await filer.get('/session'), 200).json.frozen, REASON);
  const writes = [
    filer.post('/filings', { kind: 'subject', action: 'initial' }),
    filer.put(`/filings/${own.id}`, { data: {} }, ifMatch('*')), filer.del(`/filings/${own.id}`),
    filer.post(`/filings/${own.id}/submit`, { declaration: true }), filer.post('/products', {}),
    filer.put('/account', { contact_name: '李四', mobile: '13800138000', email: 'a@b.cn' }),
    filer.upload(Buffer.from('%PDF-1.4'), 'application/pdf'),
  ];
  for (const r of await Promise.all(writes)) {
    const p = isProblem(r, 403, 'organization_frozen');
    assert.ok(p.detail.includes(REASON));
  }
});

test('passwords and logins are not frozen', async () => {
  const filer = await register(instance);
  is(await freeze(await organizationOf(filer)), 200);
  await new Client(instance).login(filer.username, filer.password);
  const change = { old_password: filer.password, new_password: 'andere Worte hier' };
  is(await filer.put('/account/password', change), 204);
  is(await filer.del('/session'), 204);
});

test('what was under way when it was frozen is refused', async () => {
  const filer = await register(instance);
  const id = await organizationOf(filer);
  const { id: filing } = await draft(filer, 'subject');
  const [r] = await whileJudged(admin,
    () => [filer.post(`/filings/${filing}/submit`, { declaration: true })],
    async () => { is(await freeze(id), 200); });
  isProblem(r, 403, 'organization_frozen');
});

test('it is unlocked, and all goes on', async () => {
  const filer = await register(instance);
  const id = await organizationOf(filer);
  is(await freeze(id), 200);
  const { items } = is(await admin.get('/organizations?frozen=true&limit=100'), 200).json;
  const row = items.find((x) => x.id === id);
  assert.deepEqual([row.reason, row.accounts], [REASON, 1]);
  assert.ok(row.frozen_at);
  assert.equal(is(await freeze(id, { frozen: false }), 200).json.frozen_at, null);
  is(await filer.post('/filings', { kind: 'subject', action: 'initial' }), 201);
  assert.equal(is(await filer.get('/session'), 200).json.frozen, undefined);
  const q = encodeURIComponent(filer.organization.slice(-6));
  assert.ok(is(await admin.get(`/organizations?q=${q}`), 200).json.items.some((x) => x.id === id));
});

test('without a reason nothing is frozen; who is no administrator freezes nobody', async () => {
  const filer = await register(instance);
  const id = await organizationOf(filer);
  const p = isProblem(await freeze(id, { frozen: true }), 422, 'freeze_invalid');
  hasFinding(p, '/reason', any);
  const json = { frozen: true, reason: REASON };
  for (const client of [filer, auditor])
    isProblem(await client.call('PATCH', `/organizations/${id}`, { json }), 403, 'role_required');
  isProblem(await freeze('nothing'), 404, 'not_found');
});

test('freezing and unlocking is on record', async () => {
  const filer = await register(instance);
  const id = await organizationOf(filer);
  is(await freeze(id), 200);
  is(await freeze(id, { frozen: false }), 200);
  const { items } = is(await auditor.get(`/audit?object=${id}`), 200).json;
  const actions = items.map((x) => x.action).sort();
  assert.deepEqual(actions, ['organization.freeze', 'organization.unfreeze']);
});

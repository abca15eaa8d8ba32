// People of an organization: who is let in, what each may do there, and how it ends.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import {
  Client, ifMatch, is, isProblem, join, makeStaff, register, staff, unique,
} from '../lib/client.mjs';
import { approvedCompany, draft, product, reviewers, subjectData, submit } from '../lib/way.mjs';
import { enrol } from '../lib/totp.mjs';

let instance, by, admin, auditor;
before(async () => {
  instance = await Instance.start();
  by = await reviewers(instance);
  admin = await staff(instance, 'system_admin');
  auditor = await staff(instance, 'auditor');
});
after(() => instance?.end());

const MEMBERS = '/organization/members';
const invite = async (owner, role = 'submit') => is(await owner.post(MEMBERS, { role }), 201).json;
const set = (owner, id, role) => owner.call('PATCH', `${MEMBERS}/${id}`, { json: { role } });
const people = async (owner) => is(await owner.get(MEMBERS), 200).json;
const meOf = async (client) => is(await client.get('/session'), 200).json;
const contact = { contact_name: '王五', mobile: '13700137000', email: 'w@example.com' };
const account = (more) => ({
  username: `j${unique()}`, password: `Pw-${unique()}-${unique()}`, ...contact, ...more,
});

test('whoever registers is the owner, and may all that a member may', async () => {
  const owner = await register(instance);
  const me = await meOf(owner);
  assert.equal(me.member, 'owner');
  assert.equal(me.member_label, '所有者');
  for (const act of ['read_own', 'file', 'submit', 'keep_members'])
    assert.ok(me.may.includes(act), act);
  assert.deepEqual((await people(owner)).items.map((x) => [x.username, x.role, x.is_me]),
    [[owner.username, 'owner', true]]);
});

test('a member reads, fills in or hands in as the owner says, at once', async () => {
  const owner = await register(instance);
  const one = await join(owner, 'read');
  const begun = await draft(owner, 'subject', await subjectData(owner));
  const at = `/filings/${begun.id}`;
  const save = async () => {
    const { etag, json: { data } } = is(await one.get(at), 200);
    return one.put(at, { data }, ifMatch(etag ?? begun.etag));
  };
  assert.deepEqual(is(await one.get(at), 200).json.moves, [], 'nothing to be done by who reads');
  for (const answer of [await save(), await one.post('/filings', { kind: 'subject',
    action: 'initial' }), await one.del(at), await one.post(`${at}/check`)])
    isProblem(answer, 403, 'member_role_required');
  is(await one.get('/filings'), 200);
  is(await one.get('/home'), 200);

  is(await set(owner, one.id, 'fill'), 200);
  is(await save(), 200);
  const words = isProblem(await submit(one, begun), 403, 'member_role_required').detail;
  assert.match(words, /“填写”.*“提交”/);
  isProblem(await one.post(`${at}/withdraw`), 403, 'member_role_required');
  assert.ok(!is(await one.get(at), 200).json.moves.some((m) => m.on === 'submit'));

  is(await set(owner, one.id, 'submit'), 200);
  assert.ok(is(await one.get(at), 200).json.moves.some((m) => m.on === 'submit'));
  is(await submit(one, begun), 200);
  is(await one.post(`${at}/withdraw`), 200);
  isProblem(await one.get(MEMBERS), 403, 'member_role_required');
});

test('who was removed is logged out, belongs nowhere, and what they typed stays', async () => {
  const owner = await register(instance);
  const one = await join(owner);
  const begun = await draft(one, 'subject', await subjectData(owner));
  is(await owner.del(`${MEMBERS}/${one.id}`), 204);
  isProblem(await one.get('/filings'), 401, 'login_required');
  const again = await new Client(instance).login(one.username, one.password);
  const me = await meOf(again);
  assert.equal(me.organization, null);
  assert.equal(me.member, null);
  isProblem(await again.get('/filings'), 403, 'organization_required');
  isProblem(await again.get(`/filings/${begun.id}`), 403, 'organization_required');
  isProblem(await again.post('/filings', { kind: 'subject', action: 'initial' }), 403,
    'organization_required');
  is(await owner.get(`/filings/${begun.id}`), 200);
  assert.deepEqual((await people(owner)).items.map((x) => x.username), [owner.username]);
  const { items } = is(await owner.get(`/filings/${begun.id}/history`), 200).json;
  assert.ok(!JSON.stringify(items).includes(one.username), 'nobody is told who it was');
  is(await again.get('/account'), 200);
});

test('an invitation is good once, also when two use it at the same moment', async () => {
  const owner = await register(instance);
  const { token: invitation, path, expires_at } = await invite(owner, 'fill');
  assert.equal(path, `/join#${invitation}`);
  assert.ok(Date.parse(expires_at) > Date.now());
  const both = await Promise.all([1, 2].map(() =>
    new Client(instance).post('/accounts', account({ invitation }))));
  assert.deepEqual(both.map((r) => r.status).sort(), [201, 404], both.map((r) => r.text).join());
  isProblem(both.find((r) => r.status === 404), 404, 'invitation_void');
  const { items, invitations } = await people(owner);
  assert.deepEqual(items.map((x) => x.role), ['owner', 'fill']);
  assert.deepEqual(invitations, []);
});

test('an invitation that was taken back, or of a frozen organization, is void', async () => {
  const owner = await register(instance);
  const open = new Client(instance);
  const { id, token } = await invite(owner);
  const look = (invitation) => open.post('/organization/invitation', { invitation });
  assert.equal(is(await look(token), 200).json.organization_name, owner.organization);
  is(await owner.del(`${MEMBERS}/${id}`), 204);
  isProblem(await look(token), 404, 'invitation_void');
  const second = await invite(owner);
  const { organization } = await meOf(owner);
  const json = { frozen: true, reason: '核实中' };
  is(await admin.call('PATCH', `/organizations/${organization.id}`, { json }), 200);
  isProblem(await look(second.token), 404, 'invitation_void');
  isProblem(await open.post('/accounts', account({ invitation: second.token })), 404);
});

test('guesses of invitations are counted and slowed down', async () => {
  const open = new Client(instance);
  open.from = '127.0.0.77';
  const look = () => open.post('/organization/invitation', { invitation: unique().repeat(4) });
  let last, n = 0;
  do last = await look(); while (last.status === 404 && ++n < 60);
  isProblem(last, 429, 'too_many_attempts');
  const { token: invitation } = await invite(await register(instance));
  isProblem(await open.post('/accounts', account({ invitation })), 429, 'too_many_attempts');
});

test('whoever is invited says no name of an organization, and whoever is not must', async () => {
  const { token: invitation } = await invite(await register(instance));
  const add = (more) => new Client(instance).post('/accounts', account(more));
  const both = isProblem(await add({ invitation, organization_name: '另一个公司' }), 422);
  assert.ok(both.findings.some((f) => f.path === '/organization_name'));
  const none = isProblem(await add({}), 422, 'account_invalid');
  assert.ok(none.findings.some((f) => f.path === '/organization_name'));
  isProblem(await add({ invitation, password: '12345678' }), 422, 'account_invalid');
  is(await add({ invitation }), 201, 'and what was refused used nothing up');
});

test('an account belongs to one organization, and leaves it before it joins another', async () => {
  const [first, second] = [await register(instance), await register(instance)];
  const one = await join(first);
  const { token: invitation } = await invite(second, 'read');
  const use = (client) => client.post('/organization/join', { invitation });
  isProblem(await use(one), 409, 'member_elsewhere');
  isProblem(await use(first), 409, 'member_elsewhere');
  const reviewer = await makeStaff(admin, { roles: ['preliminary_reviewer'] });
  isProblem(await use(reviewer), 409, 'member_elsewhere');
  is(await one.post('/organization/leave'), 204);
  is(await use(one), 200);
  assert.equal((await meOf(one)).member, 'read');
  assert.equal((await meOf(one)).organization.name, second.organization);
});

test('the owner cannot leave, be removed or made less, and hands over with a proof', async () => {
  const owner = await register(instance);
  const heir = await join(owner, 'read');
  const { account: { id } } = await meOf(owner);
  isProblem(await owner.post('/organization/leave'), 409, 'last_owner');
  isProblem(await owner.del(`${MEMBERS}/${id}`), 409, 'last_owner');
  isProblem(await set(owner, id, 'submit'), 409, 'last_owner');
  const give = (json) => owner.post('/organization/owner', { member: heir.id, ...json });
  const { password } = owner;
  const { next } = await enrol(owner);
  isProblem(await give({ password }), 422, 'owner_proof_failed');
  isProblem(await give({ password: 'falsch', code: await next() }), 422, 'owner_proof_failed');
  is(await give({ password, code: await next() }), 204);
  assert.equal((await meOf(owner)).member, 'submit');
  assert.equal((await meOf(heir)).member, 'owner');
  isProblem(await owner.get(MEMBERS), 403, 'member_role_required');
});

test('two hand-overs at once leave one owner', async () => {
  const owner = await register(instance);
  const heirs = [await join(owner), await join(owner)];
  const answers = await Promise.all(heirs.map(({ id: member }) =>
    owner.post('/organization/owner', { member, password: owner.password })));
  assert.deepEqual(answers.map((r) => r.status).sort(), [204, 403]);
  const ranks = await Promise.all([owner, ...heirs].map(async (c) => (await meOf(c)).member));
  assert.deepEqual(ranks.sort(), ['owner', 'submit', 'submit']);
});

test('somebody is removed while they hand in: it was done before, or not at all', async () => {
  for (let n = 0; n < 4; n++) {
    const owner = await register(instance);
    const one = await join(owner);
    const begun = await draft(one, 'subject', await subjectData(owner));
    const [handed, removed] = await Promise.all([
      submit(one, begun), owner.del(`${MEMBERS}/${one.id}`),
    ]);
    is(removed, 204);
    is(handed, [200, 401, 403]);
    const { state } = is(await owner.get(`/filings/${begun.id}`), 200).json;
    assert.equal(state, handed.status === 200 ? 'submitted' : 'draft');
  }
});

test("nobody reaches another organization's people, or learns of them", async () => {
  const [mine, other] = [await register(instance), await register(instance)];
  const one = await join(mine);
  const { id: invited } = await invite(mine);
  for (const id of [one.id, invited, (await meOf(mine)).account.id]) {
    isProblem(await other.del(`${MEMBERS}/${id}`), 404, 'not_found');
    isProblem(await set(other, id, 'read'), 404, 'not_found');
    const json = { member: id, password: other.password };
    isProblem(await other.post('/organization/owner', json), 404, 'not_found');
  }
  assert.equal((await people(mine)).items.length, 2);
  assert.equal((await people(mine)).invitations.length, 1);
});

test('a member works on what the organization has: products and files, too', async () => {
  const owner = await approvedCompany(instance, by);
  const reads = await join(owner, 'read');
  const p = await product(owner);
  is(await reads.get(`/products/${p.id}`), 200);
  is(await reads.get(`/products/${p.id}/kept`), 200);
  isProblem(await reads.del(`/products/${p.id}`), 403, 'member_role_required');
  isProblem(await reads.upload(Buffer.from('%PDF'), 'application/pdf'), 403);
  const file = await owner.uploadFor();
  is(await reads.get(`/attachments/${file}`), 200);
});

test('who was let in, changed, let go and handed the organization to is on record', async () => {
  const owner = await register(instance);
  const one = await join(owner, 'read');
  const { organization: { id: organization } } = await meOf(owner);
  is(await set(owner, one.id, 'submit'), 200);
  const json = { member: one.id, password: owner.password };
  is(await owner.post('/organization/owner', json), 204);
  is(await owner.post('/organization/leave'), 204);
  const of = async (action, object) =>
    is(await auditor.get(`/audit?action=${action}&object=${object}`), 200).json.items;
  for (const [action, role] of [['member.add', 'read'], ['member.set', 'submit'],
    ['member.owner', 'owner']]) {
    const [line] = await of(action, one.id);
    assert.deepEqual(line.detail, { organization, role }, action);
  }
  assert.equal((await of('member.leave', (await meOf(owner)).account.id)).length, 1);
  assert.equal((await of('invitation.add', organization)).length, 1);
});

test('links and people are bounded', async () => {
  const owner = await register(instance);
  for (let n = 0; n < 20; n++) await invite(owner, 'read');
  isProblem(await owner.post(MEMBERS, { role: 'read' }), 409, 'invitations_many');
});

test('the contact is the owner’s to set; others see what the form leaves of it', async () => {
  const owner = await register(instance);
  const member = await join(owner, 'submit');
  const at = '/organization';
  const bare = is(await owner.get(at), 200).json;
  assert.deepEqual([bare.mobile, bare.name], [null, owner.organization]);
  isProblem(await member.put(at, contact), 403, 'member_role_required');
  const set = is(await owner.put(at, contact), 200).json;
  assert.deepEqual([set.contact_name, set.mobile, set.email],
    [contact.contact_name, contact.mobile, contact.email]);
  assert.ok(set.contact_changed_at);
  const seen = is(await member.get(at), 200).json;
  assert.deepEqual([seen.contact_name, seen.mobile, seen.email],
    ['王*', '137****7000', 'w***@example.com']);
  const wrong = isProblem(await owner.put(at, { ...contact, mobile: '12345', email: 'x' }), 422);
  assert.deepEqual(wrong.findings.map((f) => f.path).sort(), ['/email', '/mobile']);
  assert.equal(is(await owner.get(at), 200).json.mobile, contact.mobile, 'nothing was stored');
  is(await owner.del(`${at}/contact`), 204);
  assert.equal(is(await member.get(at), 200).json.contact_name, null);
  const far = await register(instance);
  assert.equal(is(await far.get(at), 200).json.name, far.organization);
  const lines = is(await auditor.get(`/audit?action=organization.contact&object=${seen.id}`), 200);
  assert.equal(lines.json.items.length, 2);
});

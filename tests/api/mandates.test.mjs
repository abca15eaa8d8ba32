// Agents: somebody of outside acts for an organization by its mandate, within a scope and a term.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { Client, ifMatch, is, isProblem, join, register, staff } from '../lib/client.mjs';
import {
  approvedCompany, decide, draft, product, reviewers, save, subjectData, submit,
} from '../lib/way.mjs';
import { act, agentOf, give } from '../lib/calls/mandate.mjs';

let instance, by, auditor;
before(async () => {
  instance = await Instance.start();
  by = await reviewers(instance);
  auditor = await staff(instance, 'auditor');
});
after(() => instance?.end());

const end = (owner, id) => owner.del(`/organization/mandates/${id}`);
const meOf = async (client) => is(await client.get('/session'), 200).json;
const day = (n) => new Date(Date.now() + 8 * 3600000 + n * 86400000).toISOString().slice(0, 10);

test('an agent acts for who gave the mandate, and keeps the own place', async () => {
  const [owner, agent] = [await register(instance), await register(instance)];
  const own = await draft(agent, 'subject', await subjectData(agent));
  await agentOf(owner, {}, agent);
  const me = await meOf(agent);
  assert.equal(me.organization.name, owner.organization);
  assert.equal(me.mandate, agent.mandate);
  assert.equal(me.member, 'submit');
  const begun = await draft(agent, 'subject', await subjectData(owner));
  is(await submit(agent, begun), 200);
  assert.equal(is(await owner.get(`/filings/${begun.id}`), 200).json.state, 'submitted');
  isProblem(await agent.get(`/filings/${own.id}`), 404, 'not_found');
  is(await act(agent, null), 204);
  is(await agent.get(`/filings/${own.id}`), 200);
  isProblem(await agent.get(`/filings/${begun.id}`), 404, 'not_found');
});

test('history and audit say who acted for whom, by which mandate', async () => {
  const owner = await register(instance);
  const agent = await agentOf(owner);
  const begun = await draft(agent, 'subject', await subjectData(owner));
  is(await submit(agent, begun), 200);
  const { items } = is(await owner.get(`/filings/${begun.id}/history`), 200).json;
  const line = items.find((x) => x.what === 'submit');
  assert.deepEqual([line.actor, line.role_label, line.principal, line.mandate],
    [agent.username, '代理人', owner.organization, agent.mandate]);
  const of = async (action) => is(await auditor.get(
    `/audit?action=${action}&object=${begun.id}`), 200).json.items;
  for (const action of ['filing.submit', 'filing.create'])
    for (const x of await of(action)) assert.equal(x.detail?.mandate, agent.mandate, action);
  is(await owner.get(`/filings/${begun.id}`), 200);
  is(await agent.get(`/filings/${begun.id}`), 200);
  const { organization } = await meOf(owner);
  const lines = is(await auditor.get(`/audit?object=${organization.id}`), 200).json.items;
  for (const action of ['mandate.add', 'mandate.accept', 'mandate.act'])
    assert.equal(lines.find((x) => x.action === action)?.detail.mandate, agent.mandate, action);
});

test('the letters name the agent who handed it in, and only then', async () => {
  const owner = await register(instance);
  const agent = await agentOf(owner);
  const data = await subjectData(owner);
  const begun = await draft(agent, 'subject', data);
  is(await submit(agent, begun), 200);
  const texts = async () => {
    const { items } = is(await owner.get(`/filings/${begun.id}/letters`), 200).json;
    return Promise.all(items.map(async ({ n }) =>
      is(await owner.get(`/filings/${begun.id}/letters/${n}`), 200).json.text));
  };
  const said = /代理人张三受你单位委托提交/;
  const back = { outcome: 'return', reasons: [
    { path: '/basic/name', reason: '名称不全', suggestion: '请写全称' }] };
  await decide(by.preliminary, begun.id, back);
  const first = await texts();
  assert.ok(first.length > 0 && first.every((x) => said.test(x)), first.join());
  const mine = is(await owner.get(`/filings/${begun.id}`), 200);
  await save(owner, { id: begun.id, etag: mine.headers.etag }, mine.json.data);
  is(await submit(owner, begun), 200);
  await decide(by.preliminary, begun.id, back);
  const later = (await texts()).filter((x) => !first.includes(x));
  assert.ok(later.length > 0 && later.every((x) => !x.includes('代理人')), later.join());
});

test('an ended mandate opens nothing, and what was meant for one lands in no other', async () => {
  const owner = await register(instance);
  const agent = await agentOf(owner);
  const begun = await draft(agent, 'subject', await subjectData(owner));
  is(await end(owner, agent.mandate), 204);
  isProblem(await agent.get('/filings'), 403, 'mandate_over');
  isProblem(await agent.get(`/filings/${begun.id}`), 403, 'mandate_over');
  isProblem(await agent.post('/filings', { kind: 'subject', action: 'initial' }), 403,
    'mandate_over');
  assert.equal((await meOf(agent)).organization, null);
  isProblem(await act(agent, agent.mandate), 409, 'mandate_not_good');
  is(await act(agent, null), 204);
  assert.deepEqual(is(await agent.get('/filings'), 200).json.items, []);
  const row = is(await owner.get('/organization/mandates'), 200).json.items[0];
  assert.deepEqual([row.state, row.agent], ['over', agent.username]);
});

test('a mandate is good from its first day on', async () => {
  const owner = await register(instance);
  await assert.rejects(agentOf(owner, { from: day(1), to: day(2) }), /mandate_not_good/);
  isProblem(await give(owner, { from: day(-3), to: day(-1) }), 422, 'mandate_invalid');
  isProblem(await give(owner, { from: day(1), to: day(0) }), 422, 'mandate_invalid');
  isProblem(await give(owner, { from: day(0), to: day(1097) }), 422, 'mandate_invalid');
  is(await give(owner, { from: day(0), to: day(1096) }), 201);
});

test('the scope bounds an agent as a membership bounds a member', async () => {
  const owner = await approvedCompany(instance, by);
  const begun = await product(owner);
  const reads = await agentOf(owner, { role: 'read' });
  is(await reads.get(`/products/${begun.id}`), 200);
  isProblem(await reads.del(`/products/${begun.id}`), 403, 'mandate_scope');
  const fills = await agentOf(owner, { role: 'fill' });
  const filed = is(await fills.post('/filings', { kind: 'algorithm', action: 'initial' }), 201);
  isProblem(await submit(fills, { ...filed.json, etag: filed.etag }), 403, 'mandate_scope');
});

test("an agent lets nobody in, gives nothing on, sees no member, takes nothing over", async () => {
  const owner = await register(instance);
  const agent = await agentOf(owner);
  const { account } = await meOf(owner);
  for (const answer of [
    await agent.get('/organization/members'), await agent.get('/organization/mandates'),
    await agent.post('/organization/members', { role: 'read' }), await give(agent),
    await agent.post('/organization/owner',
      { member: account.id, password: agent.password }),
    await end(agent, agent.mandate),
  ]) isProblem(answer, 403, 'mandate_scope');
  isProblem(await agent.post('/organization/leave'), 409, 'mandate_acting');
  assert.equal((await meOf(owner)).member, 'owner');
});

test('a link makes one agent, also when two take it at once, and never a member', async () => {
  const owner = await register(instance);
  const { token: mandate } = is(await give(owner), 201).json;
  const two = [await register(instance), await register(instance)];
  const both = await Promise.all(two.map((c) => c.post('/mandates/accept', { mandate })));
  assert.deepEqual(both.map((r) => r.status).sort(), [200, 404]);
  const member = await join(owner, 'read');
  const second = is(await give(owner), 201).json;
  isProblem(await member.post('/mandates/accept', { mandate: second.token }), 409, 'agent_unfit');
  is(await end(owner, second.id), 204);
  isProblem(await two[0].post('/mandates/accept', { mandate: second.token }), 404, 'offer_void');
});

test("nobody acts by another's mandate, and one mandate opens one organization", async () => {
  const [first, second] = [await register(instance), await register(instance)];
  const hers = await draft(second, 'subject', await subjectData(second));
  const agent = await agentOf(first);
  const other = await register(instance);
  isProblem(await act(other, agent.mandate), 404, 'not_found');
  isProblem(await other.del(`/mandates/${agent.mandate}`), 404, 'not_found');
  isProblem(await end(second, agent.mandate), 404, 'not_found');
  isProblem(await agent.get(`/filings/${hers.id}`), 404, 'not_found');
  const document = await second.uploadFor();
  isProblem(await give(first, { document }), 422, 'mandate_invalid');
  isProblem(await agent.get(`/attachments/${document}`), 404, 'not_found');
});

test('another session of the agent acts for nobody', async () => {
  const agent = await agentOf(await register(instance));
  const again = await new Client(instance).login(agent.username, agent.password);
  assert.equal((await meOf(again)).mandate, null);
  assert.equal((await meOf(again)).organization.name, agent.organization);
});

test('a mandate ends while its agent hands in: it was done before, or not at all', async () => {
  for (let n = 0; n < 4; n++) {
    const owner = await register(instance);
    const agent = await agentOf(owner);
    const begun = await draft(agent, 'subject', await subjectData(owner));
    const [handed, ended] = await Promise.all([submit(agent, begun), end(owner, agent.mandate)]);
    is(ended, 204);
    is(handed, [200, 403]);
    const { state } = is(await owner.get(`/filings/${begun.id}`), 200).json;
    assert.equal(state, handed.status === 200 ? 'submitted' : 'draft');
  }
});

test('an agent who turns to another organization meanwhile writes into neither by mistake',
  async () => {
    const [first, second] = [await register(instance), await register(instance)];
    const agent = await agentOf(first);
    const { mandate } = agent;
    await agentOf(second, {}, agent);
    for (let n = 0; n < 4; n++) {
      is(await act(agent, mandate), 204);
      const begun = await draft(agent, 'subject', await subjectData(first));
      const [saved, turned] = await Promise.all([
        agent.put(`/filings/${begun.id}`, { data: { basic: {} } }, ifMatch(begun.etag)),
        act(agent, agent.mandate),
      ]);
      is(turned, 204);
      is(saved, [200, 404]);
      assert.deepEqual(is(await agent.get('/filings'), 200).json.items, [], 'none of the second');
      is(await first.del(`/filings/${begun.id}`), 204);
    }
  });

test('one key sent for two organizations is no answer to the other', async () => {
  const agent = await agentOf(await register(instance));
  const json = { kind: 'subject', action: 'initial' };
  const headers = { 'Idempotency-Key': `k${Date.now()}` };
  const made = is(await agent.call('POST', '/filings', { json, headers }), 201).json;
  is(await act(agent, null), 204);
  const other = await agent.call('POST', '/filings', { json, headers });
  is(other, 422);
  assert.ok(!other.text.includes(made.id));
});

test('an agent of a frozen organization reads, and turns elsewhere', async () => {
  const admin = await staff(instance, 'system_admin');
  const owner = await register(instance);
  const agent = await agentOf(owner);
  const { organization } = await meOf(owner);
  is(await admin.call('PATCH', `/organizations/${organization.id}`,
    { json: { frozen: true, reason: '核实中' } }), 200);
  is(await agent.get('/filings'), 200);
  isProblem(await agent.post('/filings', { kind: 'subject', action: 'initial' }), 403,
    'organization_frozen');
  is(await act(agent, null), 204);
  is(await agent.post('/filings', { kind: 'subject', action: 'initial' }), 201);
});

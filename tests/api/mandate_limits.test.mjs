// Agents whose mandate is for some filings only: they meet no other, in no list and by no address.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import {
  Client, hasFinding, ifMatch, is, isProblem, join, register, staff,
} from '../lib/client.mjs';
import {
  algorithmData, approvedCompany, decide, draft, product, publishedAlgorithm, reviewers, save,
  subjectData, submit, submittedAlgorithm,
} from '../lib/way.mjs';
import { act, agentOf, give } from '../lib/calls/mandate.mjs';

let instance, by, auditor;
before(async () => {
  instance = await Instance.start();
  by = await reviewers(instance);
  auditor = await staff(instance, 'auditor');
});
after(() => instance?.end());

const RETURN = { outcome: 'return', reasons: [
  { path: '/basic/name', reason: '名称不全', suggestion: '请写全称' }] };
const meOf = async (client) => is(await client.get('/session'), 200).json;
const listed = async (client, at) => is(await client.get(at), 200).json.items;
const idsOf = async (client, at = '/filings?limit=100') =>
  (await listed(client, at)).map((x) => x.id);

test('an agent limited to filings finds these in every list, and no other', async () => {
  const owner = await approvedCompany(instance, by);
  const [its, other] = [await submittedAlgorithm(owner), await submittedAlgorithm(owner)];
  const agent = await agentOf(owner, { filings: [its.id] });
  assert.deepEqual(await idsOf(agent), [its.id]);
  assert.equal((await idsOf(owner)).length, 3, 'the subject, too');
  const name = encodeURIComponent(is(await owner.get(`/filings/${other.id}`), 200).json.title);
  assert.deepEqual((await idsOf(agent, `/filings?q=${name}`)).filter((x) => x !== its.id), []);
  const clocks = await listed(agent, '/deadlines');
  assert.ok(clocks.length > 0 && clocks.every((x) => x.filing === its.id), JSON.stringify(clocks));
  const home = is(await agent.get('/home'), 200).json;
  assert.equal(home.filings.total, 1);
  assert.ok(!JSON.stringify(home).includes(other.id));
  for (const x of [other, its]) await decide(by.preliminary, x.id, RETURN);
  const toldOf = async (who, filing) =>
    (await listed(who, '/notices?limit=100')).find((x) => x.filing === filing.id);
  await instance.until('it is told', () => toldOf(agent, its));
  const hers = await instance.until('the owner is told', () => toldOf(owner, other));
  const told = await listed(agent, '/notices?limit=100');
  assert.deepEqual(new Set(told.map((x) => x.filing)), new Set([its.id]));
  isProblem(await agent.post(`/notices/${hers.id}/read`), 404, 'not_found');
  isProblem(await agent.get(`/attachments?filing=${other.id}`), 404, 'not_found');
  const files = await idsOf(agent, '/attachments?limit=100');
  const all = await idsOf(owner, '/attachments?limit=100');
  assert.ok(files.length > 0 && files.length < all.length);
  for (const id of all)
    is(await agent.get(`/attachments/${id}`), files.includes(id) ? 200 : 404);
});

// The ids of files that data name, whose uploads are given.
const namedIn = (data, uploads) => uploads.filter((id) => JSON.stringify(data).includes(id));
const uploadsOf = async (owner) => idsOf(owner, '/attachments?limit=100');
const swapped = (data, was, now) => JSON.parse(JSON.stringify(data).replaceAll(was, now));

test('an agent opens what a draft in reach names, whoever brought it, and no more', async () => {
  const owner = await approvedCompany(instance, by);
  const p = await product(owner);
  const data = await algorithmData(owner, p);
  const its = await draft(owner, 'algorithm', data);
  const hers = namedIn(data, await uploadsOf(owner));
  assert.ok(hers.length > 0);
  const otherData = await algorithmData(owner, p);
  await draft(owner, 'algorithm', otherData);
  const others = namedIn(otherData, await uploadsOf(owner));
  const loose = await owner.uploadFor();
  const agent = await agentOf(owner, { filings: [its.id] });
  const opens = async (id, status) => {
    const answer = await agent.get(`/attachments/${id}`);
    if (status === 404) isProblem(answer, 404, 'not_found');
    else is(answer, status);
  };
  for (const id of hers) await opens(id, 200);
  for (const id of [...others, loose]) await opens(id, 404);
  for (const at of ['/attachments?limit=100', `/attachments?filing=${its.id}`])
    assert.deepEqual((await idsOf(agent, at)).sort(), [...hers].sort(), at);

  // It names another file now: what it named before is gone, as far as the agent goes.
  const fresh = await owner.uploadFor();
  const changed = await save(owner, its, swapped(data, hers[0], fresh));
  await opens(hers[0], 404);
  await opens(fresh, 200);
  assert.ok(!(await idsOf(agent, '/attachments?limit=100')).includes(hers[0]));

  // What is out of reach is not brought within it by being written into the draft.
  for (const id of [others[0], loose, hers[0], '0'.repeat(26)])
    isProblem(await agent.put(`/filings/${its.id}`, { data: swapped(data, hers[0], id) },
      ifMatch(changed.etag)), 403, 'mandate_limited');
  await opens(others[0], 404);
  const own = await agent.uploadFor();
  const saved = await save(agent, changed, swapped(data, hers[0], own));
  await opens(own, 200);
  is(await owner.get(`/attachments/${own}`), 200);
  is(await owner.del(`/filings/${its.id}`, ifMatch(saved.etag)), 204);
  for (const id of hers) await opens(id, 404);
});

test('an agent limited to a kind opens what its drafts name, and nothing else', async () => {
  const owner = await register(instance);
  const data = await subjectData(owner);
  await draft(owner, 'subject', data);
  const hers = namedIn(data, await uploadsOf(owner));
  assert.ok(hers.length > 0);
  const [algorithms, subjects] = [await agentOf(owner, { kinds: ['algorithm'] }),
    await agentOf(owner, { kinds: ['subject'] })];
  for (const id of hers) {
    isProblem(await algorithms.get(`/attachments/${id}`), 404, 'not_found');
    is(await subjects.get(`/attachments/${id}`), 200);
  }
});

test('an agent limited to a filing answers for it with no file out of reach', async () => {
  const owner = await approvedCompany(instance, by);
  const its = await publishedAlgorithm(instance, owner, by, '受托改正的算法');
  const agent = await agentOf(owner, { filings: [its.id] });
  const { id } = is(await by.preliminary.post(`/filings/${its.id}/supervision`, {
    kind: 'order', text: '没有公示备案编号', due_on: '2099-01-05' }), 201).json;
  const reply = (...files) =>
    agent.post(`/supervision/${id}/moves`, { on: 'reply', text: '见附件', files });
  const [loose, own] = [await owner.uploadFor(), await agent.uploadFor()];
  hasFinding(isProblem(await reply(own, loose), 422), '/files');
  isProblem(await agent.get(`/attachments/${loose}`), 404, 'not_found');
  is(await reply(own), 200);
});

test('an agent limited to filings is not shown how the organization is reached', async () => {
  const owner = await register(instance);
  const its = await draft(owner, 'subject', await subjectData(owner));
  is(await owner.put('/organization', {
    contact_name: '王五', mobile: '13700137000', email: 'w@example.com' }), 200);
  const reached = ({ contact_name, mobile, email, contact_changed_at }) =>
    [contact_name, mobile, email, contact_changed_at];
  const seenBy = async (who) => is(await who.get('/organization'), 200).json;
  const limited = await seenBy(await agentOf(owner, { filings: [its.id] }));
  assert.deepEqual(reached(limited), [null, null, null, null]);
  assert.equal(limited.name, (await seenBy(owner)).name);
  assert.equal((await seenBy(owner)).mobile, '13700137000');
  for (const who of [await join(owner, 'fill'), await agentOf(owner)]) {
    const { contact_name, mobile, contact_changed_at } = await seenBy(who);
    assert.match(mobile, /\*/);
    assert.ok(contact_name.startsWith('王') && contact_changed_at);
  }
});

test('an agent limited to filings begins none, and changes no product', async () => {
  const owner = await approvedCompany(instance, by);
  const its = await submittedAlgorithm(owner);
  const agent = await agentOf(owner, { filings: [its.id] });
  isProblem(await agent.post('/filings', { kind: 'algorithm', action: 'initial' }), 403,
    'mandate_limited');
  isProblem(await agent.post('/products', { name: '新产品' }), 403, 'mandate_limited');
  isProblem(await agent.del(`/products/${its.product.id}`), 403, 'mandate_limited');
  const seen = is(await agent.get(`/products/${its.product.id}`), 200);
  assert.ok(!seen.text.includes(its.id), 'nor what other filings cover it');
  await decide(by.preliminary, its.id, RETURN);
  const now = is(await agent.get(`/filings/${its.id}`), 200);
  const saved = await save(agent, { id: its.id, etag: now.headers.etag }, now.json.data);
  is(await submit(agent, saved), 200);
});

test('an agent limited to a kind begins those, and meets what is begun later', async () => {
  const owner = await approvedCompany(instance, by);
  const agent = await agentOf(owner, { kinds: ['algorithm'] });
  isProblem(await agent.post('/filings', { kind: 'subject', action: 'initial' }), 403,
    'mandate_limited');
  isProblem(await agent.get(`/filings/${owner.subject.id}`), 404, 'not_found');
  const later = await submittedAlgorithm(owner);
  assert.deepEqual(await idsOf(agent), [later.id]);
  const begun = is(await agent.post('/filings', { kind: 'algorithm', action: 'initial' }), 201)
    .json;
  assert.deepEqual((await idsOf(agent)).sort(), [begun.id, later.id].sort());
  is(await agent.get(`/filings/${later.id}/letters`), 200);
});

test('what a mandate is for is checked, shown to both sides, and on record', async () => {
  const [owner, far] = [await register(instance), await register(instance)];
  const [its, hers] = [await draft(owner, 'subject', await subjectData(owner)),
    await draft(far, 'subject', await subjectData(far))];
  for (const [more, path] of [[{ filings: [hers.id] }, '/filings/0'],
    [{ filings: [its.id, 'none'] }, '/filings/1'], [{ kinds: ['nothing'] }, '/kinds/0'],
    [{ filings: [] }, '/filings'], [{ kinds: [] }, '/kinds']]) {
    const { findings } = isProblem(await give(owner, more), 422);
    assert.ok(findings.some((f) => f.path === path), JSON.stringify(findings));
  }
  const filings = Array(51).fill(its.id);
  isProblem(await give(owner, { filings }), 422);
  is(await give(owner, { filings: null, kinds: null }), 201);
  const { token } = is(await give(owner, { filings: [its.id, its.id], kinds: ['algorithm'] }),
    201).json;
  const look = is(await far.post('/mandates/offer', { mandate: token }), 200).json;
  assert.deepEqual(new Set(look.limits.map((x) => x.filing ?? x.kind)),
    new Set([its.id, 'algorithm']));
  is(await far.post('/mandates/accept', { mandate: token }), 200);
  const [mine, all] = await listed(owner, '/organization/mandates');
  assert.deepEqual([mine.limits.length, all.limits], [2, []]);
  assert.ok(mine.limits.every((x) => x.kind_label));
  assert.deepEqual((await listed(far, '/mandates'))[0].limits, mine.limits);
  const { organization } = await meOf(owner);
  const lines = await listed(auditor, `/audit?object=${organization.id}&action=mandate.add`);
  assert.ok(lines.some((x) => x.detail.limits?.includes(its.id)));
});

test('a program of an agent acts for no organization but the own', async () => {
  const owner = await register(instance);
  const its = await draft(owner, 'subject', await subjectData(owner));
  const agent = await agentOf(owner, { filings: [its.id] });
  const { token } = is(await agent.post('/tokens', { name: '程序', scope: 'submit',
    password: agent.password, expires_at: new Date(Date.now() + 86400000).toISOString() }),
  201).json;
  const program = new Client(instance, token);
  isProblem(await program.get(`/filings/${its.id}`), 404, 'not_found');
  assert.deepEqual(await idsOf(program), []);
  isProblem(await act(program, agent.mandate), 403, 'token_forbidden');
});

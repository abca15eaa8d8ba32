// The credit code is taken: the office decides who owns the organization that has it.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance, until, withSettings } from '../lib/instance.mjs';
import {
  Client, hasFinding, is, isProblem, join, makeStaff, register, staff,
} from '../lib/client.mjs';
import { approvedCompany, draft, reviewers, subjectData, submit } from '../lib/way.mjs';
import { ask, asked, codeOf, step } from '../lib/calls/takeover.mjs';
import { act, agentOf, give } from '../lib/calls/mandate.mjs';
import { creditCode } from '../lib/forms.mjs';

let instance, by, other, auditor, company;
before(async () => {
  instance = await Instance.start();
  by = await reviewers(instance);
  const admin = await staff(instance, 'system_admin');
  other = await makeStaff(admin, { roles: ['final_reviewer'] });
  auditor = await staff(instance, 'auditor');
  company = await approvedCompany(instance, by);
});
after(() => instance?.end());

const programOf = async (who) => new Client(instance, is(await who.post('/tokens', {
  name: '程序', scope: 'submit', password: who.password,
  expires_at: new Date(Date.now() + 86400000).toISOString() }), 201).json.token);
const read = async (who, id) => is(await who.get(`/takeovers/${id}`), 200).json;
const decide = (who, id, outcome, reason = '授权书与营业执照相符。') =>
  step(who, id, 'decision', { outcome, reason });
const answered = (owner, id) => step(owner, id, 'answer', { reason: '不同意，本人仍在职。' });
const meOf = async (who) => is(await who.get('/session'), 200).json;
const again = async (who) => {
  const c = new Client(instance);
  await c.login(who.username, who.password);
  return c;
};
const toldOf = (who, id) => until(`${who.username} is told`, async () => {
  const { items } = is(await who.get('/notices?limit=100'), 200).json;
  const list = items.filter((x) => x.takeover === id).map((x) => x.code);
  return list.length > 0 && list;
});

test('granted: the asker owns it, the former owner is out, and each is told', async () => {
  const taken = await approvedCompany(instance, by);
  const [colleague, agent] = [await join(taken, 'fill'), await agentOf(taken)];
  const open = is(await give(taken), 201).json;
  const invitation = is(await taken.post('/organization/members', { role: 'submit' }), 201).json;
  const who = await asked(taken);
  const [program, formers] = [await programOf(who), await programOf(taken)];
  const own = await draft(who, 'subject', await subjectData(who));
  is(await answered(taken, who.takeover), 200);
  const done = is(await decide(by.final, who.takeover, 'grant'), 200).json;
  assert.deepEqual([done.state, done.steps, done.decision],
    ['granted', [], '授权书与营业执照相符。']);

  for (const gone of [taken, who]) isProblem(await gone.get('/account'), 401, 'login_required');
  for (const ended of [program, formers]) isProblem(await ended.get('/filings'), 401);
  const owner = await again(who), former = await again(taken);
  const me = await meOf(owner);
  assert.deepEqual([me.organization.name, me.member], [done.organization_name, 'owner']);
  assert.equal((await meOf(former)).organization, null);
  assert.equal(is(await owner.get(`/filings/${taken.subject.id}`), 200).json.state, 'approved');
  isProblem(await former.get(`/filings/${taken.subject.id}`), 403, 'organization_required');
  isProblem(await owner.get(`/filings/${own.id}`), 404, 'not_found');

  const { items, invitations } = is(await owner.get('/organization/members'), 200).json;
  assert.deepEqual(items.map((x) => x.role).sort(), ['fill', 'owner']);
  assert.deepEqual(invitations, [], 'what the former owner gave out is void');
  isProblem(await (await register(instance)).post('/organization/invitation',
    { invitation: invitation.token }), 404, 'invitation_void');
  isProblem(await agent.post('/mandates/offer', { mandate: open.token }), 404, 'offer_void');
  isProblem(await agent.get('/filings'), 403, 'mandate_over');
  isProblem(await act(agent, agent.mandate), 409, 'mandate_not_good');
  assert.equal((await meOf(colleague)).member, 'fill');

  assert.deepEqual(await toldOf(former, who.takeover), ['takeover_lost']);
  assert.deepEqual(await toldOf(colleague, who.takeover), ['takeover_owner', 'takeover_asked']);
  assert.ok((await toldOf(owner, who.takeover)).includes('takeover_granted'));
  assert.equal((await read(former, who.takeover)).decision, '授权书与营业执照相符。');
  const lines = is(await auditor.get(`/audit?object=${who.takeover}`), 200).json.items;
  for (const action of ['takeover.ask', 'takeover.answer', 'takeover.grant'])
    assert.ok(lines.some((x) => x.action === action), action);
  const seat = await auditor.get(`/audit?action=member.owner&object=${me.account.id}`);
  assert.equal(is(seat, 200).json.items.length, 1);
});

test('declined: told why, nobody moves, and another request may follow', async () => {
  const who = await asked(company);
  is(await decide(by.final, who.takeover, 'decline', '授权书没有盖章。'), 200);
  const mine = await read(who, who.takeover);
  assert.deepEqual([mine.state_label, mine.decision, mine.steps],
    ['不予认定', '授权书没有盖章。', []]);
  assert.equal((await meOf(company)).member, 'owner');
  assert.deepEqual(await toldOf(who, who.takeover), ['takeover_declined']);
  is(await step(who, is(await ask(who, await codeOf(company)), 201).json.id, 'take-back'), 200);
});

test('where several have the code, the office sees all and says which one it grants', async () => {
  const [first, second] = [await approvedCompany(instance, by, { own: false }),
    await approvedCompany(instance, by, { own: false })];
  const idOf = async (one) => (await meOf(one)).organization.id;
  const [one, two] = [await idOf(first), await idOf(second)];
  const code = await codeOf(first);
  assert.equal(await codeOf(second), code);
  const who = await register(instance);
  const { id } = is(await ask(who, code), 201).json;
  const office = await read(by.final, id);
  assert.deepEqual(office.holders.map((x) => [x.id, x.filings, x.is_asked]),
    [[one, 1, true], [two, 1, false]]);
  assert.ok(office.holders.every((x) => x.name && x.admitted_at));
  for (const reader of [who, first]) assert.deepEqual((await read(reader, id)).holders, []);

  is(await answered(first, id), 200);
  const grant = (it, organization) => step(by.final, it, 'decision',
    { outcome: 'grant', reason: '授权书与营业执照相符。', organization });
  for (const none of [undefined, null]) {
    const { findings: [said] } = isProblem(await grant(id, none), 422, 'takeover_invalid');
    assert.equal(said.path, '/organization');
    for (const x of office.holders) assert.ok(said.message.includes(x.name), said.message);
  }
  for (const wrong of [two, '0'.repeat(26)])
    isProblem(await grant(id, wrong), 409, 'takeover_other');
  assert.equal((await meOf(first)).member, 'owner');

  // Declined, the next request is for the next of them, whose owner is heard.
  is(await decide(by.final, id, 'decline', '应为另一个单位。'), 200);
  const next = is(await ask(who, code), 201).json;
  assert.equal((await read(second, next.id)).side, 'owner');
  is(await answered(second, next.id), 200);
  is(await grant(next.id, two), 200);
  const owner = await again(who);
  assert.deepEqual([(await meOf(owner)).organization.id, (await meOf(first)).member],
    [two, 'owner']);
});

test('each sees their own: evidence and answer are the office’s, the name is not the owner’s',
  async () => {
    const who = await asked(company);
    const evidence = (await read(who, who.takeover)).documents[0].id;
    const paper = await company.uploadFor();
    is(await step(company, who.takeover, 'answer', { reason: '冒名。', documents: [paper] }), 200);
    const [mine, theirs, office] = [await read(who, who.takeover),
      await read(company, who.takeover), await read(by.final, who.takeover)];
    assert.deepEqual([mine.answer, mine.answer_documents, mine.by], [null, [], who.username]);
    assert.deepEqual([theirs.answer, theirs.documents, theirs.by, theirs.by_organization_name,
      theirs.credit_code], ['冒名。', [], null, null, null]);
    assert.deepEqual([office.by_organization_name, office.documents[0].id,
      office.answer_documents[0].id], [who.organization, evidence, paper]);
    for (const id of [evidence, paper]) is(await by.final.get(`/attachments/${id}`), 200);
    isProblem(await company.get(`/attachments/${evidence}`), 404, 'not_found');
    isProblem(await who.get(`/attachments/${paper}`), 404, 'not_found');
    const far = await register(instance);
    for (const [reader, code] of [[far, 404], [await join(company, 'submit'), 404]]) {
      isProblem(await reader.get(`/takeovers/${who.takeover}`), code, 'not_found');
      assert.deepEqual(is(await reader.get('/takeovers'), 200).json.items, []);
    }
    await until('the three who read it are on record', async () => {
      const reads = is(await auditor.get(`/audit?kind=read&object=${who.takeover}`), 200);
      return new Set(reads.json.items.map((x) => x.actor)).size === 3;
    });
    is(await step(who, who.takeover, 'take-back'), 200);
  });

test('who has something to lose there cannot ask, nor be given another organization', async () => {
  const code = await codeOf(company);
  const withPeople = await register(instance);
  await join(withPeople, 'read');
  assert.match(isProblem(await ask(withPeople, code), 409, 'asker_unfit').detail, /成员/);
  const filed = await register(instance);
  const handed = await draft(filed, 'subject', await subjectData(filed));
  is(await submit(filed, handed), 200);
  assert.match(isProblem(await ask(filed, code), 409, 'asker_unfit').detail, /撤回/);
  isProblem(await ask(await join(company, 'submit'), code), 403, 'member_role_required');

  const who = await asked(company);
  is(await answered(company, who.takeover), 200);
  await join(who, 'read');
  const late = isProblem(await decide(by.final, who.takeover, 'grant'), 409, 'asker_unfit');
  assert.match(late.detail, /其他成员/);
  is(await decide(by.final, who.takeover, 'decline'), 200);
});

test('an account has few of them open, one of each organization', async () => {
  const who = await register(instance);
  for (const one of [company, await approvedCompany(instance, by),
    await approvedCompany(instance, by)])
    is(await ask(who, await codeOf(one)), 201);
  const fourth = await approvedCompany(instance, by);
  isProblem(await ask(who, await codeOf(fourth)), 409, 'takeovers_many');
  const { items } = is(await who.get('/takeovers'), 200).json;
  assert.deepEqual([items.length, items[0].side], [3, 'asker']);
  for (const x of items) is(await step(who, x.id, 'take-back'), 200);
  is(await ask(who, (await codeOf(fourth)).toLowerCase()), 201);
});

test('of two who decide at once one is told that it is done', async () => {
  const taken = await approvedCompany(instance, by);
  const who = await asked(taken);
  is(await answered(taken, who.takeover), 200);
  const both = await Promise.all([decide(by.final, who.takeover, 'grant'),
    decide(other, who.takeover, 'decline')]);
  const [good, late] = both.sort((a, b) => a.status - b.status);
  assert.deepEqual([good.status, late.status], [200, 409]);
  assert.match(late.json.detail, /现在是“(已认定|不予认定)”/);
  const isGranted = good.json.state === 'granted';
  const { member } = await meOf(await again(who));
  assert.equal(member, 'owner');
  assert.equal((await meOf(await again(taken))).organization === null, isGranted);
});

test('an agent and a program ask for nothing; what nobody has is told as before', async () => {
  const agent = await agentOf(await register(instance));
  isProblem(await ask(agent, creditCode()), 403, 'mandate_scope');
  is(await act(agent, null), 204);
  const program = await programOf(agent);
  const json = { credit_code: creditCode(), reason: '理由', documents: [await agent.uploadFor()] };
  isProblem(await program.post('/takeovers', json), 403, 'token_scope');
  hasFinding(isProblem(await ask(agent, creditCode()), 422, 'takeover_invalid'), '/credit_code');
});

test('requests of one address are counted, whatever becomes of them', async () => {
  await withSettings({ login_address_failures: 2, login_address_wait_ms: 60000 }, async (slow) => {
    const who = await register(slow);
    for (let n = 0; n < 2; n++) isProblem(await ask(who, creditCode()), 422, 'takeover_invalid');
    const r = isProblem(await ask(who, creditCode()), 429, 'too_many_attempts');
    assert.match(r.detail, /认领申请次数过多/);
  });
});

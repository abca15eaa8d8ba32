// Who may do what. Most of it is generated from the table of acts and the routes that name them;
// the rest a table cannot say.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { acts, memberships, RANKS, REVIEWERS, routes } from '../lib/routes.mjs';
import {
  Client, ifMatch, is, isProblem, join, makeStaff, register, staff, unique,
} from '../lib/client.mjs';
import {
  approvedCompany, decide, draft, product, reviewers, subjectData, submit, submittedAlgorithm,
  taskOf,
} from '../lib/way.mjs';
import { agentOf } from '../lib/calls/mandate.mjs';

const roles = ['filer', ...REVIEWERS, 'rule_editor', 'rule_approver', 'auditor', 'system_admin'];

let instance, by, admin, people, members, agents;
before(async () => {
  instance = await Instance.start();
  by = await reviewers(instance);
  admin = await staff(instance, 'system_admin');
  people = new Map([['nobody', new Client(instance)]]);
  for (const role of roles) people.set(role, await staffOrFiler(role));
  const owner = people.get('filer');
  const gone = await join(owner);
  is(await gone.post('/organization/leave'), 204);
  members = new Map([['none', gone]]);
  agents = new Map();
  for (const rank of ['read', 'fill', 'submit']) {
    members.set(rank, await join(owner, rank));
    agents.set(rank, { may: rank, client: await agentOf(owner, { role: rank }) });
  }
  agents.set('limited', { may: 'submit', client: await agentOf(owner, { kinds: ['algorithm'] }) });
});
after(() => instance?.end());

const staffOrFiler = (role) => (role === 'filer' ? register(instance) : staff(instance, role));

function path(r) {
  const isFull = /^\/(openapi|healthz|api)/.test(r.path);
  return (isFull ? '' : '/api/v1') + r.path.replace(/:\w+|\{\w+\}/g, 'nothing');
}

test('the route table has rows and knows every role', () => {
  assert.ok(routes.length >= 30, `${routes.length} routes`);
  const known = ['public', 'account', ...roles];
  for (const r of routes) assert.deepEqual(r.who.filter((w) => !known.includes(w)), [], r.path);
});

test('a route is for those who may do what it does, and every act is one of routes', () => {
  for (const r of routes) assert.deepEqual(r.who, acts.get(r.act), `${r.method} ${r.path}`);
  assert.deepEqual(new Set(routes.map((r) => r.act)), new Set(acts.keys()));
});

for (const r of routes) {
  const may = acts.get(r.act) ?? [];
  test(`${r.method} ${r.path} answers ${may.join(', ')} and nobody else`, async () => {
    for (const [who, client] of people) {
      if (r.path.endsWith('/session') && r.method === 'DELETE' && who !== 'nobody') continue;
      const options = r.method === 'GET' || r.method === 'DELETE' ? {} : { json: {} };
      const answer = await client.call(r.method, path(r), options);
      const said = `${who}: ${answer.status} ${answer.text}`;
      const isIn = ![401, 403].includes(answer.status);
      if (may.includes('public')) assert.ok(isIn || /session|password/.test(r.path), said);
      else if (who === 'nobody') isProblem(answer, 401, 'login_required');
      else if (may.includes(who) || may.includes('account')) assert.ok(isIn, said);
      else isProblem(answer, 403, 'role_required');
      assert.ok(answer.status < 500, said);
    }
  });
}

for (const r of routes.filter((x) => acts.get(x.act)?.includes('filer'))) {
  const least = memberships.get(r.act);
  test(`${r.method} ${r.path} answers agents whose mandate is ${least} or more`, async () => {
    for (const [name, { may: rank, client }] of agents) {
      const options = r.method === 'GET' || r.method === 'DELETE' ? {} : { json: {} };
      const answer = await client.call(r.method, path(r), options);
      const said = `${name}: ${answer.status} ${answer.text}`;
      if (name === 'limited' && answer.json?.code === 'mandate_limited') is(answer, 403);
      else if (RANKS.indexOf(rank) >= RANKS.indexOf(least))
        assert.ok(![401, 403].includes(answer.status) && answer.status < 500, said);
      else isProblem(answer, 403, 'mandate_scope');
    }
  });
  test(`${r.method} ${r.path} answers members who are ${least} or more`, async () => {
    for (const [rank, client] of members) {
      if (r.path.endsWith('/leave')) continue;
      const options = r.method === 'GET' || r.method === 'DELETE' ? {} : { json: {} };
      const answer = await client.call(r.method, path(r), options);
      const said = `${rank}: ${answer.status} ${answer.text}`;
      if (RANKS.indexOf(rank) >= RANKS.indexOf(least))
        assert.ok(![401, 403].includes(answer.status) && answer.status < 500, said);
      else
        isProblem(answer, 403, rank === 'none' ? 'organization_required' : 'member_role_required');
    }
  });
}

// Everything that one may ask of a filing, tried on one that the mandate is for and on one that it
// is not for.
test('an agent limited to a filing meets no other, whatever is asked of it', async () => {
  const mine = await approvedCompany(instance, by);
  const [its, other] = [await submittedAlgorithm(mine), await submittedAlgorithm(mine)];
  const agent = await agentOf(mine, { filings: [its.id] });
  const filers = routes.filter((r) =>
    r.who.includes('filer') && r.path.startsWith('/filings/{id}'));
  assert.ok(filers.length >= 15, `${filers.length} routes`);
  for (const r of filers) {
    const at = (id) => `/api/v1${r.path.replace('{id}', id).replace(/\{\w+\}/g, '1')}`;
    const json = r.path.endsWith('/submit') ? { declaration: true }
      : r.method === 'PUT' ? { data: {} } : {};
    const options = ['GET', 'DELETE'].includes(r.method) ? {} : { json };
    const beyond = await agent.call(r.method, at(other.id), { ...options, ...ifMatch('"1"') });
    isProblem(beyond, 404, 'not_found');
    if (r.method !== 'GET') continue;
    const [hers, within] = [await mine.get(at(its.id)), await agent.get(at(its.id))];
    assert.equal(within.status, hers.status, `${r.path}: ${within.text}`);
  }
});

test('every act of filers asks for a membership, and no other does', () => {
  for (const [act, who] of acts)
    assert.equal(memberships.get(act) !== 'none', who.includes('filer'), act);
});

test("someone else's filing, product and attachment are not found, whatever is tried", async () => {
  const mine = await approvedCompany(instance, by);
  const other = await approvedCompany(instance, by);
  const filing = await submittedAlgorithm(mine);
  const attachment = await mine.uploadFor();
  const p = await product(mine);
  const [at, its] = [`/filings/${filing.id}`, `/products/${p.id}`];
  const tries = [
    ['GET', at], ['PUT', at, { data: {} }], ['DELETE', at], ['POST', `${at}/check`, {}],
    ['POST', `${at}/submit`, { declaration: true }], ['POST', `${at}/withdraw`, {}],
    ['GET', `${at}/history`], ['GET', `${at}/decisions`], ['GET', `${at}/decisions/1`],
    ['GET', its], ['PUT', its, { ...p, id: undefined }], ['DELETE', its],
    ['GET', `/attachments/${attachment}`],
  ];
  for (const [method, where, json] of tries) {
    const r = await other.call(method, where, { json, ...ifMatch(filing.etag ?? '"1"') });
    isProblem(r, 404, 'not_found');
  }
  assert.ok(!(await other.get('/filings?limit=100')).json.items.some((f) => f.id === filing.id));
  assert.ok(!(await other.get('/products?limit=100')).json.items.some((x) => x.id === p.id));
  assert.equal((await mine.get(`/filings/${filing.id}`)).json.state, 'submitted');
});

test('system_admin reads no filing', async () => {
  const mine = await approvedCompany(instance, by);
  isProblem(await admin.get(`/filings/${mine.subject.id}`), [403, 404]);
  isProblem(await admin.get('/review/tasks'), 403, 'role_required');
});

const pass = { outcome: 'pass', reasons: [] };

test('nobody reviews a filing of the own organisation', async () => {
  const mine = await approvedCompany(instance, by);
  const organization = (await mine.get('/session')).json.organization.id;
  const insider = await makeStaff(admin, { roles: ['preliminary_reviewer'], organization });
  const filing = await submittedAlgorithm(mine);
  const task = await taskOf(by.preliminary, filing.id);
  isProblem(await insider.post(`/review/tasks/${task.id}/claim`), 403, 'own_organization');
  isProblem(await insider.post(`/review/tasks/${task.id}/decision`, pass), 403, 'own_organization');
  await decide(by.preliminary, filing.id);
});

test('nobody does both reviews of one filing', async () => {
  const mine = await approvedCompany(instance, by);
  const both = await makeStaff(admin, { roles: ['preliminary_reviewer', 'final_reviewer'] });
  const filing = await submittedAlgorithm(mine);
  await decide(both, filing.id);
  const task = await taskOf(by.final, filing.id);
  assert.equal(task.stage, 'final');
  isProblem(await both.post(`/review/tasks/${task.id}/claim`), 403, 'same_reviewer');
  isProblem(await both.post(`/review/tasks/${task.id}/decision`, pass), 403, 'same_reviewer');
  assert.equal((await mine.get(`/filings/${filing.id}`)).json.state, 'final_review');
  await decide(by.final, filing.id);
});

test('a preliminary reviewer cannot decide the final review and the other way round', async () => {
  const mine = await approvedCompany(instance, by);
  const filing = await submittedAlgorithm(mine);
  const first = await taskOf(by.preliminary, filing.id);
  isProblem(await by.final.post(`/review/tasks/${first.id}/claim`), [403, 404]);
  await decide(by.preliminary, filing.id);
  const second = await taskOf(by.final, filing.id);
  isProblem(await by.preliminary.post(`/review/tasks/${second.id}/claim`), [403, 404]);
});

test('a reviewer sees only the own area and class', async () => {
  const mine = await approvedCompany(instance, by);
  const filing = await submittedAlgorithm(mine);
  const scope = [{ area: '65', class: '' }];
  const elsewhere = await makeStaff(admin, { roles: ['preliminary_reviewer'], scope });
  assert.equal(await taskOf(elsewhere, filing.id), null);
  const task = await taskOf(by.preliminary, filing.id);
  isProblem(await elsewhere.post(`/review/tasks/${task.id}/claim`), [404, 403]);
  isProblem(await elsewhere.get(`/filings/${filing.id}`), 404, 'not_found');
});

test('a scope names an area and a class that there are', async () => {
  const give = (part) => admin.post('/staff', {
    username: `s${unique()}`, password: 'Pw-long-enough-77', roles: ['preliminary_reviewer'],
    scope: [{ area: '11', class: '01' }, { area: '11', class: '', ...part }],
  });
  for (const [name, value] of [['area', '99'], ['class', '77'], ['class', 'push']]) {
    const { findings } = isProblem(await give({ [name]: value }), 422, 'scope_invalid');
    assert.deepEqual(findings.map((f) => f.path), [`/scope/1/${name}`], value);
  }
  is(await give({ class: '05' }), 201);
});

test('the three administrations are separate, staff and filers too', async () => {
  for (const pair of [
    ['system_admin', 'auditor'], ['system_admin', 'rule_approver'], ['auditor', 'rule_approver'],
    ['filer', 'auditor'],
  ]) {
    const account = { username: `s${unique()}`, password: 'Pw-long-enough-77', roles: pair };
    isProblem(await admin.post('/staff', account), [409, 422]);
  }
});

test('a subject in draft is no reviewer\'s business', async () => {
  const filer = await register(instance);
  const filing = await draft(filer, 'subject', await subjectData(filer));
  isProblem(await by.preliminary.get(`/filings/${filing.id}`), 404, 'not_found');
  is(await submit(filer, filing), 200);
  is(await by.preliminary.get(`/filings/${filing.id}`), 200);
});

// Tokens of programs: what they may, what they may not, and how they end.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import {
  Client, ifMatch, is, isProblem, join, makeStaff, register, staff,
} from '../lib/client.mjs';
import { draft, reviewers, subjectData, submit, taskOf } from '../lib/way.mjs';
import { enrol } from '../lib/totp.mjs';

let instance, admin, auditor, by;
before(async () => {
  instance = await Instance.start();
  admin = await staff(instance, 'system_admin');
  auditor = await staff(instance, 'auditor');
  by = await reviewers(instance);
});
after(() => instance?.end());

const inDays = (n) => new Date(Date.now() + n * 86400000).toISOString();
const ask = (client, scope = 'submit', more = {}) => client.post('/tokens', {
  name: '夜间同步', scope, expires_at: inDays(30), password: client.password, ...more });
async function program(client, scope, more) {
  const { token, id } = is(await ask(client, scope, more), 201).json;
  return Object.assign(new Client(instance, token), { id, password: client.password });
}
const meOf = async (client) => is(await client.get('/session'), 200).json;

test('a token is shown once, and known by how it begins', async () => {
  const owner = await register(instance);
  const made = is(await ask(owner, 'read'), 201).json;
  assert.match(made.token, /^sbt_[\w-]{43}$/);
  assert.equal(made.shown, made.token.slice(0, 10));
  const listed = is(await owner.get('/tokens'), 200);
  assert.ok(!listed.text.includes(made.token));
  const [row] = listed.json.items;
  assert.deepEqual([row.name, row.scope, row.used_on], ['夜间同步', 'read', null]);
  is(await new Client(instance, made.token).get('/filings'), 200);
  const today = new Date(Date.now() + 8 * 3600000).toISOString().slice(0, 10);
  assert.equal(is(await owner.get('/tokens'), 200).json.items[0].used_on, today);
});

test('a program may what its scope says, in its own name', async () => {
  const owner = await register(instance);
  const reads = await program(owner, 'read');
  const fills = await program(owner, 'fill');
  const hands = await program(owner, 'submit');
  const kind = { kind: 'subject', action: 'initial' };
  isProblem(await reads.post('/filings', kind), 403, 'token_scope');
  const begun = await draft(fills, 'subject', await subjectData(fills));
  is(await reads.get(`/filings/${begun.id}`), 200);
  isProblem(await submit(fills, begun), 403, 'token_scope');
  const { headers: { etag }, json: { data } } = is(await fills.get(`/filings/${begun.id}`), 200);
  isProblem(await reads.put(`/filings/${begun.id}`, { data }, ifMatch(etag)), 403, 'token_scope');
  is(await submit(hands, begun), 200);
  const path = `/audit?action=filing.submit&object=${begun.id}`;
  const [line] = is(await auditor.get(path), 200).json.items;
  assert.equal(line.detail.token, hands.id, 'the audit trail names the token');
  assert.ok(is(await hands.get('/session'), 200).json.may.includes('submit'));
  assert.ok(!is(await reads.get('/session'), 200).json.may.includes('file'));
});

test('what an account keeps for itself is not for a program', async () => {
  const owner = await register(instance);
  const hands = await program(owner, 'submit');
  const { password } = owner;
  const tries = [
    ['POST', '/tokens', { name: 'x', scope: 'read', expires_at: inDays(1), password }],
    ['DELETE', `/tokens/${hands.id}`], ['POST', '/account/factors', { password }],
    ['PUT', '/account/password', { old_password: password, new_password: 'ganz-neu-und-lang' }],
    ['PUT', '/account', { contact_name: '甲', mobile: '13800138000', email: 'a@b.cn' }],
    ['DELETE', '/session'], ['POST', '/organization/leave', {}],
  ];
  for (const [method, path, json] of tries)
    isProblem(await hands.call(method, path, { json }), 403, 'token_forbidden');
  isProblem(await hands.post('/organization/members', { role: 'read' }), 403);
  isProblem(await hands.get('/organization/members'), 403, 'token_scope');
  is(await owner.get('/account'), 200, 'and nothing of it was done');
});

test('no token goes beyond the account: not when it is made, nor later', async () => {
  const owner = await register(instance);
  const member = await join(owner, 'fill');
  isProblem(await ask(member, 'submit'), 422, 'token_invalid');
  const own = await program(member, 'fill');
  const json = { role: 'read' };
  is(await owner.call('PATCH', `/organization/members/${member.id}`, { json }), 200);
  isProblem(await own.get('/filings'), 401, 'login_required');
  is(await member.get('/filings'), 200, 'the person goes on with what is left');
});

test('a token ends when it is taken back, with the password, the place, the account', async () => {
  const owner = await register(instance);
  const works = (p) => p.get('/account').then((r) => r.status === 200);
  const first = await program(owner, 'read');
  is(await owner.del(`/tokens/${first.id}`), 204);
  assert.ok(!await works(first), 'taken back');

  const second = await program(owner, 'read');
  const change = { old_password: owner.password, new_password: 'ein-neues-passwort-7' };
  is(await owner.put('/account/password', change), 204);
  owner.password = change.new_password;
  assert.ok(!await works(second), 'the password is another one');

  const member = await join(owner);
  const third = await program(member, 'submit');
  is(await owner.del(`/organization/members/${member.id}`), 204);
  assert.ok(!await works(third), 'removed from the organization');

  const fourth = await program(owner, 'submit');
  const { account: { id } } = await meOf(owner);
  const off = (is_disabled) => admin.call('PATCH', `/accounts/${id}`, { json: { is_disabled } });
  is(await off(true), 200);
  assert.ok(!await works(fourth), 'disabled');
  is(await off(false), 200);
  assert.ok(!await works(fourth), 'and it does not come back');
});

test('an end is asked for, and bounded on both sides', async () => {
  const owner = await register(instance);
  const at = (expires_at) => ask(owner, 'read', { expires_at });
  isProblem(await at(undefined), 422);
  for (const bad of ['bald', inDays(-1), inDays(367)])
    isProblem(await at(bad), 422, 'token_invalid');
  is(await at(inDays(365)), 201);
});

test('who has a second factor proves it for each token', async () => {
  const owner = await register(instance);
  const { next } = await enrol(owner);
  isProblem(await ask(owner, 'read'), 422, 'token_proof_failed');
  is(await ask(owner, 'read', { code: await next() }), 201);
});

test('a token of staff only reads, what its owner may read', async () => {
  const reviewer = await makeStaff(admin, { roles: ['preliminary_reviewer'] });
  isProblem(await ask(reviewer, 'submit'), 422, 'token_invalid');
  const own = await program(reviewer, 'read');
  is(await own.get('/review/tasks'), 200);
  isProblem(await own.get('/audit'), 403, 'role_required');
  const company = await register(instance);
  const begun = await draft(company, 'subject', await subjectData(company));
  is(await submit(company, begun), 200);
  const task = await taskOf(by.preliminary, begun.id);
  isProblem(await own.post(`/review/tasks/${task.id}/claim`), 403, 'token_forbidden');
});

test("nobody sees or takes back another's tokens, and guesses find none", async () => {
  const [mine, other] = [await register(instance), await register(instance)];
  const own = await program(mine, 'read');
  isProblem(await other.del(`/tokens/${own.id}`), 404, 'not_found');
  assert.deepEqual(is(await other.get('/tokens'), 200).json.items, []);
  is(await own.get('/filings'), 200);
  for (const guess of ['sbt_', `sbt_${'a'.repeat(43)}`, own.token.slice(0, -1), own.token.slice(4)])
    isProblem(await new Client(instance, guess).get('/filings'), 401, 'login_required');
});

test('an account has no more than so many', async () => {
  const owner = await register(instance);
  const answers = await Promise.all(Array.from({ length: 24 }, () => ask(owner, 'read')));
  const made = answers.filter((r) => r.status === 201).length;
  assert.ok(made <= 20);
  for (let n = made; n < 20; n++) is(await ask(owner, 'read'), 201);
  isProblem(await ask(owner, 'read'), 409, 'tokens_many');
});

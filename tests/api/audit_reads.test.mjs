// Who was shown what, who was refused what, and by which way they came: all of it is on record.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance, kill, until } from '../lib/instance.mjs';
import { routes } from '../lib/routes.mjs';
import { Client, is, isProblem, makeStaff, register, seen, staff, unique } from '../lib/client.mjs';
import { Contract } from '../lib/contract.mjs';
import { calls, makeWorld } from '../lib/calls/index.mjs';
import { draft } from '../lib/way.mjs';

let instance, contract, world, auditor;
before(async () => {
  instance = await Instance.start({ env: { RULES_MODE: 'governed' } });
  contract = new Contract(is(await new Client(instance).get('/openapi.json'), 200).json);
  world = await makeWorld(instance);
  auditor = world.governors.auditor;
});
after(() => instance?.end());

const lines = async (query) =>
  is(await auditor.get(`/audit?${new URLSearchParams({ limit: 100, ...query })}`), 200).json.items;
// The line of one answer.
const lineOf = (r, what = {}) => until(`a line about ${r.method} ${r.path}`, async () => {
  const found = await lines({ request_id: r.headers['x-request-id'], ...what });
  return found[0];
});
const id = async (client) => is(await client.get('/session'), 200).json.account.id;

async function answersOf(r) {
  seen.answers = [];
  try {
    await calls[r.name](world);
    const isMine = (a) => contract.operationOf(a)?.id === r.name && a.status === 200;
    return seen.answers.filter(isMine);
  } finally {
    seen.answers = null;
  }
}

const reading = routes.filter((r) => r.reads);

test('the rows that show persons are known', () => {
  assert.deepEqual(reading.map((r) => r.name).sort(), [
    'compareReviewed', 'compareVersions', 'exportDecision', 'getAccount', 'getAttachment',
    'getFiling', 'getKeptSave', 'getLetter', 'getOrganization', 'getProposal', 'getReviewTask',
    'getSupervision',
    'getTakeover', 'getVersion', 'listMembers', 'listRecoveries', 'listReplayHits',
    'listReviewThreads', 'listSimilarFilings',
    'listStaff', 'previewLetters',
  ]);
  for (const r of reading) assert.notEqual(r.reads, 'data.read', `${r.name} has no action`);
});

for (const r of reading) {
  test(`${r.name} leaves a line with account, address and request`, async () => {
    const answers = await answersOf(r);
    assert.ok(answers.length > 0);
    for (const answer of answers.slice(-2)) {
      const line = await lineOf(answer);
      assert.ok([r.reads, r.reads.replace('.read', '.unmask')].includes(line.action), line.action);
      assert.equal(line.kind, 'read');
      assert.ok(line.actor && line.actor_name && line.action_label !== line.action);
      assert.equal(line.address, '127.0.0.1');
      assert.equal(line.detail.route, r.name);
      const given = answer.path.split('?')[0].split('/').slice(3);
      if (r.path.includes('{')) assert.ok(given.includes(line.object), `${line.object}`);
    }
  });
}

test('a read is on record though its worker is killed right after', async () => {
  const admin = await staff(instance, 'system_admin');
  const { processes } = is(await admin.get('/status'), 200).json;
  const r = is(await world.company.get(`/filings/${world.company.subject.id}`), 200);
  for (const p of processes) if (p.role === 'worker') kill(p.pid, 'SIGKILL');
  const line = await instance.until('the line', async () => {
    const found = await auditor.get(`/audit?request_id=${r.headers['x-request-id']}`);
    return found.status === 200 && found.json.items[0];
  });
  assert.equal(line.action, 'filing.read');
});

test('a call that was refused is on record, with who and which', async () => {
  const anonymous = await new Client(instance).get('/audit');
  isProblem(anonymous, 401);
  const line = await lineOf(anonymous);
  assert.deepEqual([line.action, line.kind, line.actor], ['call.refused', 'refusal', null]);
  assert.deepEqual(line.detail, { route: 'listAudit', status: 401, code: 'login_required' });

  const filer = await register(instance);
  const denied = await filer.get('/staff');
  isProblem(denied, 403);
  const other = await lineOf(denied);
  assert.equal(other.actor, await id(filer));
  assert.deepEqual(other.detail, { route: 'listStaff', status: 403, code: 'role_required' });
});

test('the same refusal again and again is one line', async () => {
  const filer = await register(instance);
  // Refusals of one moment become one line, whichever of them it names.
  await lineOf(await filer.get('/review/tasks'));
  for (let n = 0; n < 50; n++) isProblem(await filer.get('/review/tasks'), 403);
  const last = is(await filer.get('/account'), 200);
  await lineOf(last);
  assert.equal((await lines({ actor: filer.username, kind: 'refusal' })).length, 1);
});

test('logging in, failing to, and logging out are on record', async () => {
  const who = await register(instance);
  const account = await id(who);
  const wrong = { username: who.username, password: 'falsch-und-lang' };
  const failed = await new Client(instance).post('/session', wrong);
  isProblem(failed, 401);
  const line = await lineOf(failed);
  assert.deepEqual([line.action, line.object, line.kind], ['session.failed', account, 'refusal']);
  assert.ok(!JSON.stringify(line).includes(wrong.password));

  const unknown = { username: `nobody${unique()}`, password: 'falsch-und-lang' };
  const nobody = await lineOf(await new Client(instance).post('/session', unknown));
  assert.deepEqual([nobody.action, nobody.object], ['session.failed', null]);
  assert.ok(!JSON.stringify(nobody).includes(unknown.username));

  const out = is(await who.del('/session'), 204);
  assert.equal((await lineOf(out)).action, 'session.end');
});

test('a change of staff says what was and what is', async () => {
  const admin = await staff(instance, 'system_admin');
  const who = await makeStaff(admin, { roles: ['preliminary_reviewer'] });
  const { items } = is(await admin.get(`/staff?q=${who.username}`), 200).json;
  const at = `/staff/${items[0].id}`;
  const scope = [{ area: '11' }];
  const changed = is(await admin.call('PATCH', at, {
    json: { roles: ['final_reviewer'], scope, disabled: true },
  }), 200);
  const { detail, action } = await lineOf(changed);
  assert.equal(action, 'staff.update');
  assert.deepEqual(detail.roles_before, ['preliminary_reviewer']);
  assert.deepEqual(detail.roles_after, ['final_reviewer']);
  assert.deepEqual([detail.disabled_before, detail.disabled_after], [false, true]);
  assert.equal(detail.scope_before[0].area ?? '', '');
  assert.equal(detail.scope_after[0].area, '11');
});

test('lines are chosen by address, by request and by what they are', async () => {
  const who = await register(instance);
  const r = is(await who.get('/account'), 200);
  const line = await lineOf(r);
  assert.deepEqual(await lines({ request_id: line.request_id, address: '127.0.0.1' }), [line]);
  assert.deepEqual(await lines({ request_id: line.request_id, address: '127.0.0.2' }), []);
  assert.deepEqual(await lines({ request_id: line.request_id, kind: 'change' }), []);
  for (const kind of ['read', 'refusal', 'change'])
    assert.ok((await lines({ kind })).every((x) => x.kind === kind), kind);
  isProblem(await auditor.get('/audit?kind=x'), 400, 'parameter_invalid');
  const csv = is(await auditor.get(`/audit?format=csv&request_id=${line.request_id}`), 200);
  assert.ok(csv.text.includes(line.request_id) && csv.text.includes('127.0.0.1'));
});

test('what a filer writes bears address and request, too', async () => {
  const who = await register(instance);
  const filing = await draft(who, 'subject');
  const [line] = await lines({ object: filing.id, action: 'filing.create' });
  assert.equal(line.address, '127.0.0.1');
  assert.match(line.request_id, /^[0-9a-f]{32}$/);
});

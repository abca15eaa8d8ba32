// Races about accounts: a password takes a while to hash, and what became of its account meanwhile
// counts.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Client, is, isProblem, register, staff, unique } from '../lib/client.mjs';
import { patient, whileHashed } from '../lib/hold.mjs';
import { enrol } from '../lib/totp.mjs';

let instance, open, admin, other;
before(async () => {
  instance = await patient();
  open = new Client(instance);
  admin = await staff(instance, 'system_admin');
  other = await login(await made({ roles: ['system_admin'] }));
});
after(() => instance?.end());

const password = () => `Pw-${unique()}-${unique()}`;
const login = (a) => new Client(instance).login(a.username, a.password);
const ask = (a, secret = a.password) =>
  open.post('/session', { username: a.username, password: secret, bearer: true });
const patch = (client, id, json) => client.call('PATCH', `/staff/${id}`, { json });

// An account of staff, with its password and id.
async function made(more = {}) {
  const a = { username: `s${unique()}`, password: password(), roles: ['auditor'], ...more };
  return { ...a, id: is(await admin.post('/staff', a), 201).json.id };
}
// A link of the administrator, and how its owner uses it.
async function linkFor(id) {
  const { reset: { token } } = is(await admin.post(`/staff/${id}/reset`), 200).json;
  return (secret) => open.post('/account/reset', { token, password: secret });
}
async function row(id) {
  const list = is(await admin.get('/staff?limit=100'), 200).json;
  return list.items.find((x) => x.id === id);
}

test('a login whose password is changed meanwhile fails', async () => {
  const filer = await register(instance);
  const fresh = password();
  const [r] = await whileHashed(admin, () => [ask(filer)], async () => {
    const change = { old_password: filer.password, new_password: fresh };
    is(await filer.put('/account/password', change), 204);
  });
  isProblem(r, 401, 'login_failed');
  is(await filer.get('/session'), 200, 'who changed it stays');
  isProblem(await ask(filer), 401, 'login_failed');
  is(await ask(filer, fresh), 200);
});

test('a login whose password is reset meanwhile fails', async () => {
  const a = await made();
  const fresh = password();
  const [r] = await whileHashed(admin, () => [ask(a)], async () => {
    is(await (await linkFor(a.id))(fresh), 200);
  });
  isProblem(r, 401, 'login_failed');
  is(await ask(a, fresh), 200);
});

test('a login whose account is disabled meanwhile fails, and opens nothing later', async () => {
  const a = await made();
  const [r] = await whileHashed(admin, () => [ask(a)], async () => {
    is(await patch(admin, a.id, { disabled: true }), 200);
  });
  is(await patch(admin, a.id, { disabled: false }), 200);
  if (r.status === 200) {
    const late = Object.assign(new Client(instance), { token: r.json.token });
    assert.equal(is(await late.get('/session'), 200).json.account, null);
  }
  isProblem(r, 401, 'login_failed');
});

test('a reset of a password does not let in again whom another disables meanwhile', async () => {
  const a = await made();
  const fresh = password();
  const use = await linkFor(a.id);
  const [r] = await whileHashed(admin, () => [use(fresh)], async () => {
    is(await patch(other, a.id, { disabled: true }), 200);
  });
  isProblem(r, 404, 'reset_void');
  assert.equal((await row(a.id)).disabled, true);
  isProblem(await ask(a, fresh), 401, 'login_failed');
  is(await patch(other, a.id, { disabled: false }), 200);
  isProblem(await use(fresh), 404, 'reset_void');
  is(await ask(a), 200, 'the old password stands');
});

test('a reset of a password does not give back roles that another takes meanwhile', async () => {
  const a = await made({ roles: ['preliminary_reviewer', 'final_reviewer'] });
  const fresh = password();
  const roles = ['final_reviewer'];
  const use = await linkFor(a.id);
  const [r] = await whileHashed(admin, () => [use(fresh)], async () => {
    is(await patch(other, a.id, { roles }), 200);
  });
  is(r, 200);
  assert.deepEqual((await row(a.id)).roles, roles);
  is(await ask(a, fresh), 200);
});

test('a link that is used twice at once sets one password', async () => {
  const a = await made();
  const use = await linkFor(a.id);
  const tries = [password(), password()];
  const answers = await whileHashed(admin, () => tries.map((p) => use(p)), () => {});
  assert.deepEqual(answers.map((r) => r.status).sort(), [200, 404]);
  const won = tries[answers.findIndex((r) => r.status === 200)];
  for (const p of tries) is(await ask(a, p), p === won ? 200 : 401);
});

test('a change of a password that is reset meanwhile changes nothing', async () => {
  const a = await made();
  const client = await login(a);
  const [reset, chosen] = [password(), password()];
  const change = { old_password: a.password, new_password: chosen };
  const send = () => [client.put('/account/password', change)];
  const [r] = await whileHashed(admin, send, async () => {
    is(await (await linkFor(a.id))(reset), 200);
  });
  isProblem(r, [401, 422]);
  isProblem(await ask(a, chosen), 401, 'login_failed');
  is(await ask(a, reset), 200);
});

test('a login under way when a second factor is enrolled is asked for a code', async () => {
  const filer = await register(instance);
  const [r] = await whileHashed(admin, () => [ask(filer)], async () => { await enrol(filer); });
  isProblem(r, 401, 'factor_required');
});

test('a login under way when roles change says the new ones', async () => {
  const a = await made({ roles: ['preliminary_reviewer', 'final_reviewer'] });
  const roles = ['final_reviewer'];
  const [r] = await whileHashed(admin, () => [ask(a)], async () => {
    is(await patch(other, a.id, { roles }), 200);
  });
  assert.deepEqual(is(r, 200).json.roles, roles);
});

test('a registration sent twice at once with one key is one, and both are told of it', async () => {
  let a;
  const answers = await whileHashed(admin, () => {
    a = {
      username: `u${unique()}`, password: password(), organization_name: `公司${unique()}`,
      contact_name: '李四', mobile: '13800138000', email: 'a@example.com',
    };
    const key = { headers: { 'Idempotency-Key': `key-${unique()}` } };
    return [open.post('/accounts', a, key), open.post('/accounts', a, key)];
  }, () => {});
  for (const r of answers) is(r, 201);
  assert.equal(answers[0].text, answers[1].text);
  const client = await login(a);
  const session = is(await client.get('/session'), 200).json;
  assert.equal(session.account.id, answers[0].json.id);
});

test('staff added twice at once with one key is one account, and both are told of it', async () => {
  let a;
  const answers = await whileHashed(admin, () => {
    a = { username: `s${unique()}`, password: password(), roles: ['auditor'] };
    const key = { headers: { 'Idempotency-Key': `key-${unique()}` } };
    return [admin.post('/staff', a, key), admin.post('/staff', a, key)];
  }, () => {});
  for (const r of answers) is(r, 201);
  assert.equal(answers[0].text, answers[1].text);
  is(await ask(a), 200);
});

// Who may hold what together, and what a change of roles brings about.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Client, hasFinding, is, isProblem, makeStaff, staff, unique } from '../lib/client.mjs';
import { Instance } from '../lib/instance.mjs';

let instance, admin, auditor;
before(async () => {
  instance = await Instance.start();
  admin = await staff(instance, 'system_admin');
  auditor = await staff(instance, 'auditor');
});
after(() => instance?.end());

const any = { severity: null };
const FORBIDDEN = [
  ['system_admin', 'rule_approver'], ['system_admin', 'auditor'], ['rule_approver', 'auditor'],
  ['rule_editor', 'rule_approver'], ['rule_editor', 'auditor'], ['rule_editor', 'system_admin'],
  ['preliminary_reviewer', 'system_admin'], ['preliminary_reviewer', 'rule_approver'],
  ['final_reviewer', 'auditor'],
];
const patch = (client, id, json) => client.call('PATCH', `/staff/${id}`, { json });

test('pairs that exclude each other are refused to new accounts and to old ones', async () => {
  const old = await makeStaff(admin, { roles: ['rule_editor'] });
  for (const roles of FORBIDDEN)
    for (const list of [roles, [...roles].reverse()]) {
      const made = await admin.post('/staff', { username: `s${unique()}`, roles: list });
      hasFinding(isProblem(made, 422, 'roles_invalid'), '/roles', any);
      isProblem(await patch(admin, old.id, { roles: list }), 422, 'roles_invalid');
    }
  isProblem(await patch(admin, old.id, { roles: ['filer'] }), 422, 'roles_invalid');
  is(await patch(admin, old.id, { roles: ['rule_editor', 'final_reviewer'] }), 200);
});

test('a change of roles ends the sessions of that account, and of no other', async () => {
  const one = await makeStaff(admin, { roles: ['preliminary_reviewer', 'final_reviewer'] });
  const other = await makeStaff(admin, { roles: ['preliminary_reviewer'] });
  const { username, password } = one;
  const again = await new Client(instance).login(username, password);
  is(await patch(admin, one.id, { roles: ['preliminary_reviewer', 'final_reviewer'] }), 200);
  is(await one.get('/review/tasks'), 200, 'the same roles change nothing');
  is(await patch(admin, one.id, { roles: ['final_reviewer'] }), 200);
  isProblem(await one.get('/review/tasks'), 401, 'login_required');
  isProblem(await again.get('/review/tasks'), 401, 'login_required');
  is(await other.get('/review/tasks'), 200);
});

test('the last administrator stays, also when two demote each other at once', async () => {
  const me = is(await admin.get('/session'), 200).json.account.id;
  isProblem(await patch(admin, me, { roles: ['auditor'] }), 409, 'last_admin');
  const second = await makeStaff(admin, { roles: ['system_admin'] });
  const answers = await Promise.all([
    patch(admin, second.id, { roles: ['auditor'] }), patch(second, me, { roles: ['auditor'] }),
  ]);
  const worked = answers.filter((r) => r.status === 200);
  assert.equal(worked.length, 1, answers.map((r) => r.text).join());
  const left = answers[0].status === 200 ? admin : second;
  const { items } = is(await left.get('/staff?role=system_admin'), 200).json;
  assert.equal(items.filter((x) => !x.disabled).length, 1);
  isProblem(await patch(left, items[0].id, { roles: ['auditor'] }), 409, 'last_admin');
  if (left === second) return;
  const third = await makeStaff(admin, { roles: ['system_admin'] });
  is(await patch(admin, third.id, { disabled: true }), 200);
  isProblem(await patch(admin, me, { roles: ['auditor'] }), 409, 'last_admin');
});

test('what was changed of staff is on record', async () => {
  const { items: [boss] } = is(await auditor.get('/audit?action=staff.update&limit=1'), 200).json;
  assert.ok(boss.detail, 'a detail');
  const lines = is(await auditor.get('/audit?action=staff.update&limit=100'), 200).json.items;
  const changed = lines.find((x) => x.detail.roles_after?.[0] === 'final_reviewer');
  assert.deepEqual(changed.detail.roles_before, ['preliminary_reviewer', 'final_reviewer']);
});

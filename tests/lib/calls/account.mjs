// Accounts, of filers and of staff.
import assert from 'node:assert/strict';
import { Client, is, isProblem, register, unique } from '../client.mjs';
import { enrol } from '../totp.mjs';

const PASSWORD = 'lang-genug-und-neu';
const sameOrigin = { headers: { 'Sec-Fetch-Site': 'same-origin' } };

const account = () => ({
  username: `u${unique()}`, password: PASSWORD, organization_name: `契约公司${unique()}`,
  contact_name: '张三', mobile: '13800138000', email: 'a@example.com',
});
const member = (more) => ({ username: `s${unique()}`, password: PASSWORD, ...more });

// A filer who has asked for a way back in, as the administrator sees it.
async function lostPassword(w) {
  const { username } = await register(w.instance);
  is(await w.open.post('/account/recovery', { username, mobile: '13800138000' }), 202);
  const { items } = is(await w.admin.get('/recoveries?limit=100'), 200).json;
  return items.find((x) => x.username === username);
}

export default {
  async addAccount(w) {
    const mine = account();
    is(await w.open.post('/accounts', mine), 201);
    isProblem(await w.open.post('/accounts', mine), 409, 'username_taken');
    isProblem(await w.open.post('/accounts', { ...account(), password: 'kurz' }), 422);
    const large = { ...account(), contact_name: '长'.repeat(30000) };
    isProblem(await w.open.post('/accounts', large), 413, 'body_too_large');
  },

  async login(w) {
    const { username, password } = w.company;
    const cookie = is(await w.open.post('/session', { username, password }), 200);
    assert.match(cookie.headers['set-cookie'][0], /HttpOnly/);
    const bearer = is(await w.open.post('/session', { username, password, bearer: true }), 200);
    assert.equal(bearer.headers['set-cookie'], undefined);
    const wrong = { username: `nobody${unique()}`, password };
    for (let n = 0; n < 5; n++)
      isProblem(await w.open.post('/session', wrong), 401, 'login_failed');
    isProblem(await w.open.post('/session', wrong), 429, 'too_many_attempts');
  },

  async getSession(w) {
    is(await w.company.get('/session'), 200);
    is(await w.admin.get('/session'), 200);
    is(await w.by.final.get('/session'), 200);
    is(await w.open.get('/session'), 200);
  },

  async logout(w) {
    const { username, password } = await register(w.instance);
    const browser = new Client(w.instance);
    const { headers } = is(await browser.post('/session', { username, password }), 200);
    browser.cookie = headers['set-cookie'][0].split(';')[0];
    isProblem(await browser.call('DELETE', '/session'), 403, 'origin_required');
    const gone = is(await browser.call('DELETE', '/session', sameOrigin), 204);
    assert.match(gone.headers['set-cookie'][0], /Max-Age=0/);
  },

  async getAccount(w) {
    for (const client of [w.company, w.admin]) is(await client.get('/account'), 200);
  },

  async setContact(w) {
    const client = await register(w.instance);
    const contact = { contact_name: '李四', mobile: '13900139000', email: 'b@example.com' };
    is(await client.put('/account', contact), 200);
    isProblem(await client.put('/account', { ...contact, mobile: '12' }), 422, 'account_invalid');
  },

  async askRecovery(w) {
    const { username } = await register(w.instance);
    is(await w.open.post('/account/recovery', { username, mobile: '13800138000' }), 202);
    is(await w.open.post('/account/recovery', { username: 'nobody', email: 'a@b.cn' }), 202);
    isProblem(await w.open.post('/account/recovery', { username }), 422, 'recovery_invalid');
  },

  async listRecoveries(w) {
    await lostPassword(w);
    is(await w.admin.get('/recoveries?limit=1'), 200);
  },

  async giveRecoveryCode(w) {
    const { id } = await lostPassword(w);
    is(await w.admin.post(`/recoveries/${id}/code`), 200);
    isProblem(await w.admin.post('/recoveries/nothing/code'), 404, 'not_found');
  },

  async dismissRecovery(w) {
    const { id } = await lostPassword(w);
    is(await w.admin.del(`/recoveries/${id}`), 204);
    isProblem(await w.admin.del(`/recoveries/${id}`), 404, 'not_found');
  },

  async finishRecovery(w) {
    const { id, username } = await lostPassword(w);
    const { code } = is(await w.admin.post(`/recoveries/${id}/code`), 200).json;
    const finish = (said) =>
      w.open.post('/account/recovery/finish', { username, code: said, password: PASSWORD });
    isProblem(await finish('x'), 422, 'recovery_failed');
    is(await finish(code), 204);
  },

  async setPassword(w) {
    const client = await register(w.instance);
    const put = (old_password) =>
      client.put('/account/password', { old_password, new_password: PASSWORD });
    isProblem(await put('falsch'), 422, 'password_invalid');
    is(await put(client.password), 204);
  },

  async listFactors(w) {
    const client = await register(w.instance);
    assert.deepEqual(is(await client.get('/account/factors'), 200).json.items, []);
    await enrol(client);
    assert.equal(is(await client.get('/account/factors'), 200).json.items.length, 1);
  },

  async beginFactor(w) {
    const client = await register(w.instance);
    const begin = (json) => client.post('/account/factors', json);
    isProblem(await begin({ password: 'falsch' }), 422, 'factor_proof_failed');
    is(await begin({ password: client.password }), 200);
  },

  async confirmFactor(w) {
    const client = await register(w.instance);
    const confirm = (code) => client.post('/account/factors/confirm', { code });
    isProblem(await confirm('123456'), 409, 'factor_not_begun');
    is(await client.post('/account/factors', { password: client.password }), 200);
    isProblem(await confirm('x'), 422, 'factor_code_wrong');
    await enrol(client);
  },

  async renewFactorCodes(w) {
    const client = await register(w.instance);
    const { password } = client;
    const renew = (json) => client.post('/account/factors/codes', json);
    isProblem(await renew({ password }), 409, 'factor_none');
    const { next } = await enrol(client);
    is(await renew({ password, code: await next() }), 200);
  },

  async deleteFactors(w) {
    const client = await register(w.instance);
    const { password } = client;
    const { codes } = await enrol(client);
    const off = (code) => client.call('DELETE', '/account/factors', { json: { password, code } });
    isProblem(await off('x'), 422, 'factor_proof_failed');
    is(await off(codes[0]), 204);
  },

  async listSessions(w) {
    const { items } = is(await w.company.get('/account/sessions'), 200).json;
    assert.equal(items.filter((x) => x.is_this).length, 1);
  },

  async endOtherSessions(w) {
    const client = await register(w.instance);
    const other = await new Client(w.instance).login(client.username, client.password);
    is(await client.del('/account/sessions', { json: { which: 'others' } }), 204);
    isProblem(await other.get('/account'), 401, 'login_required');
  },

  async resetStaff(w) {
    const { id } = is(await w.admin.post('/staff', member({ roles: ['auditor'] })), 201).json;
    is(await w.admin.post(`/staff/${id}/reset`, { second_factor: true }), 200);
    isProblem(await w.admin.post('/staff/nothing/reset'), 404, 'not_found');
    const me = is(await w.admin.get('/session'), 200).json.account.id;
    isProblem(await w.admin.post(`/staff/${me}/reset`), 409, 'own_account');
  },

  async resetAccount(w) {
    const client = await register(w.instance);
    const { account: { id } } = is(await client.get('/session'), 200).json;
    is(await w.admin.post(`/accounts/${id}/reset`), 200);
    isProblem(await w.admin.post(`/staff/${id}/reset`), 404, 'not_found');
  },

  async finishReset(w) {
    const { password, ...nobody } = member({ roles: ['auditor'] });
    const { reset: { token } } = is(await w.admin.post('/staff', nobody), 201).json;
    const finish = (json) => w.open.post('/account/reset', { token, password, ...json });
    isProblem(await finish({ token: 'x' }), 404, 'reset_void');
    isProblem(await finish({ password: 'kurz' }), 422, 'password_invalid');
    is(await finish(), 200);
  },

  async listResets(w) {
    assert.deepEqual(is(await w.company.get('/account/resets'), 200).json.items, []);
    const { id, username } = await lostPassword(w);
    const { code } = is(await w.admin.post(`/recoveries/${id}/code`), 200).json;
    const set = { username, code, password: PASSWORD };
    is(await w.open.post('/account/recovery/finish', set), 204);
    const client = await new Client(w.instance).login(username, PASSWORD);
    assert.equal(is(await client.get('/account/resets'), 200).json.items.length, 1);
  },

  async seeResets(w) {
    is(await w.company.post('/account/resets/seen'), 204);
  },

  async listOrganizations(w) {
    is(await w.admin.get('/organizations?limit=1'), 200);
    is(await w.admin.get('/organizations?frozen=true'), 200);
    isProblem(await w.auditor.get('/organizations'), 403, 'role_required');
  },

  async updateOrganization(w) {
    const client = await register(w.instance);
    const { organization: { id } } = is(await client.get('/session'), 200).json;
    const patch = (to, json) => w.admin.call('PATCH', `/organizations/${to}`, { json });
    isProblem(await patch(id, { frozen: true }), 422, 'freeze_invalid');
    is(await patch(id, { frozen: true, reason: '核实中' }), 200);
    is(await client.get('/session'), 200);
    isProblem(await client.post('/filings', {}), 403, 'organization_frozen');
    is(await patch(id, { frozen: false }), 200);
    isProblem(await patch('nothing', { frozen: false }), 404, 'not_found');
  },

  async listStaff(w) {
    is(await w.admin.get('/staff?limit=100'), 200);
  },

  async getStaffChoices(w) {
    const { roles, reviewers } = is(await w.admin.get('/staff/choices'), 200).json;
    assert.ok(reviewers.every((r) => roles.some((x) => x.code === r.code)));
    assert.ok(roles.some((r) => r.code === 'preliminary_reviewer' && r.label === '初审人员'));
    assert.ok(roles.every((r) => !['filer', 'reviewer'].includes(r.code)));
  },

  async addStaff(w) {
    const organization = is(await w.company.get('/session'), 200).json.organization.id;
    const scope = [{ area: '11' }];
    const more = { roles: ['final_reviewer'], contact_name: '李四', organization, scope };
    is(await w.admin.post('/staff', member(more)), 201);
    const both = member({ roles: ['auditor', 'system_admin'] });
    isProblem(await w.admin.post('/staff', both), 422, 'roles_invalid');
    const nowhere = member({ roles: ['final_reviewer'], scope: [{ area: '99' }] });
    isProblem(await w.admin.post('/staff', nowhere), 422, 'scope_invalid');
  },

  async updateStaff(w) {
    const made = is(await w.admin.post('/staff', member({ roles: ['auditor'] })), 201).json;
    const patch = (id, json) => w.admin.call('PATCH', `/staff/${id}`, { json });
    is(await patch(made.id, { disabled: true }), 200);
    isProblem(await patch('nothing', { disabled: true }), 404, 'not_found');
    isProblem(await patch(made.id, { scope: [{ area: '4x' }] }), 422, 'scope_invalid');
    const me = is(await w.admin.get('/session'), 200).json.account.id;
    isProblem(await patch(me, { disabled: true }), 409, 'own_account');
  },

  async listAccounts(w) {
    is(await w.admin.get('/accounts?limit=1'), 200);
    isProblem(await w.auditor.get('/accounts'), 403, 'role_required');
  },

  async updateAccount(w) {
    const client = await register(w.instance);
    const { account: { id } } = is(await client.get('/session'), 200).json;
    const patch = (to, json) => w.admin.call('PATCH', `/accounts/${to}`, { json });
    is(await patch(id, { is_disabled: true }), 200);
    is(await patch(id, { is_disabled: false }), 200);
    const me = is(await w.admin.get('/session'), 200).json.account.id;
    isProblem(await patch(me, { is_disabled: true }), 404, 'not_found');
    isProblem(await patch(id, {}), 422);
  },

  // After most of the others: what they did is in it.
  async listAudit(w) {
    let cursor = '';
    do {
      const at = cursor && `&cursor=${cursor}`;
      const page = is(await w.auditor.get(`/audit?limit=100${at}`), 200).json;
      for (const x of page.items) {
        assert.notEqual(x.action_label, x.action, `${x.action} has a label (model/labels.c)`);
        assert.ok(x.object === null || x.object_kind_label, `${x.action} has a kind of object`);
      }
      cursor = page.next;
    } while (cursor);
    is(await w.auditor.get('/audit?format=csv&action=session.add'), 200);
    isProblem(await w.auditor.get('/audit?from=2026-02-30'), [400, 422], 'date_invalid');
  },

  async listAuditActions(w) {
    const { items } = is(await w.auditor.get('/audit/actions'), 200).json;
    assert.ok(items.some((x) => x.code === 'session.add' && x.label === '登录'));
  },

  async verifyAudit(w) {
    is(await w.auditor.get('/audit/verify'), 200);
  },
};

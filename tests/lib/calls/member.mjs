// People of an organization.
import assert from 'node:assert/strict';
import { hasFinding, is, isProblem, join, register, unique } from '../client.mjs';
import { NOTHING } from './world.mjs';

const invite = async (owner, role = 'read') =>
  is(await owner.post('/organization/members', { role }), 201).json;

const contact = { contact_name: '王五', mobile: '13700137000', email: 'w@example.com' };

export default {
  async getOrganization(w) {
    const { name, credit_code } = is(await w.company.get('/organization'), 200).json;
    assert.ok(name && credit_code);
  },

  async setOrganization(w) {
    const owner = await register(w.instance);
    assert.equal(is(await owner.put('/organization', contact), 200).json.mobile, contact.mobile);
    hasFinding(isProblem(await owner.put('/organization', { ...contact, mobile: '1' }), 422),
      '/mobile');
  },

  async dropOrganizationContact(w) {
    const owner = await register(w.instance);
    is(await owner.put('/organization', contact), 200);
    is(await owner.del('/organization/contact'), 204);
    isProblem(await owner.del('/organization/contact'), 409, 'contact_none');
  },

  async listMembers(w) {
    const owner = await register(w.instance);
    await join(owner, 'read');
    await invite(owner);
    const { items, invitations } = is(await owner.get('/organization/members'), 200).json;
    assert.deepEqual(items.map((x) => x.role), ['owner', 'read']);
    assert.equal(invitations.length, 1);
  },

  async inviteMember(w) {
    isProblem(await w.company.post('/organization/members', { role: 'owner' }), 422);
    await invite(w.company);
  },

  async setMember(w) {
    const owner = await register(w.instance);
    const { id } = await join(owner, 'read');
    const patch = (to, role) =>
      owner.call('PATCH', `/organization/members/${to}`, { json: { role } });
    assert.equal(is(await patch(id, 'fill'), 200).json.role, 'fill');
    isProblem(await patch(NOTHING, 'fill'), 404, 'not_found');
  },

  async deleteMember(w) {
    const owner = await register(w.instance);
    const { id } = await join(owner);
    is(await owner.del(`/organization/members/${id}`), 204);
    isProblem(await owner.del(`/organization/members/${id}`), 404, 'not_found');
    is(await owner.del(`/organization/members/${(await invite(owner)).id}`), 204);
  },

  async leaveOrganization(w) {
    const owner = await register(w.instance);
    const member = await join(owner);
    is(await member.post('/organization/leave'), 204);
    isProblem(await owner.post('/organization/leave'), 409, 'last_owner');
  },

  async handOverOrganization(w) {
    const owner = await register(w.instance);
    const { id: member } = await join(owner);
    const { password } = owner;
    const give = (json) => owner.post('/organization/owner', json);
    isProblem(await give({ member: NOTHING, password }), 404, 'not_found');
    isProblem(await give({ member, password: 'falsch' }), 422, 'owner_proof_failed');
    is(await give({ member, password }), 204);
  },

  async lookAtInvitation(w) {
    const { token: invitation } = await invite(await register(w.instance));
    const look = (json) => w.open.post('/organization/invitation', json);
    assert.equal(is(await look({ invitation }), 200).json.role, 'read');
    isProblem(await look({ invitation: unique() }), 404, 'invitation_void');
  },

  async joinOrganization(w) {
    const gone = await join(await register(w.instance));
    is(await gone.post('/organization/leave'), 204);
    const { token: invitation } = await invite(await register(w.instance));
    is(await gone.post('/organization/join', { invitation }), 200);
    isProblem(await gone.post('/organization/join', { invitation }), 404, 'invitation_void');
  },
};

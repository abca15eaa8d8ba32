// Agents who act for organizations by a mandate.
import assert from 'node:assert/strict';
import { is, isProblem, register, unique } from '../client.mjs';
import { NOTHING } from './world.mjs';

const today = () => new Date(Date.now() + 8 * 3600000).toISOString().slice(0, 10);
export const give = async (owner, more) => owner.post('/organization/mandates', {
  document: await owner.uploadFor(), role: 'submit', from: today(), to: today(), ...more });
export const act = (agent, mandate) => agent.put('/session/mandate', { mandate });
const accept = (agent, token) => agent.post('/mandates/accept', { mandate: token });
// → the agent, who acts for the owner's organization by it.
export async function agentOf(owner, more, agent) {
  const someone = agent ?? await register(owner.instance);
  const { id, token } = is(await give(owner, more), 201).json;
  is(await accept(someone, token), 200);
  is(await act(someone, id), 204);
  return Object.assign(someone, { mandate: id });
}

export default {
  async listGivenMandates(w) {
    const owner = await register(w.instance);
    is(await give(owner), 201);
    const { items } = is(await owner.get('/organization/mandates'), 200).json;
    assert.deepEqual(items.map((x) => x.state), ['offered']);
  },

  async addMandate(w) {
    const owner = await register(w.instance);
    is(await give(owner), 201);
    isProblem(await give(owner, { document: NOTHING }), 422, 'mandate_invalid');
    isProblem(await give(owner, { role: 'owner' }), 422);
  },

  async endMandate(w) {
    const owner = await register(w.instance);
    const { id } = is(await give(owner), 201).json;
    is(await owner.del(`/organization/mandates/${id}`), 204);
    isProblem(await owner.del(`/organization/mandates/${id}`), 409, 'mandate_over');
    isProblem(await owner.del(`/organization/mandates/${NOTHING}`), 404, 'not_found');
  },

  async listMandates(w) {
    const agent = await agentOf(await register(w.instance));
    const { items } = is(await agent.get('/mandates'), 200).json;
    assert.deepEqual(items.map((x) => [x.id, x.acting]), [[agent.mandate, true]]);
  },

  async resignMandate(w) {
    const agent = await agentOf(await register(w.instance));
    is(await agent.del(`/mandates/${agent.mandate}`), 204);
    isProblem(await agent.del(`/mandates/${NOTHING}`), 404, 'not_found');
  },

  async lookAtMandate(w) {
    const { token } = is(await give(await register(w.instance)), 201).json;
    const look = (mandate) => w.company.post('/mandates/offer', { mandate });
    assert.equal(is(await look(token), 200).json.role, 'submit');
    isProblem(await look(unique()), 404, 'offer_void');
  },

  async acceptMandate(w) {
    const owner = await register(w.instance);
    const { token } = is(await give(owner), 201).json;
    isProblem(await accept(owner, token), 409, 'agent_unfit');
    is(await accept(w.company, token), 200);
    isProblem(await accept(w.company, token), 404, 'offer_void');
  },

  async actByMandate(w) {
    const agent = await agentOf(await register(w.instance));
    is(await act(agent, null), 204);
    isProblem(await act(agent, NOTHING), 404, 'not_found');
  },
};

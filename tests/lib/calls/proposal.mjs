// What the office does of its own accord, by two people.
import assert from 'node:assert/strict';
import { hasFinding, is, isProblem } from '../client.mjs';
import { publishedAlgorithm } from '../way.mjs';
import { NOTHING } from './world.mjs';

const reason = '以虚假材料取得备案。';
const at = (w, how = 'revoke') => `/filings/${w.published.id}/${how}`;
const proposed = async (w) =>
  is(await w.by.preliminary.post(at(w), { reason }), 201).json.id;
const back = async (w, id) =>
  is(await w.by.preliminary.post(`/proposals/${id}/take-back`), 200);

export default {
  async proposeRevocation(w) {
    const { id } = is(await w.by.preliminary.post(at(w), { reason, article: null }), 201).json;
    isProblem(await w.by.final.post(at(w), { reason }), 409, 'proposal_waiting');
    await back(w, id);
    hasFinding(isProblem(await w.by.final.post(at(w), { reason: '　' }), 422), '/reason');
    hasFinding(isProblem(await w.by.final.post(at(w), { reason, article: '第一条' }), 422),
      '/article');
    isProblem(await w.by.final.post(`/filings/${NOTHING}/revoke`, { reason }), 404, 'not_found');
  },

  async proposeDeregistration(w) {
    const { id } = is(await w.by.preliminary.post(at(w, 'deregister'), { reason }), 201).json;
    await back(w, id);
    isProblem(await w.by.final.post(`/filings/${w.company.subject.id}/deregister`, { reason }),
      409, 'state_conflict');
  },

  async listProposals(w) {
    const id = await proposed(w);
    const { items } = is(await w.by.final.get('/proposals?limit=100'), 200).json;
    assert.ok(items.some((x) => x.id === id));
    isProblem(await w.by.final.get('/proposals?cursor=!'), 400, 'cursor_invalid');
    await back(w, id);
    const over = is(await w.by.final.get('/proposals?over=true&limit=100'), 200).json;
    assert.ok(over.items.some((x) => x.id === id));
  },

  async getProposal(w) {
    const id = await proposed(w);
    assert.equal(is(await w.by.final.get(`/proposals/${id}`), 200).json.reason, reason);
    isProblem(await w.by.final.get(`/proposals/${NOTHING}`), 404, 'not_found');
    await back(w, id);
  },

  async confirmProposal(w) {
    const one = await publishedAlgorithm(w.instance, w.company, w.by, '撤销的契约算法');
    const { id } = is(await w.by.preliminary.post(`/filings/${one.id}/revoke`, { reason }),
      201).json;
    isProblem(await w.by.preliminary.post(`/proposals/${id}/confirm`), 403, 'same_person');
    is(await w.by.final.post(`/proposals/${id}/confirm`), 200);
    isProblem(await w.by.final.post(`/proposals/${id}/confirm`), 409, 'state_conflict');
  },

  async sendBackProposal(w) {
    const id = await proposed(w);
    const send = (json) => w.by.final.post(`/proposals/${id}/send-back`, json);
    hasFinding(isProblem(await send({ reason: ' ' }), 422), '/reason');
    assert.equal(is(await send({ reason: '证据不足' }), 200).json.state, 'sent_back');
  },

  async takeBackProposal(w) {
    const id = await proposed(w);
    isProblem(await w.by.final.post(`/proposals/${id}/take-back`), 403, 'not_proposer');
    await back(w, id);
  },
};

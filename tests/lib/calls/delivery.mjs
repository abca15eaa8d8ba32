// What leaves the house and is taken by nobody.
import assert from 'node:assert/strict';
import { is, isProblem } from '../client.mjs';
import { until } from '../instance.mjs';
import { approvedCompany } from '../way.mjs';
import { NOTHING } from './world.mjs';

const deadOnes = async (w) => is(await w.admin.get('/outbox?limit=100'), 200).json.items;

// One more than there were, the newest.
async function dead(w) {
  const before = (await deadOnes(w)).map((x) => x.id);
  await approvedCompany(w.instance, w.by);
  return until('one is given up', async () =>
    (await deadOnes(w)).find((x) => !before.includes(x.id)));
}

export default {
  async listDeliveries(w) {
    const { text, outcome_label } = await dead(w);
    assert.ok(text && outcome_label);
    is(await w.admin.get('/outbox?state=taken&limit=1'), 200);
    isProblem(await w.admin.get('/outbox?state=lost'), 400);
    isProblem(await w.admin.get('/outbox?cursor=x'), 400, 'cursor_invalid');
  },

  async retryDelivery(w) {
    const { id } = await dead(w);
    assert.equal(is(await w.admin.post(`/outbox/${id}/retry`), 200).json.state, 'waiting');
    isProblem(await w.admin.post(`/outbox/${NOTHING}/retry`), 404);
  },

  async retryDeliveries(w) {
    await dead(w);
    const { retried, left } = is(await w.admin.post('/outbox/retry'), 200).json;
    assert.ok(retried > 0);
    assert.equal(left, 0);
    isProblem(await w.company.post('/outbox/retry'), 403, 'role_required');
  },

  async discardDelivery(w) {
    const { id } = await dead(w);
    assert.equal(is(await w.admin.post(`/outbox/${id}/discard`), 200).json.state, 'dropped');
    isProblem(await w.admin.post(`/outbox/${id}/discard`), 409, 'state_conflict');
    isProblem(await w.admin.post(`/outbox/${NOTHING}/discard`), 404);
  },
};

// The inbox.
import assert from 'node:assert/strict';
import { is, isProblem, register } from '../client.mjs';
import { until } from '../instance.mjs';
import { NOTHING } from './world.mjs';

// What the company was told of its filings: the clerk writes it soon after the move.
export const inbox = (client) => until('the clerk wrote what happened', async () => {
  const { json } = is(await client.get('/notices?limit=100'), 200);
  return json.items.length > 0 && json;
});

export default {
  async listNotices(w) {
    const { items, unread } = await inbox(w.company);
    assert.ok(items.length > 0 && unread >= 0);
    is(await w.company.get('/notices?unread=true&limit=1'), 200);
    isProblem(await w.company.get('/notices?unread=maybe'), 400);
    isProblem(await w.company.get('/notices?cursor=x'), 400, 'cursor_invalid');
    assert.deepEqual(is(await w.admin.get('/notices'), 200).json.items, []);
  },

  async readNotice(w) {
    const [one] = (await inbox(w.company)).items;
    assert.equal(is(await w.company.post(`/notices/${one.id}/read`), 200).json.id, one.id);
    isProblem(await w.company.post(`/notices/${NOTHING}/read`), 404);
    isProblem(await (await register(w.instance)).post(`/notices/${one.id}/read`), 404);
    isProblem(await w.by.preliminary.post(`/notices/${one.id}/read`), 404);
  },

  async readNotices(w) {
    const [one] = (await inbox(w.company)).items;
    is(await w.company.post('/notices/read', { until: one.id }), 200);
    isProblem(await w.by.final.post('/notices/read', { until: one.id }), 404);
    isProblem(await w.company.post('/notices/read', {}), 422);
  },
};

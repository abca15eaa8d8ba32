// The reviewers' queue.
import { is, isProblem } from '../client.mjs';
import { decide, submittedAlgorithm, taskOf } from '../way.mjs';
import { NOTHING } from './world.mjs';

// A task that nobody has claimed.
async function task(w) {
  const filing = await submittedAlgorithm(w.company);
  const { id } = await taskOf(w.by.preliminary, filing.id);
  return { filing, at: `/review/tasks/${id}` };
}

const reasons = [{ path: '/basic/name', reason: '理由', suggestion: null }];

export default {
  async listReviewTasks(w) {
    await task(w);
    for (const state of ['open', 'done'])
      is(await w.by.preliminary.get(`/review/tasks?state=${state}`), 200);
    isProblem(await w.by.preliminary.get('/review/tasks?state=x'), 400, 'parameter_invalid');
  },

  async listUnassignedTasks(w) {
    await task(w);
    is(await w.as.system_admin.get('/review/unassigned'), 200);
    isProblem(await w.by.preliminary.get('/review/unassigned'), 403, 'role_required');
  },

  async claimTask(w) {
    const { at } = await task(w);
    is(await w.by.preliminary.post(`${at}/claim`), 200);
    isProblem(await w.by.final.post(`${at}/claim`), 403, 'role_required');
    const none = await w.by.preliminary.post(`/review/tasks/${NOTHING}/claim`);
    isProblem(none, 404, 'not_found');
  },

  async releaseTask(w) {
    const { at } = await task(w);
    is(await w.by.preliminary.post(`${at}/claim`), 200);
    is(await w.by.preliminary.post(`${at}/release`), 200);
    isProblem(await w.by.preliminary.post(`${at}/release`), 409);
  },

  async decideTask(w) {
    const { filing, at } = await task(w);
    const bare = await w.by.preliminary.post(`${at}/decision`, { outcome: 'refuse' });
    isProblem(bare, [409, 422]);
    await decide(w.by.preliminary, filing.id);
    await decide(w.by.final, filing.id);
    const other = await task(w);
    await decide(w.by.preliminary, other.filing.id, { outcome: 'refuse', reasons });
  },
};

// Loads what a page shows, with its states. The last answer stays while a newer one is fetched, and
// an answer that comes after a later question is dropped.
import { onScopeDispose, reactive } from 'vue';

export function useLoad(ask, { now = true } = {}) {
  const it = reactive({ data: null, problem: null, isBusy: false, again });
  let turn = 0;

  async function again(...args) {
    const mine = ++turn;
    it.isBusy = true;
    try {
      const data = await ask(...args);
      if (mine !== turn) return;
      it.data = data;
      it.problem = null;
    } catch (problem) {
      if (mine === turn && problem.name !== 'AbortError') it.problem = problem;
    } finally {
      if (mine === turn) it.isBusy = false;
    }
  }

  onScopeDispose(() => { turn += 1; });
  if (now) again();
  return it;
}

// A list that grows by "more".
export function useList(ask, options) {
  const it = useLoad(ask, options);
  it.more = async () => {
    const cursor = it.data?.next;
    if (!cursor || it.isBusy) return;
    it.isBusy = true;
    try {
      const answer = await ask(cursor);
      it.data = { ...answer, items: [...it.data.items, ...answer.items] };
    } catch (problem) {
      it.problem = problem;
    } finally {
      it.isBusy = false;
    }
  };
  return it;
}

// One rule set and its newest replay, looked at again while the replay goes on.
import { onBeforeUnmount, watch } from 'vue';
import { useLoad } from '../../../kit/load.js';
import { get } from '../../../api/client.js';

const LOOK_MS = 1500;
const isGoing = (replay) => ['queued', 'running'].includes(replay?.state);

export function useSet(hash) {
  let timer = null;
  const set = useLoad(() => get(`/rule-sets/${hash}`));
  const replay = useLoad(async () => {
    try {
      return { newest: await get(`/rule-sets/${hash}/replay`) };
    } catch (problem) {
      if (problem.kind === 'missing') return { newest: null };
      throw problem;
    }
  });

  watch(() => replay.data, (now, before) => {
    clearTimeout(timer);
    if (isGoing(now?.newest)) timer = setTimeout(() => replay.again(), LOOK_MS);
    else if (isGoing(before?.newest)) set.again();
  });
  // A look that failed is taken again, so that a moment without network stops nothing.
  watch(() => replay.problem, (problem) => {
    if (problem?.isPassing) timer = setTimeout(() => replay.again(), 2 * LOOK_MS);
  });
  onBeforeUnmount(() => clearTimeout(timer));

  return { set, replay, again: () => Promise.all([set.again(), replay.again()]) };
}

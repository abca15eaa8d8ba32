// Asks a set, live or not, what it says of a sample, a moment after the last change.
import { onBeforeUnmount, reactive } from 'vue';
import { post } from '../../../api/client.js';
import { Checker } from '../../../form/checker.js';
import { patiently } from './patience.js';

// question() → { set, body } or null when there is nothing to ask
export function useJudge(question) {
  const it = reactive({ answer: null, problem: null, isBusy: false });
  const checker = new Checker(async () => {
    const q = question();
    if (!q) return null;
    it.isBusy = true;
    return patiently(() => post(`/rule-sets/${q.set}/check`, q.body));
  }, (answer, problem) => {
    it.isBusy = false;
    it.problem = problem ?? null;
    if (answer) it.answer = answer;
  });
  onBeforeUnmount(() => checker.end());
  return Object.assign(it, {
    soon: () => checker.soon(),
    now: () => checker.now(),
    forget: () => { it.answer = null; it.problem = null; },
  });
}

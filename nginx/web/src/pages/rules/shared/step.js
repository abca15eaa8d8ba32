// A step in the course of a set, as its dialogs take it: busy while it is asked for, then done, or
// told why not. Its key stays the same, so that asking once more after a lost answer does it once.
import { ref } from 'vue';
import { newKey } from '../../../api/client.js';

export function useStep(emit) {
  const fault = ref('');
  const isBusy = ref(false);
  const key = newKey();

  // step: given { key }; what it answers goes along with "done".
  async function take(step) {
    isBusy.value = true;
    try {
      emit('done', await step({ key }));
    } catch (problem) {
      fault.value = problem.message;
    } finally {
      isBusy.value = false;
    }
  }
  return { fault, isBusy, take };
}

// How this instance is set up, as far as its pages tell it. Asked once.
import { reactive, readonly } from 'vue';
import { get } from './client.js';

// password_min 0: it has not told yet.
const state = reactive({
  is_trial: false, second_factor: 'off', password_min: 0, password_classes: 0, disclaimer: '',
});
let asked = null;

export const instance = readonly(state);

export function knowInstance() {
  asked ??= get('/instance', {}, { quiet: true })
    .then((answer) => Object.assign(state, answer))
    .catch(() => { asked = null; });
  return asked;
}

// Short messages of what has just happened, shown in a corner and read aloud. kind: good | bad
import { reactive } from 'vue';

const STAYS = 6000;
let last = 0;
export const messages = reactive([]);

export function unsay(id) {
  const at = messages.findIndex((m) => m.id === id);
  if (at >= 0) messages.splice(at, 1);
}

export function say(text, kind = 'good') {
  const id = ++last;
  messages.push({ id, text, kind });
  if (messages.length > 3) messages.shift();
  setTimeout(() => unsay(id), kind === 'bad' ? STAYS * 2 : STAYS);
}

export const sayProblem = (problem) => say(problem.message, 'bad');

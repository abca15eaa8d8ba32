// The list of areas, level by level, each asked for once.
import { get } from '../api/client.js';

const asked = new Map();

// → [{ code, label, has_children }]; none where the core knows no areas
export function areasBelow(parent) {
  if (!asked.has(parent)) {
    const answer = get('/vocabulary/area', { parent }).then((a) => a.items ?? []);
    answer.catch(() => asked.delete(parent));
    asked.set(parent, answer);
  }
  return asked.get(parent);
}

// A code and what it lies in, however the core writes provinces: 11, 110000, 110100, 110108.
export function wayTo(code) {
  if (!code) return [];
  const [a, b] = [code.slice(0, 2), code.slice(0, 4)];
  return [a, `${a}0000`, b, `${b}00`, code];
}

// The names from the province down, or '' when it is in no list
export async function nameOfArea(code) {
  const way = wayTo(code);
  const names = [];
  for (let n = 0, parent = ''; n < 3; n++) {
    const own = (await areasBelow(parent)).find((i) => way.includes(i.code));
    if (!own) break;
    if (own.label !== names.at(-1)) names.push(own.label);
    if (own.code === code) return names.join(' ');
    parent = own.code;
  }
  return '';
}

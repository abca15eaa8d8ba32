// Names for things in lists that stay with them when they move: the one that was made here before
// the thing was saved, else its id.
import { toRaw } from 'vue';

const made = new WeakMap();
let last = 0;

export function keysOf(items) {
  return items.map((item) => {
    if (item === null || typeof item !== 'object') return item;
    const thing = toRaw(item);
    if (item.id && !made.has(thing)) return item.id;
    if (!made.has(thing)) made.set(thing, `new-${++last}`);
    return made.get(thing);
  });
}

// Things in lists that have no id yet: the core gives them one when it first stores them. They are
// told by themselves and not by their place, since they may move before the answer comes.
import { escaped, isObject } from '../api/pointer.js';

// → [{ thing, path }]
export function newThings(data, path = '', out = []) {
  const each = (value, name) => newThings(value, `${path}/${escaped(name)}`, out);
  if (Array.isArray(data)) {
    data.forEach((item, n) => {
      if (isObject(item) && !item.id) out.push({ thing: item, path: `${path}/${n}` });
      each(item, n);
    });
  } else if (isObject(data)) {
    for (const [name, value] of Object.entries(data)) each(value, name);
  }
  return out;
}

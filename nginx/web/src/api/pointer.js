// JSON pointers into plain data, as findings and reasons name places.
const unescaped = (part) => part.replaceAll('~1', '/').replaceAll('~0', '~');
export const escaped = (part) => String(part).replaceAll('~', '~0').replaceAll('/', '~1');
export const partsOf = (path) => path.split('/').slice(1).map(unescaped);

export const valueAt = (data, path) => partsOf(path).reduce((v, part) => v?.[part], data);

// Writes in place; undefined removes. What is not there on the way is made: a list where a number
// follows, else an object.
export function setAt(data, path, value) {
  const names = partsOf(path);
  const last = names.pop();
  let at = data;
  names.forEach((name, n) => {
    if (at[name] === null || typeof at[name] !== 'object')
      at[name] = /^\d+$/.test(names[n + 1] ?? last) ? [] : {};
    at = at[name];
  });
  if (value !== undefined) at[last] = value;
  else if (Array.isArray(at)) at.splice(Number(last), 1);
  else delete at[last];
  return data;
}

export const copyOf = (value) =>
  value === undefined ? undefined : JSON.parse(JSON.stringify(value));

const isObject = (v) => v !== null && typeof v === 'object' && !Array.isArray(v);

// The order of an object's members says nothing.
export function isSame(a, b) {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((v, i) => isSame(v, b[i]));
  if (!isObject(a) || !isObject(b)) return false;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length &&
    names.every((n) => Object.hasOwn(b, n) && isSame(a[n], b[n]));
}

export { isObject };

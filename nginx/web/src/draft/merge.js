// Merges what two tabs made of one draft, field by field. Where only one of them changed a field
// its value stands; where both did, differently, somebody has to choose.
//
// Objects are merged member by member, lists of things that carry an id thing by thing, and all
// other lists as one value.
import { copyOf, escaped, isObject, isSame } from '../api/pointer.js';

const isKeyed = (list) =>
  Array.isArray(list) && list.length > 0 && list.every((x) => isObject(x) && x.id);
const idsOf = (list) => (Array.isArray(list) ? list.map((x) => x.id) : []);
const byId = (list, id) => (Array.isArray(list) ? list.find((x) => x.id === id) : undefined);
const isListOfThings = (...lists) =>
  lists.every((l) => l === undefined || (Array.isArray(l) && (l.length === 0 || isKeyed(l)))) &&
  lists.some(isKeyed);

function mergeObjects(base, mine, theirs, path, conflicts) {
  const out = {};
  const names = new Set([...Object.keys(theirs), ...Object.keys(mine)]);
  for (const name of names) {
    const at = `${path}/${escaped(name)}`;
    const value = mergeValues(base?.[name], mine[name], theirs[name], at, conflicts);
    if (value !== undefined) out[name] = value;
  }
  return out;
}

// Things keep the order that the one who moved them gave them; what the other added goes to the
// end. A thing that one removed and the other changed stays.
function mergeThings(base, mine, theirs, path, conflicts) {
  const moved = !isSame(idsOf(base), idsOf(mine));
  const [first, second] = moved ? [mine, theirs] : [theirs, mine];
  const ids = [...new Set([...idsOf(first), ...idsOf(second)])];
  const out = [];
  for (const id of ids) {
    const [b, m, t] = [byId(base, id), byId(mine, id), byId(theirs, id)];
    const isGone = (one, other) => one === undefined && b !== undefined && isSame(b, other);
    if (isGone(m, t) || isGone(t, m)) continue;
    if (m === undefined || t === undefined) out.push(copyOf(m ?? t));
    else out.push(mergeValues(b, m, t, `${path}/${out.length}`, conflicts));
  }
  return out;
}

function mergeValues(base, mine, theirs, path, conflicts) {
  if (isSame(mine, theirs) || isSame(base, theirs)) return copyOf(mine);
  if (isSame(base, mine)) return copyOf(theirs);
  if (isObject(mine) && isObject(theirs))
    return mergeObjects(isObject(base) ? base : {}, mine, theirs, path, conflicts);
  if (isListOfThings(base, mine, theirs) && mine && theirs)
    return mergeThings(base ?? [], mine, theirs, path, conflicts);
  conflicts.push({ path, base: copyOf(base), mine: copyOf(mine), theirs: copyOf(theirs) });
  return copyOf(mine);
}

// → { data, conflicts: [{path, base, mine, theirs}] }; until somebody chooses, mine stands.
export function merge(base, mine, theirs) {
  const conflicts = [];
  const data = mergeValues(base ?? {}, mine ?? {}, theirs ?? {}, '', conflicts) ?? {};
  return { data, conflicts };
}

// What an algorithm covers: products, paths of products, functions of paths. Which level was ticked
// is what is meant: a ticked product means all that it will ever have, and all functions ticked one
// by one do not mean that. So nothing is ever turned into another level.
//   entry: { product }, { product, path } or { product, path, function }
export const levelOf = (e) => (e.function ? 'function' : e.path ? 'path' : 'product');

export const isEntry = (a, b) =>
  a.product === b.product && (a.path ?? null) === (b.path ?? null) &&
  (a.function ?? null) === (b.function ?? null);

export const isTicked = (list, entry) => list.some((e) => isEntry(e, entry));

// Does a say more than b, so that b is in it?
const isAbove = (a, b) =>
  a.product === b.product && !isEntry(a, b) && (!a.path || a.path === b.path) && !a.function;

export const isCovered = (list, entry) => list.some((e) => isAbove(e, entry));

// → the list after a tick. What was ticked below is taken out, since it is covered now, and put
// into asleep, from which it comes back when the tick above goes.
export function tick(list, entry, asleep = []) {
  if (isTicked(list, entry)) {
    const rest = list.filter((e) => !isEntry(e, entry));
    const below = asleep.filter((e) => isAbove(entry, e));
    const woken = below.filter((e) => !isCovered([...rest, ...below], e));
    return {
      list: [...rest, ...woken],
      asleep: asleep.filter((e) => !woken.includes(e)),
    };
  }
  if (isCovered(list, entry)) return { list, asleep };
  const below = list.filter((e) => isAbove(entry, e));
  return {
    list: [...list.filter((e) => !below.includes(e)), { ...entry }],
    asleep: [...asleep, ...below],
  };
}

// The tree as rows to be drawn: [{ entry, level, name, state: 'mine' | 'covered' | 'none' }]
export function rowsOf(products, list) {
  const rows = [];
  const add = (entry, level, name, thing) => {
    const mine = isTicked(list, entry);
    const state = mine ? 'mine' : isCovered(list, entry) ? 'covered' : 'none';
    rows.push({ entry, level, name, state, thing });
  };
  for (const p of products) {
    add({ product: p.id }, 1, p.name, p);
    for (const path of p.paths ?? []) {
      if (!path.id) continue;
      add({ product: p.id, path: path.id }, 2, (path.steps ?? []).join(' › '), path);
      for (const f of path.functions ?? [])
        if (f.id) add({ product: p.id, path: path.id, function: f.id }, 3, f.name, f);
    }
  }
  return rows;
}

// Entries of things that are not there any more.
export function lostOf(products, list) {
  const rows = rowsOf(products, []);
  return list.filter((e) => !rows.some((r) => isEntry(r.entry, e)));
}

// An entry in words: 示例资讯 › 首页 › 推荐 › 首页推荐
export function nameOf(products, entry) {
  const product = products.find((p) => p.id === entry.product);
  const path = product?.paths?.find((x) => x.id === entry.path);
  const fn = path?.functions?.find((x) => x.id === entry.function);
  return [product?.name, path?.steps?.join(' › '), fn?.name].filter(Boolean).join(' › ');
}

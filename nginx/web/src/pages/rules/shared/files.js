// The texts of a rule set that somebody changes: what changed is kept beside the texts that it was
// changed from, path by path; null says that the file goes. No Vue.
export const shortOf = (hash) => (hash ?? '').slice(0, 12);

export const textsOf = (files) => Object.fromEntries(files.map((f) => [f.path, f.text]));

const has = (object, name) => Object.hasOwn(object, name);

export const textAt = (base, changes, path) =>
  has(changes, path) ? changes[path] : has(base, path) ? base[path] : null;

// → the changes after one more: a text that is the base's again is none.
export function change(base, changes, path, text) {
  const all = { ...changes, [path]: text };
  if (text === (has(base, path) ? base[path] : null)) delete all[path];
  return all;
}

function kindOf(base, changes, path) {
  if (!has(changes, path)) return null;
  if (changes[path] === null) return 'removed';
  return has(base, path) ? 'modified' : 'added';
}

// → [{ path, folder, name, change: null | 'added' | 'modified' | 'removed' }], by path
export function rowsOf(base, changes) {
  const paths = [...new Set([...Object.keys(base), ...Object.keys(changes)])].sort();
  return paths.map((path) => {
    const cut = path.lastIndexOf('/') + 1;
    const folder = path.slice(0, cut);
    return { path, folder, name: path.slice(cut), change: kindOf(base, changes, path) };
  });
}

// → [{ folder, rows }], what stands in no folder first
export function foldersOf(rows) {
  const folders = new Map([['', []]]);
  for (const row of rows) {
    if (!folders.has(row.folder)) folders.set(row.folder, []);
    folders.get(row.folder).push(row);
  }
  return [...folders].map(([folder, own]) => ({ folder, rows: own })).filter((f) => f.rows.length);
}

// Why a new file may not be called so; null: it may. The core has the last word.
export function nameFault(path, rows) {
  if (!path) return 'empty';
  if (!path.endsWith('.lua')) return 'ending';
  const isPlain = path.split('/').every((part) => /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(part));
  if (!isPlain || path.length > 56) return 'letters';
  const there = rows.find((r) => r.path === path);
  return there && there.change !== 'removed' ? 'there' : null;
}

// Faults and failed cases by file.
export function byFile(faults) {
  const map = new Map();
  for (const f of faults) {
    const path = pathOf(f.file);
    if (!map.has(path)) map.set(path, []);
    map.get(path).push(f);
  }
  return map;
}

// Sources say rules/limits.lua:6, or rules.local/…; the files of a set stand without that.
export const pathOf = (source) =>
  (source ?? '').replace(/^rules\.local\//, 'local/').replace(/^rules\//, '');

export function placeOf(source) {
  const [, file, line] = /^(.*?)(?::(\d+))?$/.exec(source ?? '');
  return { file: pathOf(file), line: line ? Number(line) : null };
}

// The same changes on another base. both: files that the new base changed as well, which somebody
// has to look at; what is mine stands.
export function rebase(changes, before, after) {
  const out = {};
  const both = [];
  for (const [path, text] of Object.entries(changes)) {
    const [was, is] = [before[path] ?? null, after[path] ?? null];
    if (text === is) continue;
    out[path] = text;
    if (was !== is) both.push(path);
  }
  return { changes: out, both };
}

// What one set changed of another, as changes.
export function between(before, after) {
  const out = {};
  for (const path of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [was, is] = [before[path] ?? null, after[path] ?? null];
    if (was !== is) out[path] = is;
  }
  return out;
}

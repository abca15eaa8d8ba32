// The places of a filing that a reviewer reads, complains of and walks through, in the form's
// order, and what is known at each: findings, changes, reasons. No Vue.
import { baseOf, placeOf } from '../../form/order.js';

const DEEPEST = 6;

function itemsOf(field, value, path, level) {
  const rows = [];
  const list = Array.isArray(value) ? value : [];
  list.forEach((item, n) => {
    const at = `${path}/${n}`;
    rows.push({ path: at, kind: 'item', n: n + 1, field, level, value: item });
    for (const own of field.fields ?? [])
      rows.push(...rowsOf(own, item?.[own.name], `${at}/${own.name}`, level + 1));
  });
  return rows;
}

function rowsOf(field, value, path, level = 0) {
  const isList = Boolean(field.fields?.length) && level < DEEPEST;
  const row = { path, kind: isList ? 'list' : 'field', field, level, value };
  return isList ? [row, ...itemsOf(field, value, path, level + 1)] : [row];
}

// → [{ id, path, title, rows }]; a row: { path, kind: 'field' | 'list' | 'item', field, level,
// value, n? }
export function sectionsOf(form, data) {
  return form.sections.map((section) => {
    const base = baseOf(form, section);
    const own = base ? data?.[section.id] : data;
    const rows = section.fields.flatMap((f) => rowsOf(f, own?.[f.name], `${base}/${f.name}`));
    return { id: section.id, path: base, title: section.title, law: section.law, rows };
  });
}

// The deepest place that is shown and holds the path; '' is the whole.
export function nearest(known, path) {
  let at = path ?? '';
  while (at && !known.has(at)) at = at.slice(0, at.lastIndexOf('/'));
  return at;
}

export function knownPlaces(sections) {
  const known = new Set(['']);
  for (const s of sections) {
    known.add(s.path);
    for (const row of s.rows) known.add(row.path);
  }
  return known;
}

// A place that was declared, without the numbers of items, holds the path; '' holds every one.
export function isWithin(path, declared) {
  const steps = path.split('/').filter((step) => !/^\d+$/.test(step)).join('/');
  return declared === '' || `${steps}/`.startsWith(`${declared}/`);
}

// The reasons that may be given at the path, and the others; a chosen one is in either.
export function codesAt(codes, path, chosen) {
  const here = codes.filter((c) => !c.paths || c.paths.some((p) => isWithin(path ?? '', p)));
  const elsewhere = codes.filter((c) => !here.includes(c));
  if (chosen && !codes.some((c) => c.code === chosen))
    elsewhere.push({ code: chosen, label: chosen });
  return { here, elsewhere };
}

// Lists of things with a path → Map of place → { findings, changes, before, threads, reasons }
export function marksOf(sections, lists) {
  const known = knownPlaces(sections);
  const marks = new Map();
  for (const [name, list] of Object.entries(lists)) {
    for (const one of list ?? []) {
      const at = nearest(known, one.path);
      if (!marks.has(at)) marks.set(at, {
        findings: [], changes: [], before: [], threads: [], reasons: [],
      });
      marks.get(at)[name].push(one);
    }
  }
  return marks;
}

// How many of each are in a section, itself and its rows.
export function countsOf(section, marks) {
  const sum = { findings: 0, changes: 0, before: 0, reasons: 0 };
  const places = new Set([section.path, ...section.rows.map((r) => r.path)]);
  for (const at of places) {
    const mark = at ? marks.get(at) : null;
    for (const name of Object.keys(sum)) sum[name] += mark?.[name].length ?? 0;
  }
  return sum;
}

// 'Models › 2 › Name' as a path reads to people; null for the whole and for what nobody knows.
export function labelOf(form, path) {
  return path ? placeOf(form, path)?.labels.join(' › ') ?? path : null;
}

// A row with nothing in it that nobody has anything to say about.
export const isQuiet = (row, marks) =>
  row.kind === 'field' && !marks.has(row.path) &&
  (row.value === undefined || row.value === null || row.value === '' ||
    (Array.isArray(row.value) && row.value.length === 0));

const compare = (a, b) => {
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return a[i] - b[i];
  return a.length - b.length;
};

// Reasons as one meets their places: those of the whole first, unknown places last.
export function inPlace(form, reasons) {
  const ranked = reasons.map((reason, n) => ({
    reason, n, rank: reason.path ? placeOf(form, reason.path)?.rank ?? [Infinity] : [-1],
  }));
  ranked.sort((a, b) => compare(a.rank, b.rank) || a.n - b.n);
  return ranked.map((r) => r.reason);
}

// The structure of a declared form: its steps, the order of its fields, and where a path stands.
// A form comes from /forms/{kind}: sections with fields for people, a schema for programs.
const parts = (path) => path.split('/').slice(1);

// Does the data hold an object a section, or the fields at once (as a product does)? Asked for
// every finding, so it is found out once a form.
const known = new WeakMap();
export function isSectioned(form) {
  if (!known.has(form)) {
    const { properties } = form.schema ?? {};
    known.set(form, form.sections.every((s) => properties?.[s.id]?.type === 'object'));
  }
  return known.get(form);
}

export const baseOf = (form, section) => (isSectioned(form) ? `/${section.id}` : '');

// All fields of the first level, in the form's order.
export function fieldsOf(form) {
  const out = [];
  for (const section of form.sections) {
    const base = baseOf(form, section);
    for (const field of section.fields)
      out.push({ path: `${base}/${field.name}`, section, field });
  }
  return out;
}

function declaredSteps(form) {
  const byId = new Map(form.sections.map((s) => [s.id, s]));
  return form.steps.map((step) => ({
    id: step.id, title: step.title, help: step.help,
    sections: step.sections.map((id) => byId.get(id)).filter(Boolean),
  }));
}

// → [{ id, title, sections }], as the form declares them; else a step a section.
export function stepsOf(form) {
  if (form.steps?.length) return declaredSteps(form);
  const steps = [];
  for (const section of form.sections) {
    const id = section.step ?? section.id;
    const last = steps[steps.length - 1];
    if (last?.id === id) last.sections.push(section);
    else steps.push({ id, title: section.step_title ?? section.title, sections: [section] });
  }
  return steps;
}

function sectionAt(form, name) {
  if (isSectioned(form)) return form.sections.find((s) => s.id === name);
  return form.sections.find((s) => s.fields.some((f) => f.name === name));
}

// Walks down from a field of the first level: list items by number, their fields by name.
function below(place, rest) {
  for (const part of rest) {
    if (/^\d+$/.test(part)) {
      place.rank.push(Number(part));
      place.labels.push(Number(part) + 1);
      continue;
    }
    const next = place.field.fields?.find((f) => f.name === part);
    if (!next) break;
    place.rank.push(place.field.fields.indexOf(next));
    place.labels.push(next.label);
    place.field = next;
  }
  return place;
}

// The field that a path leads to, with the labels on the way.
// → { section, field, path: of its first-level field, labels, rank: its place in the order }
export function placeOf(form, path) {
  const [first, ...rest] = parts(path);
  const section = sectionAt(form, first);
  if (!section) return null;
  const name = isSectioned(form) ? rest.shift() : first;
  const field = section.fields.find((f) => f.name === name) ?? null;
  const place = {
    section, field, path: null, labels: [section.title], rank: [form.sections.indexOf(section)],
  };
  if (!field) return place;
  place.path = `${baseOf(form, section)}/${name}`;
  place.rank.push(section.fields.indexOf(field));
  place.labels.push(field.label);
  return below(place, rest);
}

function compare(a, b) {
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) if (a[i] !== b[i]) return a[i] - b[i];
  return a.length - b.length;
}

const RANK = { error: 0, warning: 1, notice: 2 };

// Findings in the order in which one meets their fields; at one field the graver first.
export function inOrder(form, findings) {
  const ranked = findings.map((finding, n) => ({
    finding, n, rank: placeOf(form, finding.path ?? '')?.rank ?? [Infinity],
  }));
  ranked.sort((a, b) =>
    compare(a.rank, b.rank) ||
    (RANK[a.finding.severity] ?? 0) - (RANK[b.finding.severity] ?? 0) || a.n - b.n);
  return ranked.map((r) => r.finding);
}

// The step that shows a path; the first one for what stands nowhere.
export function stepOf(form, path) {
  const steps = stepsOf(form);
  const section = placeOf(form, path)?.section;
  return steps.find((s) => s.sections.some((x) => x.id === section?.id)) ?? steps[0];
}

export const schemaAt = (form, path) =>
  parts(path).reduce((s, part) => (s?.type === 'array' ? s.items : s?.properties?.[part]),
    form.schema);

// What may be chosen at a path: [{ code, label, description? }]
export function choicesOf(form, path) {
  let schema = schemaAt(form, path);
  if (schema?.type === 'array') schema = schema.items;
  const one = schema?.oneOf ?? schema?.anyOf ?? [];
  return one.map((o) => ({ code: o.const, label: o.title ?? o.const, description: o.description }));
}

export const isEmpty = (v) =>
  v === undefined || v === null || v === '' ||
  (Array.isArray(v) && v.length === 0) ||
  (typeof v === 'object' && !Array.isArray(v) && Object.values(v).every(isEmpty));

// How a step stands: open (nothing in it), bad (an error in what was filled), begun, done.
export function stateOfStep(form, step, { valueAt, findings, isApplicable = () => true }) {
  const own = fieldsOf(form).filter((f) => step.sections.includes(f.section));
  const filled = own.some((f) => !isEmpty(valueAt(f.path)));
  const errors = findings.filter((f) =>
    f.severity === 'error' && step.sections.includes(placeOf(form, f.path ?? '')?.section));
  const bad = errors.filter((f) => !isEmpty(valueAt(f.path)));
  if (bad.length) return { state: 'bad', bad: bad.length, missing: errors.length - bad.length };
  if (!filled) return { state: 'open', bad: 0, missing: errors.length };
  const lacks = own.filter((f) => f.field.required && isApplicable(f.path) &&
    isEmpty(valueAt(f.path)));
  const missing = Math.max(errors.length, lacks.length);
  return { state: missing ? 'begun' : 'done', bad: 0, missing };
}

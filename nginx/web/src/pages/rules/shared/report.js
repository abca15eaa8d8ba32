// What a replay's report says, as rows that a page shows. No Vue.
const DECISIONS = [
  'accept_to_refuse', 'refuse_to_accept', 'findings_changed', 'deadline_moved', 'route_moved',
  'derived_changed', 'error',
];
const LIVES = [
  'move_changed', 'effects_changed', 'number_changed', 'entry_changed', 'draft_changed',
  'product_changed', 'matter_changed', 'term_changed', 'clock_changed',
];
const GRAVE = new Set(['accept_to_refuse', 'error', 'number_changed']);

const rows = (names, counts) =>
  names.filter((name) => counts?.[name] !== undefined)
    .map((name) => ({ name, n: counts[name], isGrave: GRAVE.has(name) && counts[name] > 0 }));

export const decisionRows = (report) => rows(DECISIONS, report.counts);
export const lifeRows = (report) => rows(LIVES, report.lives?.counts);

// Did anything at all come out otherwise?
export const isUnchanged = (report) =>
  report.changed === 0 && lifeRows(report).every((r) => r.n === 0) &&
  !(report.law ?? []).length && !(report.landing ?? []).length &&
  (report.matters ?? []).every((m) => m.to === m.state);

// Open matters of supervision, as the rows of filings under way.
export const matterRows = (report) =>
  (report?.matters ?? []).map((m) => ({ ...m, filings: m.n }));

// What has no place under the new rules: the set cannot be made active.
export const strandedOf = (report) =>
  [...report?.landing ?? [], ...report?.matters ?? []].filter((l) => l.to === null);

// What changed in one judgement: [{ what, name, path?, before, after }], codes or texts; of a
// deadline, what is told of it
export function pairsOf(change) {
  const out = [];
  if (change.verdict) out.push({ what: 'verdict', ...change.verdict });
  for (const f of change.findings ?? [])
    out.push({ what: 'finding', name: f.title || f.rule, place: f.field || f.path, way: f.what,
      before: f.before, after: f.after });
  for (const d of change.deadlines ?? [])
    out.push({ what: 'deadline', name: (d.after ?? d.before)?.label || d.name,
      before: d.before, after: d.after });
  if (change.route)
    out.push({ what: 'route', before: routeOf(change.route.before),
      after: routeOf(change.route.after) });
  for (const name of change.derived ?? []) out.push({ what: 'derived', name });
  return out;
}

const routeOf = (r) =>
  r ? [r.stage, r.area, r.class, r.pool, r.grade].filter(Boolean).join(' · ') : null;

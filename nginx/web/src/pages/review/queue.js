// What a reviewer asks of the queue, as the address of the page says it. No Vue.

// The views of the queue, by the count that the core tells of each.
export const VIEWS = ['all', 'open', 'mine', 'overdue', 'soon'];
const HELD = 'held'; // by anybody: a view of who gives work out

const ASKS = {
  all: {},
  open: { state: 'open' },
  mine: { mine: 'true' },
  [HELD]: { state: 'claimed' },
  overdue: { overdue: 'true' },
  soon: { soon: 'true' },
};

export const viewOf = (query) => (query.view in ASKS ? query.view : 'all');

// Members of the address → members of GET /review/tasks
export function asked(query, more = {}) {
  const { stage, kind, class: of, q } = query;
  return { ...ASKS[viewOf(query)], stage, kind, class: of, q: q?.trim(), ...more };
}

const ORDERS = {
  due: (a, b) => (a.due_on ?? '9999').localeCompare(b.due_on ?? '9999'),
  submitted: (a, b) => (a.submitted_at ?? '').localeCompare(b.submitted_at ?? ''),
  title: (a, b) => a.title.localeCompare(b.title, 'zh-CN'),
  organization: (a, b) =>
    (a.organization_name ?? '').localeCompare(b.organization_name ?? '', 'zh-CN'),
};
export const SORTS = Object.keys(ORDERS);
export const sortOf = (query) => (SORTS.includes(query.sort) ? query.sort : 'due');

// The core answers by due date; another order is made of what is shown.
export function sorted(rows, sort) {
  return sort === 'due' ? rows : [...rows].sort(ORDERS[sort] ?? ORDERS.due);
}

// Choices for a filter, of what was seen so far: Map code → label, grown by the rows.
export function learn(seen, rows, code, label) {
  for (const row of rows) if (row[code]) seen.set(row[code], row[label] || row[code]);
  return seen;
}

// Requests about filings, and how they are shown.
import { call, get, post } from '../../../api/client.js';
import { may } from '../../../api/session.js';

export const formOf = (kind, action, more = {}) => get(`/forms/${kind}`, { action, ...more });

export async function load(id) {
  const { data, etag } = await call('GET', `/filings/${id}`);
  return { filing: data, data: data.data ?? {}, etag };
}

export async function save(id, data, etag, keepalive = false) {
  const options = { body: { data }, etag, keepalive, quiet: keepalive };
  const answer = await call('PUT', `/filings/${id}`, options);
  return { etag: answer.etag, data: answer.data.data, filing: answer.data };
}

// What the rules say of data that is not saved, in the company's own context.
export const check = (id, data) => post(`/filings/${id}/check`, { data });

// What the filer may do now: save submit withdraw …
export const canMove = (filing, verb) => (filing?.moves ?? []).some((m) => m.verb === verb);

export const historyOf = (id) => get(`/filings/${id}/history`);
export const withdraw = (id, key) => post(`/filings/${id}/withdraw`, {}, { key });
export const submit = (id, key) => post(`/filings/${id}/submit`, { declaration: true }, { key });

// Colours of a state: they only repeat what its label says. One filing tells no standing, a row
// of a list does.
const KINDS = { editable: 'plain', review: 'brand', in_force: 'good', over: 'bad' };
const USUAL = { approved: 'good', refused: 'bad', returned: 'warn', draft: 'plain' };
export function kindOfState({ standing, open_reasons, state }) {
  if (open_reasons > 0) return 'warn';
  return USUAL[state] ?? KINDS[standing] ?? 'brand';
}

// A draft of the kind, new or the untouched one that is already there. → its id
export async function begin(kind, action = 'initial', of = undefined) {
  const made = await post('/filings', { kind, action, of });
  return made.id;
}

// The same with what is known already; what is there stays. → its id
export async function beginWith(kind, action, of, data) {
  const id = await begin(kind, action, of);
  if (!data) return id;
  const opened = await load(id);
  const merged = { ...opened.data };
  for (const [section, values] of Object.entries(data))
    merged[section] = { ...values, ...merged[section] };
  await save(id, merged, opened.etag);
  return id;
}

export const editPath = (id) => `/filings/${id}/edit`;
export const placeOfRow = (row) =>
  row.standing === 'editable' && may('file') ? editPath(row.id) : `/filings/${row.id}`;

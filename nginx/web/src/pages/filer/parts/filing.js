// Requests about one filing, and what a core of an older make does not answer.
import { call, get, post } from '../../../api/client.js';

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

let canCheckData = true;

// What the rules say of data that is not saved, in the company's own context where the core can.
export async function check(filing, data) {
  if (canCheckData) {
    try {
      return await post(`/filings/${filing.id}/check`, { data });
    } catch (problem) {
      if (problem.status !== 422 && problem.status !== 400) throw problem;
      canCheckData = false;
    }
  }
  return post('/check', { kind: filing.kind, action: filing.action, data });
}

// What the filer may do now: save submit withdraw …
export const canMove = (filing, on) => (filing?.moves ?? []).some((m) => m.on === on);

export const historyOf = (id) => get(`/filings/${id}/history`);
export const withdraw = (id, key) => post(`/filings/${id}/withdraw`, {}, { key });
export const submit = (id, key) => post(`/filings/${id}/submit`, { declaration: true }, { key });

// Colours of a state: only repeat what its label says.
const KINDS = { editable: 'plain', review: 'brand', in_force: 'good', over: 'plain' };
export function kindOfState({ state, standing }) {
  if (/return/.test(state)) return 'warn';
  if (/refus|revoke|reject/.test(state)) return 'bad';
  if (standing) return KINDS[standing] ?? 'plain';
  if (/approv/.test(state)) return 'good';
  return /draft|withdrawn/.test(state) ? 'plain' : 'brand';
}

// A draft of the kind, new or the untouched one that is already there. → its id
export async function begin(kind, action = 'initial', of = undefined) {
  const made = await post('/filings', { kind, action, of });
  return made.id;
}

export const editPath = (id) => `/filings/${id}/edit`;
const isEditable = ({ standing, state }) =>
  standing ? standing === 'editable' : ['draft', 'returned', 'withdrawn'].includes(state);
export const placeOfRow = (row) =>
  isEditable(row) ? editPath(row.id) : `/filings/${row.id}`;

// The audit trail as the page asks for it.
import { query } from '../../api/client.js';
import { problemOf } from '../../api/problem.js';

export const FILTERS =
  ['from', 'to', 'kind', 'action', 'actor', 'object', 'address', 'request_id', 'q'];
export const KINDS = ['read', 'refusal', 'change'];

// What of an address are filters: those that say something.
export const filtersOf = (given) =>
  Object.fromEntries(FILTERS.filter((f) => given[f]).map((f) => [f, String(given[f])]));

// Saves all that is chosen as a file. fetch and not a link: a refusal is told on the page.
export async function saveTable(filters, name) {
  const address = `/api/v1/audit${query({ ...filters, format: 'csv' })}`;
  const response = await fetch(address, { credentials: 'same-origin' });
  if (!response.ok) throw await problemOf(response);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

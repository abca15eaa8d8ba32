// People of an organization, in requests.
import { call, get, list, patch, post, put, remove } from '../../../api/client.js';

const quiet = { quiet: true };
const members = '/organization/members';

export const GIVEN = ['submit', 'fill', 'read'];
export const membersOf = (cursor) => list(members, { limit: 50, cursor });
export const invite = (role) => post(members, { role }, quiet);
export const setRole = (id, role) => patch(`${members}/${id}`, { role }, quiet);
export const drop = (id) => remove(`${members}/${id}`, quiet);
export const leave = () => post('/organization/leave', {}, quiet);
export const handOver = (member, { password, code }) =>
  call('POST', '/organization/owner', {
    body: { member, password, ...(code ? { code } : {}) }, ...quiet });

// How the organization as such is reached.
export const contactOf = () => get('/organization');
export const setContact = (body) => put('/organization', body, quiet);
export const dropContact = () => remove('/organization/contact', quiet);

// Tokens of programs.
const DAY_MS = 86400000;
export const tokens = () => list('/tokens');
export const dropToken = (id) => remove(`/tokens/${id}`, quiet);
export function makeToken({ name, scope, days, password, code }) {
  const end = new Date(Date.now() + Number(days) * DAY_MS);
  const expires_at = Number.isNaN(end.getTime()) ? String(days) : end.toISOString();
  return call('POST', '/tokens', {
    body: { name, scope, expires_at, password, ...(code ? { code } : {}) }, ...quiet,
  }).then((answer) => answer.data);
}

// Mandates: those that the organization gave, and those that an agent accepted.
export const given = (cursor) => list('/organization/mandates', { limit: 20, cursor });
export const endMandate = (id) => remove(`/organization/mandates/${id}`, quiet);
export const giveMandate = (body) => post('/organization/mandates', body, quiet);
export const accepted = (cursor) => list('/mandates', { limit: 20, cursor });
export const resign = (id) => remove(`/mandates/${id}`, quiet);
export const lookAtMandate = (mandate) => post('/mandates/offer', { mandate }, quiet);
export const acceptMandate = (mandate) => post('/mandates/accept', { mandate }, quiet);

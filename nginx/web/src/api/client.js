// The API as pages see it: JSON in and out, a Problem thrown for everything that is not 2xx.
// A request that meets a session that has ended waits until somebody logged in again, and is then
// sent once more: what is on the screen stays there.
import { offline, problemOf } from './problem.js';

const BASE = '/api/v1';
let askToLogIn = null; // () → promise of whether somebody is logged in again

export function whenLoggedOut(ask) {
  askToLogIn = ask;
}

// The session has ended: → whether somebody logged in again
export const loggedInAgain = async () => Boolean(askToLogIn && (await askToLogIn()));

// { a: 1, state: ['x', 'y'], none: '' } → ?a=1&state=x&state=y
export function query(members = {}) {
  const q = new URLSearchParams();
  for (const [name, value] of Object.entries(members)) {
    for (const one of [value].flat())
      if (one !== '' && one !== null && one !== undefined && one !== false) q.append(name, one);
  }
  const text = q.toString();
  return text && `?${text}`;
}

function optionsOf(method, { body, etag, headers, signal, keepalive, key } = {}) {
  const sent = { Accept: 'application/json', ...headers };
  if (body !== undefined) sent['Content-Type'] = 'application/json';
  if (etag) sent['If-Match'] = etag;
  if (key) sent['Idempotency-Key'] = key;
  return {
    method, headers: sent, signal, keepalive, credentials: 'same-origin',
    body: body === undefined ? undefined : JSON.stringify(body),
  };
}

async function fetched(path, options) {
  try {
    return await fetch(BASE + path, options);
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw offline();
  }
}

// → { data, etag, status, headers }. quiet: a 401 is thrown and nobody is asked to log in.
export async function call(method, path, options = {}) {
  const sent = optionsOf(method, options);
  let response = await fetched(path, sent);
  if (response.status === 401 && !options.quiet && (await loggedInAgain()))
    response = await fetched(path, sent);
  if (!response.ok) throw await problemOf(response);
  const isJson = /json/.test(response.headers.get('Content-Type') ?? '');
  return {
    status: response.status,
    headers: response.headers,
    etag: response.headers.get('ETag'),
    data: isJson ? await response.json() : null,
  };
}

export const get = async (path, members, options) =>
  (await call('GET', path + query(members), options)).data;
export const post = async (path, body = {}, options) =>
  (await call('POST', path, { body, ...options })).data;
export const put = async (path, body, options) =>
  (await call('PUT', path, { body, ...options })).data;
export const patch = async (path, body, options) =>
  (await call('PATCH', path, { body, ...options })).data;
export const remove = async (path, options) => (await call('DELETE', path, options)).data;

// The first page of a list, and a way to the next ones.
export async function list(path, members = {}) {
  const answer = await get(path, members);
  return { ...answer, items: answer.items ?? [], next: answer.next ?? null };
}

// Something that makes a press of a button the same request however often it is sent.
export const newKey = () => globalThis.crypto.randomUUID();

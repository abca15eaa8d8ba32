// The API as a program sees it: bearer tokens, JSON in and out. Every answer is checked where it
// comes in, so that a failure shows the whole of it.
import assert from 'node:assert/strict';
import { randomBytes, createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from './http.mjs';
import { makers, endings } from './files.mjs';

export const api = '/api/v1';
export const sha256 = (b) => createHash('sha256').update(b).digest('hex');
export const unique = () => randomBytes(5).toString('hex');

// Every answer, for the contract test, from the moment that it puts a list here.
export const seen = { answers: null };

// Options of a request that holds only while the thing still has this ETag.
export const ifMatch = (etag) => ({ headers: { 'If-Match': etag } });

const show = (r) => `${r.method} ${r.path} → ${r.status} ${r.text.slice(0, 1500)}`;

// Fails with the whole answer in its words when the status is another one.
export function is(r, status, words = '') {
  const wanted = [status].flat();
  assert.ok(
    wanted.includes(r.status),
    `expected ${wanted.join(' or ')}${words && ` (${words})`}: ${show(r)}`,
  );
  return r;
}

// Fails unless the answer is a whole problem+json of this status and code, in Chinese for people.
export function isProblem(r, status, code) {
  is(r, status, code);
  assert.match(r.type, /^application\/problem\+json/, show(r));
  const p = r.json;
  for (const key of ['type', 'title', 'status', 'code', 'request_id'])
    assert.ok(p[key], `${key} is missing: ${show(r)}`);
  assert.equal(p.status, r.status, show(r));
  if (code) assert.ok([code].flat().includes(p.code), `expected code ${code}: ${show(r)}`);
  const words = p.title + (p.detail ?? '');
  assert.match(words, /[\u4e00-\u9fff]/, `words for people are in Chinese: ${show(r)}`);
  const machine = /sqlite|SELECT |INSERT |fcgi\/|\.c:\d/i;
  assert.doesNotMatch(r.text, machine, `nothing of the machine shows: ${show(r)}`);
  return p;
}

// The first finding at path, a JSON pointer or a pattern. severity: null takes any.
export function hasFinding(answer, path, { severity = 'error', rule } = {}) {
  const found = (answer.findings ?? []).find(
    (f) =>
      (path instanceof RegExp ? path.test(f.path) : f.path === path) &&
      (!severity || !f.severity || f.severity === severity) &&
      (!rule || f.rule === rule),
  );
  assert.ok(found, `no ${severity} at ${path}: ${JSON.stringify(answer.findings, null, 1)}`);
  return found;
}

export function isCompleteFinding(f) {
  const words = JSON.stringify(f);
  for (const key of ['rule', 'severity', 'message', 'suggestion', 'law', 'source'])
    assert.ok(f[key], `${key} is missing in ${words}`);
  assert.equal(typeof f.path, 'string', words);
  assert.match(f.source, /^rules\/\S+\.lua:\d+$/, words);
  assert.match(f.message, /[\u4e00-\u9fff]/, words);
}

// Passwords are hashed a few at a time, and whoever comes too many is told when to come again. A
// test that makes accounts does so; what is told is looked at where passwords are.
async function inTurn(ask) {
  for (let tries = 0; ; tries++) {
    const r = await ask();
    if (r.status !== 503 || r.json.code !== 'hashes_many' || tries === 30) return r;
    await sleep(Number(r.headers['retry-after']) * 1000);
  }
}

export class Client {
  constructor(instance, token = null) {
    this.instance = instance;
    this.token = token;
  }

  async call(method, path, { json, body, headers = {}, anonymous, ...rest } = {}) {
    const h = {};
    if (this.token && !anonymous) h.Authorization = `Bearer ${this.token}`;
    if (this.cookie && !anonymous) h.Cookie = this.cookie;
    if (json !== undefined) h['Content-Type'] = 'application/json';
    if (json !== undefined) body = JSON.stringify(json);
    if (body !== undefined) h['Content-Length'] = Buffer.byteLength(body);
    const isFull = /^\/(openapi\.json|healthz)/.test(path) || path.startsWith(api);
    const sent = { ...rest, headers: { ...h, ...headers }, body };
    if (this.from) sent.from ??= this.from;
    const r = await request(this.instance.url, method, isFull ? path : api + path, sent);
    if (seen.answers) seen.answers.push(r);
    return r;
  }
  get(path, options) {
    return this.call('GET', path, options);
  }
  post(path, json, options = {}) {
    return this.call('POST', path, { json: json ?? {}, ...options });
  }
  put(path, json, options = {}) {
    return this.call('PUT', path, { json, ...options });
  }
  del(path, options = {}) {
    return this.call('DELETE', path, options);
  }

  async login(username, password) {
    const json = { username, password, bearer: true };
    const answer = await inTurn(() => this.call('POST', '/session', { json, anonymous: true }));
    const r = is(answer, [200, 201], `login of ${username}`);
    assert.ok(r.json.token, show(r));
    assert.match(r.json.expires_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+08:00$/);
    this.token = r.json.token;
    this.username = username;
    this.password = password;
    return this;
  }

  async upload(bytes, mediaType, filename = `材料.${endings[mediaType] ?? 'bin'}`, options = {}) {
    const headers = { 'Content-Type': mediaType, 'X-Filename': encodeURIComponent(filename) };
    return this.call('POST', '/attachments', {
      body: bytes, ...options, headers: { ...headers, ...options.headers },
    });
  }

  // Uploads a new file of the first accepted type that files.mjs can make. → its id
  async uploadFor(accept = ['application/pdf']) {
    const type = accept.find((t) => makers[t]) ?? 'application/pdf';
    const bytes = makers[type](unique());
    const r = is(await this.upload(bytes, type), 201);
    assert.equal(r.json.sha256, sha256(bytes));
    return r.json.id;
  }
}

export async function staff(instance, role) {
  const c = instance.credentials[role];
  assert.ok(c, `credentials.json has no ${role}`);
  return new Client(instance).login(c.username, c.password);
}

// A new account of the administration or the review, logged in. admin is the system administrator.
export async function makeStaff(admin, body) {
  const [username, password] = [`s${unique()}`, `Pw-${unique()}-${unique()}`];
  const everywhere = [{ area: '', class: '' }];
  const account = { username, password, scope: everywhere, ...body };
  const { id } = is(await inTurn(() => admin.post('/staff', account)), 201).json;
  return Object.assign(await new Client(admin.instance).login(username, password), { id });
}

// Another person of the owner's organization, who was invited, logged in.
export async function join(owner, role = 'submit') {
  const { token: invitation } = is(await owner.post('/organization/members', { role }), 201).json;
  const [username, password] = [`m${unique()}`, `Pw-${unique()}-${unique()}`];
  const c = new Client(owner.instance);
  const contact = { contact_name: '李四', mobile: '13900139000', email: `${username}@example.com` };
  const body = { username, password, invitation, ...contact };
  const { id } = is(await inTurn(() => c.post('/accounts', body)), 201).json;
  return Object.assign(await c.login(username, password), { id });
}

// A new company with its filer, logged in.
export async function register(instance, organization = `测试公司${unique()}`) {
  const username = `u${unique()}`;
  const password = `Pw-${unique()}-${unique()}`;
  const c = new Client(instance);
  const contact = { contact_name: '张三', mobile: '13800138000', email: `${username}@example.com` };
  const body = { username, password, organization_name: organization, ...contact };
  is(await inTurn(() => c.post('/accounts', body)), 201);
  await c.login(username, password);
  c.organization = organization;
  return c;
}

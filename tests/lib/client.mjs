// A program's view of the API: bearer tokens, JSON in and out, answers checked where they are made.
import assert from 'node:assert/strict';
import { randomBytes, createHash } from 'node:crypto';
import { request } from './http.mjs';
import { makers, endings } from './files.mjs';

export const api = '/api/v1';
export const sha256 = (b) => createHash('sha256').update(b).digest('hex');
export const unique = () => randomBytes(5).toString('hex');

// What every answer was, for the contract test: filled only when somebody asks for it.
export const seen = { answers: null };

const show = (r) => `${r.method} ${r.path} → ${r.status} ${r.text.slice(0, 1500)}`;

// The answer has this status; otherwise the test fails with the whole answer in its words.
export function is(r, status, words = '') {
  const wanted = [status].flat();
  assert.ok(wanted.includes(r.status), `expected ${wanted.join(' or ')}${words && ` (${words})`}: ${show(r)}`);
  return r;
}

// The answer is a problem+json of this status and code, complete, in Chinese where people read it.
export function isProblem(r, status, code) {
  is(r, status, code);
  assert.match(r.type, /^application\/problem\+json/, show(r));
  const p = r.json;
  for (const key of ['type', 'title', 'status', 'code', 'request_id']) assert.ok(p[key], `${key} is missing: ${show(r)}`);
  assert.equal(p.status, r.status, show(r));
  if (code) assert.ok([code].flat().includes(p.code), `expected code ${code}: ${show(r)}`);
  assert.match(p.title + (p.detail ?? ''), /[\u4e00-\u9fff]/, `words for people are in Chinese: ${show(r)}`);
  assert.doesNotMatch(r.text, /sqlite|SELECT |INSERT |fcgi\/|\.c:\d/i, `nothing of the machine shows: ${show(r)}`);
  return p;
}

// A finding at path (a JSON pointer or a pattern), complete: message, suggestion, law, source with file and line.
export function hasFinding(answer, path, { severity = 'error', rule } = {}) {
  const found = (answer.findings ?? []).find(
    (f) => (path instanceof RegExp ? path.test(f.path) : f.path === path) && (!severity || !f.severity || f.severity === severity) && (!rule || f.rule === rule));
  assert.ok(found, `no ${severity} at ${path}: ${JSON.stringify(answer.findings, null, 1)}`);
  return found;
}

export function isCompleteFinding(f) {
  const words = JSON.stringify(f);
  for (const key of ['rule', 'severity', 'message', 'suggestion', 'law', 'source']) assert.ok(f[key], `${key} is missing in ${words}`);
  assert.equal(typeof f.path, 'string', words);
  assert.match(f.source, /^rules\/\S+\.lua:\d+$/, words);
  assert.match(f.message, /[\u4e00-\u9fff]/, words);
}

export class Client {
  constructor(instance, token = null) {
    this.instance = instance;
    this.token = token;
  }

  async call(method, path, { json, body, headers = {}, timeout, chunks, anonymous } = {}) {
    const h = {};
    if (this.token && !anonymous) h.Authorization = `Bearer ${this.token}`;
    if (this.cookie && !anonymous) h.Cookie = this.cookie;
    if (json !== undefined) h['Content-Type'] = 'application/json';
    if (json !== undefined) body = JSON.stringify(json);
    if (body !== undefined) h['Content-Length'] = Buffer.byteLength(body);
    const full = /^\/(openapi\.json|healthz|metrics)/.test(path) || path.startsWith(api) ? path : api + path;
    const r = await request(this.instance.url, method, full, { headers: { ...h, ...headers }, body, timeout, chunks });
    if (seen.answers) seen.answers.push(r);
    return r;
  }
  get(path, options) {
    return this.call('GET', path, options);
  }
  post(path, json, options = {}) {
    return this.call('POST', path, { json: options.body === undefined ? json ?? {} : undefined, ...options });
  }
  put(path, json, options = {}) {
    return this.call('PUT', path, { json: options.body === undefined ? json : undefined, ...options });
  }
  del(path, options = {}) {
    return this.call('DELETE', path, options);
  }

  async login(username, password) {
    const r = is(await this.call('POST', '/session', { json: { username, password, bearer: true }, anonymous: true }), [200, 201], `login of ${username}`);
    assert.ok(r.json.token, show(r));
    assert.match(r.json.expires_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+08:00$/);
    this.token = r.json.token;
    this.username = username;
    this.password = password;
    return this;
  }

  // Uploads bytes and gives the attachment.
  async upload(bytes, mediaType, filename = `材料.${endings[mediaType] ?? 'bin'}`, options = {}) {
    return this.call('POST', '/attachments', {
      body: bytes,
      headers: { 'Content-Type': mediaType, 'X-Filename': encodeURIComponent(filename), ...options.headers },
      ...options,
    });
  }

  // A file of the first accepted type that can be made, freshly unique; answers its id.
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

// A new company with its filer, logged in.
export async function register(instance, organization = `测试公司${unique()}`) {
  const username = `u${unique()}`;
  const password = `Pw-${unique()}-${unique()}`;
  const c = new Client(instance);
  is(await c.post('/accounts', { username, password, organization_name: organization, contact_name: '张三', mobile: '13800138000', email: `${username}@example.com` }), 201);
  await c.login(username, password);
  c.organization = organization;
  return c;
}

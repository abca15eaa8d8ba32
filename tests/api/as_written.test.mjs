// What comes in is read as the standards write it: media types, addresses, numbers, names in
// queries; and what was typed is kept whenever it cannot be saved.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Instance, program, root } from '../lib/instance.mjs';
import { Client, ifMatch, is, isProblem, register, unique } from '../lib/client.mjs';
import { raw } from '../lib/raw.mjs';
import { routes } from '../lib/routes.mjs';
import {
  approvedCompany, decide, draft, form, productData, reviewers, subjectData, submit,
} from '../lib/way.mjs';

let instance, open, by;
before(async () => {
  instance = await Instance.start({ rules: 'own' });
  open = new Client(instance);
  by = await reviewers(instance);
});
after(() => instance?.end());

const send = (type, body = '{"kind":"subject","data":{}}') =>
  open.call('POST', '/check', { body, headers: type === null ? {} : { 'Content-Type': type } });

test('JSON is one media type, in UTF-8, with whatever parameters', async () => {
  for (const type of [
    'application/json', 'APPLICATION/Json', 'application/json;charset=UTF-8',
    'application/json; charset="utf-8"', 'application/json ; v=1; Charset=utf-8',
  ]) is(await send(type), 200, type);
  for (const type of [
    null, 'application/jsonp', 'application/json-patch+json', 'application/json; charset=gbk',
    'application/json; charset=GB18030', 'text/json', 'application/x-www-form-urlencoded',
    'application/json; charset=utf-8; charset=gbk', 'application/json, text/plain',
  ]) isProblem(await send(type), 415, 'media_type_unsupported');
});

test('a body is as long as it says, in one piece or in chunks', async () => {
  const text = '{"kind":"subject","data":{}}';
  const headers = { 'Content-Type': 'application/json' };
  const chunked = (...pieces) => open.call('POST', '/check', {
    headers: { ...headers, 'Transfer-Encoding': 'chunked' },
    chunks: (q) => {
      for (const piece of pieces) q.write(piece);
      q.end();
    },
  });
  is(await chunked(text), 200);
  is(await chunked(...text), 200);
  isProblem(await chunked(text.slice(0, -1)), 400, 'json_malformed');
  const line = ['POST /api/v1/check HTTP/1.1', 'Host: x', 'Content-Type: application/json'];
  is(await raw(instance.port, line, text), 200);
  for (const more of [
    'Content-Length: 28', 'Content-Length: 5', 'Content-Length: x', 'Transfer-Encoding: chunked',
    'Transfer-Encoding: gzip',
  ]) assert.ok((await raw(instance.port, [...line, more], text)).status >= 400, more);
});

test('a header that decides something is refused when it comes twice', async () => {
  const filer = await register(instance);
  const of = (...more) => raw(instance.port, [
    'GET /api/v1/filings HTTP/1.1', 'Host: x', `Authorization: Bearer ${filer.token}`, ...more,
  ]);
  is(await of(), 200);
  for (const more of [
    'Authorization: Bearer x', 'Host: y', 'Origin: http://x', 'Sec-Fetch-Site: none',
  ]) isProblem(await of(more, more), 400);
});

test('every address that is read is there for HEAD, and what it may is said', async () => {
  const paths = new Map();
  for (const r of routes) paths.set(r.path, [...(paths.get(r.path) ?? []), r.method]);
  for (const [path, methods] of paths) {
    const full = /^\/(openapi|healthz)/.test(path) ? path : `/api/v1${path}`;
    const at = full.replace(/\{\w+\}/g, 'nothing');
    if (/\/pages\//.test(at)) continue;
    const told = methods.flatMap((m) => (m === 'GET' ? ['GET', 'HEAD'] : [m]));
    const r = await open.call('OPTIONS', at);
    isProblem(r, 405, 'method_not_allowed');
    const allowed = r.headers.allow.split(', ');
    for (const m of told) assert.ok(allowed.includes(m), `${path}: ${allowed}`);
    if (!methods.includes('GET')) continue;
    const [get, head] = [await open.get(at), await open.call('HEAD', at)];
    assert.equal(head.status, get.status, path);
    assert.equal(head.text, '');
    assert.equal(head.type, get.type);
  }
});

test('an address is what it decodes to, once, and a coded slash parts nothing', async () => {
  const filer = await register(instance);
  const { id } = await draft(filer, 'subject', {});
  is(await filer.get(`/filings/${id}`), 200);
  is(await filer.get(`/filings/%${id.charCodeAt(0).toString(16)}${id.slice(1)}`), 200);
  for (const path of [
    `/filings/${id}/`, `/filings/${id}%2Fhistory`, `/filings%2f${id}`, `/filings/${id}%252Fhistory`,
    `/filings/${id}%20`, `/filings/${id};a=1`, `/FILINGS/${id}`, `/filings/${id}%00`, '/filings/',
    '/%66ilings%2F', `/filings/..%2Ffilings/${id}`,
  ]) isProblem(await filer.get(path), [400, 404]);
  is(await filer.get(`/%66ilings/${id}`), 200);
  is(await filer.get(`/filings/${id}%ff`), 400);
});

test('a name in a query is known however it is encoded, and no other is taken', async () => {
  const { items } = is(await open.get('/register?%6cimit=1'), 200).json;
  assert.ok(items.length <= 1);
  isProblem(await open.get('/register?%6cimit=x'), 400, 'limit_invalid');
  isProblem(await open.get('/register?limit=1&l%69mit=2'), 400, 'parameter_repeated');
  for (const r of routes.filter((x) => x.method === 'GET')) {
    const full = /^\/(openapi|healthz)/.test(r.path) ? r.path : `/api/v1${r.path}`;
    if (/\/pages\//.test(full)) continue;
    const at = full.replace(/\{\w+\}/g, 'nothing');
    for (const query of ['nobody=1', 'nobody', '=1', 'LIMIT=1', '%00=1', 'limit[]=1'])
      is(await open.get(`${at}?${query}`), 400, at);
  }
});

test('a number without a fraction is an integer, however it is written', async () => {
  const f = await form(open, 'product');
  const [field] = Object.entries(f.schema.properties).find(([, s]) => s.type === 'integer');
  const filer = await approvedCompany(instance, by);
  const body = JSON.stringify({ ...(await productData(filer)), [field]: 12345678 });
  const post = (number) => filer.call('POST', '/products', {
    body: body.replace('12345678', number).replace(/产品[0-9a-f]+/, `产品${unique()}`),
    headers: { 'Content-Type': 'application/json' },
  });
  for (const [written, read] of [
    ['20000', 20000], ['20000.0', 20000], ['2e4', 20000], ['2.0E+4', 20000], ['200000e-1', 20000],
    ['0.0', 0], ['-0.0', 0],
  ]) {
    const made = is(await post(written), 201, written).json;
    assert.equal(made[field], read, written);
    const text = is(await filer.get(`/products/${made.id}`), 200).text;
    assert.ok(text.includes(`"${field}":${read},`), `${written} is kept as an integer`);
  }
  for (const written of ['20000.5', '1e-3', '1e300', '"20000"']) is(await post(written), 422);
});

test('a schema takes what the server takes', async () => {
  const kinds = [];
  const walk = (s) => {
    if (s?.format) kinds.push(s.format);
    for (const x of Object.values(s ?? {})) if (typeof x === 'object') walk(x);
  };
  for (const kind of ['subject', 'algorithm', 'product']) walk((await form(open, kind)).schema);
  assert.ok(kinds.includes('iri') && kinds.includes('idn-email'));
  assert.ok(!kinds.includes('uri') && !kinds.includes('email'));
});

test('a NUL is no JSON, wherever it stands', async () => {
  for (const body of [
    '{"kind":"subject","data":{"basic":{"name":123\0}}}', '{"kind":"subject","data":{}}\0',
    '\0{"kind":"subject","data":{}}', '{"kind":"subject","data":{"a":true\0}}',
    '{"kind":"subject","data":{"a":[1\0]}}', '{"kind":"subject","data":{"a":"x\0y"}}',
    '{"kind":"subject","data":{"a":-1.5e3\0}}',
  ]) isProblem(await send('application/json', body), 400, 'json_malformed');
});

test('a save that comes too late is kept, whatever has closed the filing', async () => {
  const late = async (filer, filing, note) => {
    const data = { ...filing.data, website: { ...filing.data.website, traffic_note: note } };
    const r = await filer.put(`/filings/${filing.id}`, { data }, ifMatch(filing.etag));
    const p = isProblem(r, 409, 'not_editable');
    const kept = is(await filer.get(`/filings/${filing.id}/kept/${p.kept}`), 200).json;
    assert.equal(kept.data.website.traffic_note, note);
    assert.match(p.detail, /另存/);
    return p.kept;
  };
  const filer = await register(instance);
  const filing = await draft(filer, 'subject', await subjectData(filer));
  is(await submit(filer, filing), 200);
  const first = await late(filer, filing, '在另一处写的一大段');
  assert.equal(await late(filer, filing, '在另一处写的一大段'), first, 'the same is kept once');
  await decide(by.preliminary, filing.id);
  assert.notEqual(await late(filer, filing, '审核之后写的'), first);

  const now = is(await filer.get(`/filings/${filing.id}`), 200);
  const same = await filer.put(`/filings/${filing.id}`, { data: now.json.data },
    ifMatch(now.headers.etag));
  assert.equal(isProblem(same, 409, 'not_editable').kept, undefined, 'nothing of it is lost');
  isProblem(await filer.put(`/filings/${filing.id}`, { data: { no: 1 } }, ifMatch('*')), 409);
});

test('a file of rules that is passed over is named', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'suanbei-rules-'));
  try {
    const rules = join(folder, 'rules');
    await cp(join(root, 'rules'), rules, { recursive: true });
    const text = await readFile(join(rules, 'checks/icp.lua'));
    const names = [
      'checks/address.lua.txt', 'limits.lua.bak', 'checks/a.LUA', 'forms/b.lua~', 'lib/c.luac',
      'workflow', 'calendar/2027.json5', '地址.txt',
    ];
    for (const n of names) await writeFile(join(rules, n), text);
    for (const word of ['check', 'test']) {
      const r = spawnSync(program, ['rules', word, rules], { encoding: 'utf8' });
      assert.equal(r.status, 0, r.stderr);
      for (const n of names) assert.ok(r.stderr.includes(n), `rules ${word}: ${n}`);
      assert.ok(!/README|handbook\.md/.test(r.stderr), r.stderr);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  await writeFile(join(instance.rules, 'checks/misnamed.lua.txt'), 'x');
  await instance.until('the log names it', async () =>
    (await instance.logs()).includes(basename('checks/misnamed.lua.txt')));
});

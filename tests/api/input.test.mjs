// Malformed input gets a problem with a code, and changes nothing.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import {
  Client, hasFinding, ifMatch, is, isCompleteFinding, isProblem, register,
} from '../lib/client.mjs';
import { draft } from '../lib/way.mjs';

let instance, filer, open;
before(async () => {
  instance = await Instance.start();
  filer = await register(instance);
  open = new Client(instance);
});
after(() => instance?.end());

const json = { 'Content-Type': 'application/json' };
const send = (body, headers = json) => filer.call('POST', '/filings', { body, headers });
const ask = (body) => open.call('POST', '/check', { body, headers: json });
const count = async () => is(await filer.get('/filings?limit=100'), 200).json.items.length;

// A test after which there are as many filings as before.
function refuses(words, fn) {
  test(words, async () => {
    const n = await count();
    await fn();
    assert.equal(await count(), n, 'nothing was stored');
  });
}

refuses('malformed JSON is refused', async () => {
  for (const body of [
    '', '{', '{"kind":"subject",}', 'null x', '{"kind":"subject"} {}', '\ufeff{"kind":"subject"}',
    "{'kind':1}", '{"kind":NaN}',
  ]) {
    isProblem(await send(body), 400, 'json_malformed');
  }
});

refuses('NUL and broken UTF-8 in JSON are refused', async () => {
  for (const body of [
    '{"kind":"subject\\u0000","action":"initial"}',
    Buffer.from('{"kind":"\0","action":"initial"}'),
    Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
  ]) {
    isProblem(await send(body), 400, 'json_malformed');
  }
});

refuses('a filing that nothing would be done to is not taken', async () => {
  const of = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
  const r = await send(JSON.stringify({ kind: 'subject', action: 'initial', of }));
  const p = isProblem(r, 400, 'of_unused');
  assert.equal(p.where, '/of');
  assert.equal(p.detail, '“首次备案”不针对已有的备案，请不要填写 of');
});

refuses('a duplicate key is refused', async () => {
  const twice = '{"kind":"subject","kind":"subject","action":"initial"}';
  isProblem(await send(twice), 400, 'json_duplicate_key');
  const deep = '{"kind":"subject","action":"initial","data":{"a":{"b":1,"b":2}}}';
  isProblem(await ask(deep), 400, 'json_duplicate_key');
});

refuses('JSON deeper than 64 is refused, whatever its length', async () => {
  const deep = (n) =>
    `{"kind":"subject","action":"initial","data":${'['.repeat(n)}${']'.repeat(n)}}`;
  isProblem(await ask(deep(64)), 400, 'json_too_deep');
  isProblem(await ask(deep(100000)), 400, 'json_too_deep');
  isProblem(await ask('['.repeat(100000)), 400, ['json_too_deep', 'json_malformed']);
});

refuses('a command with unknown, missing or bad members gets a finding for each', async () => {
  const any = { severity: null };
  const p = isProblem(await filer.post('/filings', { kind: 7, colour: 'red' }), 422);
  for (const at of ['/kind', '/colour', '/action']) hasFinding(p, at, any);
  for (const body of ['[]', '"x"', '1', 'null', 'true']) isProblem(await send(body), [400, 422]);
  const kind = await filer.post('/filings', { kind: 'nothing', action: 'initial' });
  hasFinding(isProblem(kind, 422), '/kind', any);
  const action = await filer.post('/filings', { kind: 'subject', action: 'nothing' });
  hasFinding(isProblem(action, 422), '/action', any);
});

test('draft data that the form knows nothing of is refused, and nothing is lost', async () => {
  const filing = await draft(filer, 'subject', {});
  const at = `/filings/${filing.id}`;
  for (const data of [[], 'x', 5, null, { nonsense: {} }, { nonsense: 1 }]) {
    const r = await filer.put(at, { data }, ifMatch(filing.etag));
    isProblem(r, 422);
    assert.ok(r.json.findings.length > 0, r.text);
  }
  const now = is(await filer.get(at), 200);
  assert.equal(now.headers.etag, filing.etag);
  assert.deepEqual(now.json.data, {});
  is(await filer.del(at, ifMatch(filing.etag)), [200, 204]);
});

test('a field of the wrong type or unknown is named in the words of the form', async () => {
  const filing = await draft(filer, 'subject', {});
  const data = { basic: { name: 7, nmae: '某公司' }, website: [], other: true };
  const r = await filer.put(`/filings/${filing.id}`, { data }, ifMatch(filing.etag));
  const p = isProblem(r, 422, 'shape_invalid');
  p.findings.forEach(isCompleteFinding);
  const at = (path) => hasFinding(p, path);
  assert.deepEqual([at('/basic/name').value, at('/basic/name').title], ['7', '数据类型与表单一致']);
  assert.match(at('/basic/name').field, / › .*名称/);
  assert.match(at('/basic/nmae').field, / › nmae$/);
  assert.equal(at('/basic/nmae').value, '某公司');
  assert.match(at('/website').message, /应为一组字段，现为列表/);
  assert.equal(at('/other').value, '是');
  is(await filer.del(`/filings/${filing.id}`, ifMatch(filing.etag)), [200, 204]);
});

refuses('a body over the limit is refused with 413, by the core and by nginx alike', async () => {
  const long = JSON.stringify({ kind: 'x'.repeat(100000), action: 'initial' });
  isProblem(await send(long), 413);
  for (const size of [3e6, 2e8]) {
    const headers = { ...json, 'Content-Length': String(size), Connection: 'close' };
    const chunks = (q) => (q.on('error', () => {}), q.write('{"kind":"xxx'));
    isProblem(await filer.call('POST', '/filings', { headers, chunks }), 413);
  }
});

refuses('a wrong content type is refused with 415', async () => {
  const body = '{"kind":"subject","action":"initial"}';
  for (const type of [
    'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x',
  ]) {
    isProblem(await send(body, { 'Content-Type': type }), 415);
  }
});

test('unknown paths and methods get 404 and 405, as problems', async () => {
  for (const path of [
    '/nothing', '/filings/x/y/z', '/', '/filings/%00', '/filings/..%2f..%2fetc', '/filings/%ff',
  ]) {
    isProblem(await filer.get(path), [404, 400]);
  }
  is(await filer.get('/../../../etc/passwd'), [400, 404]);
  const r = await filer.call('PATCH', '/filings');
  isProblem(r, 405);
  assert.match(r.headers.allow ?? '', /GET/);
  isProblem(await filer.call('DELETE', '/vocabulary'), 405);
  for (const id of ['x', '0'.repeat(26), '../x', 'a'.repeat(4000)]) {
    isProblem(await filer.get(`/filings/${id}`), [404, 400, 414]);
  }
});

test('dates that do not exist are refused', async () => {
  const body = { kind: 'subject', action: 'initial', data: {} };
  const dates = ['2026-02-29', '2026-13-01', '2026-1-1', 'heute', '2026-11-31', '20261124', 5];
  for (const today of dates) {
    const p = isProblem(await open.post('/check', { ...body, clock: { today } }), [400, 422]);
    if (p.findings) hasFinding(p, '/clock/today', { severity: null });
  }
});

test('query parameters that make no sense are refused', async () => {
  for (const query of ['limit=0', 'limit=-1', 'limit=x', 'limit=99999999999999']) {
    isProblem(await filer.get(`/filings?${query}`), [400, 422]);
  }
});

test('a bad or doubled Authorization header opens nothing', async () => {
  const good = `Bearer ${filer.token}`;
  for (const a of [
    'Bearer', 'Bearer ', 'Bearer x', `bearer${filer.token}`,
    `Basic ${Buffer.from('a:b').toString('base64')}`, `${good}x`, `Bearer ${'a'.repeat(7000)}`,
  ]) {
    isProblem(await open.get('/filings', { headers: { Authorization: a } }), 401, 'login_required');
  }
  is(await open.get('/filings', { headers: { Authorization: good } }), 200);
  const twice = await open.get('/filings', { headers: { Authorization: ['Bearer x', good] } });
  isProblem(twice, [400, 401]);
});

test('every answer carries a request id, forbids sniffing, and stays out of caches', async () => {
  const r = is(await filer.get('/filings'), 200);
  assert.match(r.headers['cache-control'] ?? '', /no-store/);
  assert.equal(r.headers['x-content-type-options'], 'nosniff');
  const p = isProblem(await filer.get('/filings/nothing'), 404, 'not_found');
  assert.match(p.request_id, /^[0-9a-z]{16,}$/i);
});

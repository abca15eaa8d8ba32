// Values that nobody else has are put into every personal place, and then looked for in every byte
// that an instance leaves on a disk, and in the folder in memory once nobody uses what was in it.
// A new personal place is a row here, and a line in fill() that puts its value in.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Instance, filesBelow, isAlive, kill, root } from '../lib/instance.mjs';
import { Client, ifMatch, is, isProblem, staff, unique } from '../lib/client.mjs';
import {
  algorithmData, draft, form, productData, save, subjectData, submit, taskOf,
} from '../lib/way.mjs';
import { pdf, png } from '../lib/files.mjs';
import { pointerTo, withValue } from '../lib/forms.mjs';
import { closed, memoryOf } from '../lib/memory.mjs';

// ---- the places ---------------------------------------------------------------------------------

const digits = (n) => Array.from({ length: n }, () => randomInt(10)).join('');
const mobile = () => `139${digits(8)}`;
const email = () => `${unique()}@canary.example`;
const words = (what) => `${what}-${unique()}${unique()}`;

// A number whose check character fits, of somebody born on some day.
function identity() {
  const head = `110101${1960 + randomInt(40)}0${1 + randomInt(9)}${10 + randomInt(18)}${digits(3)}`;
  const factors = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  return head + '10X98765432'[[...head].reduce((s, c, i) => s + c * factors[i], 0) % 11];
}

const places = {
  'contact name of an account': words('lianxiren'),
  'mobile of an account': mobile(),
  'e-mail of an account': email(),
  'contact name that was changed': words('gaiming'),
  'mobile that was changed': mobile(),
  'password': words('Mima'),
  'password that was changed': words('Xinmima'),
  'password that was wrong': words('Cuomima'),
  'password typed as a user name': words('mima-as-name'),
  'password of staff': words('Yuangong'),
  'mobile named to get back in': mobile(),
  'identity number in a filing': identity(),
  'name of a person in a filing': words('zeren'),
  'mobile in a filing': mobile(),
  'e-mail in a filing': email(),
  'address in a filing': words('dizhi'),
  'identity number in a draft that was saved over': identity(),
  'identity number in a save that lost': identity(),
  'identity number in a check that stores nothing': identity(),
  'identity number in a refused submit': identity(),
  'secret of an algorithm': words('suanfa'),
  'name of a file': words('wenjian'),
  'content of a PDF': words('neirong'),
  'content of an image': words('tuxiang'),
  'content of a refused file': words('beiju'),
  'data of a product': words('chanpin'),
  'data of a product whose save lost': words('chanpinlost'),
  'data in a reply kept for its key': words('chongfu'),
  'reason of a decision': words('liyou'),
  'suggestion of a decision': words('jianyi'),
  'note of a decision': words('beizhu'),
  'reason of a decision under way': words('caogao'),
};
const tokens = [];

// ---- putting them in ----------------------------------------------------------------------------

const v = (place) => {
  assert.ok(places[place], `${place} is in the table`);
  return places[place];
};
const put = (data, f, values) => Object.entries(values).reduce((d, [title, value]) => {
  const at = pointerTo(f.schema, new RegExp(title));
  assert.ok(at, `a field ${title}`);
  return withValue(d, at, value);
}, data);

let instance;

async function enter() {
  const c = new Client(instance);
  const username = `u${unique()}`;
  is(await c.post('/accounts', {
    username, password: v('password'), organization_name: `金丝雀${unique()}`,
    contact_name: v('contact name of an account'), mobile: v('mobile of an account'),
    email: v('e-mail of an account'),
  }, { headers: { 'Idempotency-Key': unique() } }), 201);
  const guess = (name, password) =>
    c.post('/session', { username: name, password, bearer: true }, { anonymous: true });
  isProblem(await guess(username, v('password that was wrong')), 401);
  isProblem(await guess(v('password typed as a user name'), 'x-nothing-1'), 401);
  await c.post('/account/recovery', { username, mobile: v('mobile named to get back in') });
  await c.login(username, v('password'));
  const change = {
    old_password: v('password'), new_password: v('password that was changed') };
  is(await c.put('/account/password', change), [200, 204]);
  await c.login(username, v('password that was changed'));
  is(await c.put('/account', {
    contact_name: v('contact name that was changed'), mobile: v('mobile that was changed'),
    email: email(),
  }), [200, 204]);
  tokens.push(c.token);
  return c;
}

async function files(c) {
  const name = v('name of a file');
  const mine = {};
  for (const [type, bytes] of [
    ['application/pdf', pdf(v('content of a PDF'))], ['image/png', png(v('content of an image'))],
  ]) {
    const headers = { 'Idempotency-Key': unique() };
    mine[type] = is(await c.upload(bytes, type, `${name}.${type.slice(-3)}`, { headers }), 201);
    is(await c.get(`/attachments/${mine[type].json.id}`), 200);
  }
  const refused = Buffer.from(v('content of a refused file'));
  isProblem(await c.upload(refused, 'application/pdf', `${name}.pdf`), 422);
  return mine;
}

async function subject(c, mine) {
  const f = await form(c, 'subject');
  const person = (number) => ({
    责任人姓名: v('name of a person in a filing'), 责任人证件号码: number,
    责任人手机号码: v('mobile in a filing'), 责任人电子邮箱: v('e-mail in a filing'),
    证件地址: v('address in a filing'), 证件扫描件: mine['application/pdf'].json.id,
    责任人证件影像: mine['image/png'].json.id,
  });
  const base = await subjectData(c);
  const of = (place) => put(base, f, person(v(place)));
  is(await c.post('/check', {
    kind: 'subject', action: 'initial',
    data: of('identity number in a check that stores nothing'),
  }), 200);

  const first = await draft(c, 'subject', of('identity number in a draft that was saved over'));
  const incomplete = withValue(of('identity number in a refused submit'), '/basic/name', '');
  const second = await save(c, first, incomplete);
  isProblem(await submit(c, second), 422, 'not_acceptable');
  const lost = await c.put(`/filings/${first.id}`,
    { data: of('identity number in a save that lost') }, ifMatch(first.etag));
  isProblem(lost, 412);
  const now = is(await c.get(`/filings/${first.id}`), 200).headers.etag;
  const last = await save(c, { id: first.id, etag: now }, of('identity number in a filing'));
  is(await submit(c, last, { headers: { 'Idempotency-Key': unique() } }), 200);
  return first.id;
}

async function review(c, id) {
  const admin = await staff(instance, 'system_admin');
  const [username, password] = [`s${unique()}`, v('password of staff')];
  is(await admin.post('/staff', {
    username, password, roles: ['preliminary_reviewer'], scope: [{ area: '', class: '' }],
  }), 201);
  const reviewer = await new Client(instance).login(username, password);
  const task = await taskOf(reviewer, id);
  is(await reviewer.post(`/review/tasks/${task.id}/claim`), 200);
  const decision = (reason) => ({
    outcome: 'return', note: v('note of a decision'),
    reasons: [{ path: '/basic', reason, suggestion: v('suggestion of a decision') }] });
  const under = decision(v('reason of a decision under way'));
  is(await reviewer.put(`/review/tasks/${task.id}/draft`, under), [200, 204]);
  is(await reviewer.post(`/review/tasks/${task.id}/decision`,
    decision(v('reason of a decision'))), 200);
  tokens.push(reviewer.token);

  // It goes in again, and is passed: only then may there be products.
  const { json, headers } = is(await c.get(`/filings/${id}`), 200);
  const again = await save(c, { id, etag: headers.etag }, json.data);
  is(await submit(c, again), 200);
  const next = await taskOf(reviewer, id);
  is(await reviewer.post(`/review/tasks/${next.id}/claim`), 200);
  const pass = { outcome: 'pass', reasons: [], note: v('note of a decision') };
  is(await reviewer.post(`/review/tasks/${next.id}/decision`, pass), 200);
}

async function products(c) {
  const data = await productData(c);
  const named = (place) => ({ ...data, name: v(place) });
  const headers = { 'Idempotency-Key': unique() };
  is(await c.post('/products', named('data in a reply kept for its key'), { headers }), 201);
  const p = is(await c.post('/products', data), 201);
  const at = `/products/${p.json.id}`;
  const { json, headers: was } = is(await c.get(at), 200);
  is(await c.put(at, { ...json, ...named('data of a product') }, ifMatch(was.etag)), 200);
  const late = { ...json, ...named('data of a product whose save lost') };
  isProblem(await c.put(at, late, ifMatch(was.etag)), 412);
  const f = await form(c, 'algorithm');
  const secret = put(await algorithmData(c, p.json), f, { 算法计算方式: v('secret of an algorithm') });
  await draft(c, 'algorithm', secret);
}

// Whatever shows it is asked for, so that what nginx buffers and logs has been there.
async function readAll(c, id) {
  for (const path of [
    '/account', '/home', '/filings', `/filings/${id}`, `/filings/${id}/history`,
    `/filings/${id}/versions`, `/filings/${id}/versions/1`, `/filings/${id}/kept`,
    `/filings/${id}/decisions`, `/filings/${id}/decisions/1`, '/products', '/attachments',
  ]) is(await c.get(path), 200);
}

// ---- looking for them ---------------------------------------------------------------------------

// All bytes below these folders, file by file.
async function bytesBelow(folders) {
  const out = new Map();
  for (const folder of folders.filter(existsSync)) {
    for (const name of await filesBelow(folder)) {
      const bytes = await readFile(join(folder, name)).catch(() => null);
      if (bytes) out.set(join(folder, name), bytes);
    }
  }
  return out;
}

// As it is, as a header has it, and as somebody's folding of text leaves it.
const forms = (value) => [...new Set([value, encodeURIComponent(value), value.toLowerCase()])];
const found = (bytes, value) => [...bytes].flatMap(([path, all]) =>
  forms(value).some((f) => all.includes(f)) ? [path.replace(instance.folder, '')] : []);

const rest = {}; // moment → bytes

async function coreFiles() {
  const names = (folder) => readdir(folder).catch(() => []);
  const out = [];
  const folders = new Set([root, instance.var, instance.folder]);
  for (const p of instance.processes()) folders.add(readlinkSync(`/proc/${p.pid}/cwd`));
  for (const folder of folders)
    for (const n of await names(folder)) if (/^core\b/.test(n)) out.push(join(folder, n));
  return out;
}

before(async () => {
  instance = await Instance.start();
  const c = await enter();
  const mine = await files(c);
  const id = await subject(c, mine);
  await review(c, id);
  await products(c);
  await readAll(c, id);
  instance.organization = is(await c.get('/account'), 200).json.organization.name;

  await closed(instance);
  rest['while it runs'] = await bytesBelow([instance.var, memoryOf(instance)]);
  rest.log = await readFile(instance.logPath);
});
after(() => instance?.end());

test('what is public is found, so the search looks at the right bytes', () => {
  const db = [...rest['while it runs']].filter(([path]) => /suanbei\.db/.test(path));
  assert.ok(db.length >= 1);
  assert.ok(found(new Map(db), instance.organization).length > 0);
  const all = [...rest['while it runs'].keys()].join('\n');
  for (const part of ['/suanbei.db-wal', '/suanbei.log', '/access.log', '/blobs/'])
    assert.ok(all.includes(part), part);
});

test('a process that is killed by ABRT leaves no core file', async () => {
  const old = await coreFiles();
  const isOurs = (p) => /suanbei\S* (serve|judge)\b/.test(p.command);
  const victims = instance.processes().filter((p) => isOurs(p) && p.pid !== instance.master());
  assert.ok(victims.length >= 2);
  for (const p of [...victims, { pid: instance.master() }])
    assert.match(readFileSync(`/proc/${p.pid}/limits`, 'utf8'), /Max core file size +0 +0 /);
  for (const { pid } of victims) kill(pid, 'SIGABRT');
  await instance.until('they are gone', () => victims.every((p) => !isAlive(p.pid)));
  assert.deepEqual(await coreFiles(), old);
  const pattern = readFileSync('/proc/sys/kernel/core_pattern', 'utf8').trim();
  if (pattern.startsWith('/') && existsSync(dirname(pattern)))
    rest.cores = await bytesBelow([dirname(pattern)]);
});

test('after it has ended nothing is left in memory', async () => {
  const path = memoryOf(instance);
  await instance.stop();
  assert.ok(!existsSync(path));
  rest['after its end'] = await bytesBelow([instance.var]);
});

for (const [place, value] of Object.entries(places)) {
  test(`nothing tells the ${place}`, () => {
    for (const moment of ['while it runs', 'after its end'])
      assert.deepEqual(found(rest[moment], value), [], `${moment}: ${value}`);
    assert.ok(!rest.log.includes(value), 'what the instance says');
    assert.deepEqual(found(rest.cores ?? new Map(), value), []);
  });
}

test('nothing tells a token with which somebody is logged in', () => {
  for (const token of tokens) assert.deepEqual(found(rest['while it runs'], token), []);
});

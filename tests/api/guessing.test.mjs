// Guessing opens nothing, and shuts nobody out of what is theirs.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Instance, until, withSettings } from '../lib/instance.mjs';
import { Client, is, isProblem, register, unique } from '../lib/client.mjs';
import { approvedCompany, draft, reviewers, save, subjectData, submit } from '../lib/way.mjs';

let instance;
before(async () => { instance = await Instance.start(); });
after(() => instance?.end());

const at = (from) => Object.assign(new Client(instance), { from });
const logIn = (from, username, password) =>
  at(from).post('/session', { username, password, bearer: true });
const wrong = () => `falsch-${unique()}`;
let last = 10;
// An address that nobody came from before.
const elsewhere = () => `127.0.1.${++last}`;

async function filer() {
  const f = await register(instance);
  return { username: f.username, password: f.password };
}

test('fifteen wrong guesses stop none of thirty-eight right logins from where one has been',
  async () => {
    const a = await filer();
    for (let n = 0; n < 38; n++) {
      if (n < 15) is(await logIn('127.0.0.1', a.username, wrong()), [401, 429]);
      is(await logIn('127.0.0.1', a.username, a.password), 200, `login ${n}`);
    }
  });

test('others who guess lock neither the owner out nor themselves in', async () => {
  const a = await filer();
  const thief = elsewhere();
  for (let n = 0; n < 5; n++) isProblem(await logIn(thief, a.username, wrong()), 401);
  const r = await logIn(thief, a.username, a.password);
  isProblem(r, 429, 'too_many_attempts');
  assert.ok(Number(r.headers['retry-after']) >= 1);
  is(await logIn('127.0.0.1', a.username, a.password), 200, 'where the owner was before');
  is(await logIn(elsewhere(), a.username, a.password), 200, 'where nobody has guessed');
});

test('who guesses from where the owner was is told to wait, if it is wrong', async () => {
  const a = await filer();
  for (let n = 0; n < 5; n++) isProblem(await logIn('127.0.0.1', a.username, wrong()), 401);
  isProblem(await logIn('127.0.0.1', a.username, wrong()), 429, 'too_many_attempts');
  is(await logIn('127.0.0.1', a.username, a.password), 200);
});

test('twelve spellings of one name are one counter', async () => {
  const a = await filer();
  const wide = (s) => s.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
  const n = a.username;
  const spellings = [n, n.toUpperCase(), wide(n), wide(n.toUpperCase()), ` ${n}`, `${n} `,
    `\u3000${n}`, n[0].toUpperCase() + n.slice(1), wide(n[0]) + n.slice(1), `\u00a0${n}`];
  const from = elsewhere();
  const codes = [];
  for (const name of spellings) codes.push((await logIn(from, name, wrong())).status);
  assert.deepEqual(codes, [401, 401, 401, 401, 401, 429, 429, 429, 429, 429]);
});

test('wrong names shut nobody out who was here before, and others for seconds only', async () => {
  const office = elsewhere();
  const old = await filer(), fresh = await filer();
  is(await logIn(office, old.username, old.password), 200);
  for (let n = 0; n < 31; n++) is(await logIn(office, `nobody${unique()}`, wrong()), [401, 429]);
  is(await logIn(office, old.username, old.password), 200);
  const r = await logIn(office, fresh.username, fresh.password);
  isProblem(r, 429, 'too_many_attempts');
  assert.ok(Number(r.headers['retry-after']) <= 60, r.headers['retry-after']);
  await until('the wait is over', async () =>
    (await logIn(office, fresh.username, fresh.password)).status === 200, { every: 300 });
});

test('an account that many addresses guess is slow for new ones, and open where it was used',
  async () => {
    const a = await filer();
    let refused = 0;
    for (let n = 0; n < 13; n++) {
      const from = `127.0.2.${n + 1}`;
      for (let k = 0; k < 4; k++)
        refused += (await logIn(from, a.username, wrong())).status === 429;
    }
    assert.ok(refused > 0, 'fifty guesses from thirteen addresses');
    isProblem(await logIn(elsewhere(), a.username, a.password), 429, 'too_many_attempts');
    is(await logIn('127.0.0.1', a.username, a.password), 200);
  });

test('who has a session cannot try passwords at its door', async () => {
  const f = await register(instance);
  const change = (old_password) =>
    f.put('/account/password', { old_password, new_password: `Neu-${unique()}-${unique()}` });
  for (let n = 0; n < 5; n++) isProblem(await change(wrong()), 422, 'password_invalid');
  const r = await change(wrong());
  isProblem(r, 429, 'too_many_attempts');
  isProblem(await change(f.password), 429, 'too_many_attempts');
  is(await logIn('127.0.0.1', f.username, f.password), 200, 'logging in is another matter');
});

test('nothing that was typed as a name is in the database', async () => {
  const typed = `geheim${unique()}`;
  await logIn(elsewhere(), typed, wrong());
  const names = (await readdir(instance.var)).filter((n) => n.startsWith('suanbei.db'));
  const all = await Promise.all(names.map((n) => readFile(join(instance.var, n))));
  const has = (text) => all.some((b) => b.includes(text));
  assert.ok(!has(typed));
  assert.ok(!has('address:127.0.'), 'nor where it came from');
});

test('an account has so many logins at a time, and the oldest ends', async () => {
  await withSettings({ sessions_max: 3 }, async (i) => {
    const f = await register(i);
    const later = [];
    for (let n = 0; n < 3; n++) later.push(await new Client(i).login(f.username, f.password));
    isProblem(await f.get('/filings'), 401, 'login_required');
    for (const c of later) is(await c.get('/filings'), 200);
  });
});

test('passwords are hashed by half of the workers at once, and the rest answer', async () => {
  const a = await filer();
  const hashing = Array.from({ length: 40 }, (_, n) =>
    logIn(`127.0.3.${n + 1}`, a.username, n % 2 ? a.password : wrong()));
  let isOver = false;
  const all = Promise.all(hashing).then((x) => { isOver = true; return x; });
  while (!isOver) is(await at('127.0.0.1').get('/healthz'), 200);
  for (const r of await all) {
    if (r.status !== 503) { is(r, [200, 401, 429]); continue; }
    isProblem(r, 503, 'hashes_many');
    assert.equal(r.headers['retry-after'], '1');
  }
});

test('who only tries codes is not told whose are filed; who hands one in is', async () => {
  const one = await approvedCompany(instance, await reviewers(instance));
  const theirs = one.subject.data.basic.credit_code;
  const other = await register(instance);
  const data = await subjectData(other);
  data.basic.credit_code = theirs;
  const told = (findings) => findings.some((f) => f.rule === 'subject.credit_code_elsewhere');
  const checked = is(await other.post('/check', { kind: 'subject', action: 'initial', data }), 200);
  assert.ok(!told(checked.json.findings), 'of what is checked');
  const without = { ...data, basic: { ...data.basic, name: null } };
  let filing = await draft(other, 'subject', without);
  const r = is(await other.post(`/filings/${filing.id}/check`), 200);
  assert.ok(!told(r.json.findings), 'of a draft');
  const refused = isProblem(await submit(other, filing), 422, 'not_acceptable');
  assert.ok(!told(refused.findings), 'of what is refused');
  filing = await save(other, { ...filing, etag: r.headers.etag ?? filing.etag }, data);
  const taken = is(await submit(other, filing), 200).json;
  assert.ok(told(taken.decision.findings), 'of what is handed in, and reviewed');
});

// The public register is searched and read as people write names and numbers.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Instance, root } from '../lib/instance.mjs';
import { Client, is, isProblem, unique } from '../lib/client.mjs';
import { approvedCompany, publishedAlgorithm, reviewers } from '../lib/way.mjs';
import { numberCheck } from '../lib/forms.mjs';

let instance, open;
const names = [`蓝鲸ＡＢＣ推荐${unique()}算法`, `蓝鲸语音合成${unique()}算法`, `云雀 Skylark ${unique()} 算法`];
const filings = [];
before(async () => {
  instance = await Instance.start();
  open = new Client(instance);
  const by = await reviewers(instance);
  const company = await approvedCompany(instance, by);
  for (const name of names) filings.push(await publishedAlgorithm(instance, company, by, name));
});
after(() => instance?.end());

const entry = (number) => open.get(`/register/${encodeURIComponent(number)}`);
const search = async (q, more = '') =>
  is(await open.get(`/register?q=${encodeURIComponent(q)}${more}`), 200).json;
const numbers = (page) => page.items.map((e) => e.number);

test('every real number passes the number check: it is unknown here, never malformed', async () => {
  const sample = join(root, 'tests', 'data', 'filing-numbers-sample.tsv');
  const rows = readFileSync(sample, 'utf8').trim().split('\n').slice(1);
  assert.ok(rows.length >= 30);
  for (const row of rows) {
    const number = row.split('\t')[0];
    assert.ok(numberCheck(number.replace(/\D/g, '')));
    isProblem(await entry(number), 404, 'number_unknown');
  }
});

test('a number whose check digit is wrong, or that is no number, is malformed', async () => {
  const good = '110108645502802220011';
  isProblem(await entry(good), 404, 'number_unknown');
  for (const d of '023456789') {
    isProblem(await entry(good.slice(0, 20) + d), 404, 'number_malformed');
  }
  for (const bad of [
    '110108xxxxxx', '网信算备110108xxxxxx号', '11010864550280', `${good}1`, 'x', ' ', '网信算备',
  ]) {
    isProblem(await entry(bad), 404, 'number_malformed');
  }
  const long = await entry('1'.repeat(5000));
  if (long.status !== 414) isProblem(long, 404, 'number_malformed');
});

test('a number is found with prefix, ending, colon, spaces and full width digits', async () => {
  const number = filings[0].number;
  const digits = number.replace(/\D/g, '');
  const wide = [...digits].map((d) => String.fromCodePoint(0xff10 + Number(d))).join('');
  for (const text of [
    number, digits, `网信算备${digits}`, `${digits}号`, `网信算备：${digits}号`, ` 网信算备 ${digits} 号 `, wide,
  ]) {
    assert.equal(is(await entry(text), 200).json.number, number, text);
  }
});

test('search finds by two characters, three, a long part, by mixed width and case', async () => {
  assert.deepEqual(numbers(await search('蓝鲸')), [filings[1].number, filings[0].number]);
  assert.deepEqual(numbers(await search('语音合')), [filings[1].number]);
  assert.deepEqual(numbers(await search(names[0])), [filings[0].number]);
  for (const q of ['鲸ABC推', '鲸abc推', '鲸ＡＢＣ推', 'skyLARK', 'ｓｋｙｌａｒｋ', '雀 Sky']) {
    assert.equal(numbers(await search(q)).length, 1, q);
  }
  assert.deepEqual(numbers(await search(filings[2].number)), [filings[2].number]);
  assert.deepEqual(numbers(await search('鲸蓝')), []);
  assert.deepEqual(numbers(await search('蓝语')), [], 'characters must stand together');
});

test('a search of one character is refused, one of none lists all', async () => {
  for (const q of ['蓝', 'x', ' a']) {
    isProblem(await open.get(`/register?q=${encodeURIComponent(q)}`), 400, 'query_too_short');
  }
  assert.equal(numbers(is(await open.get('/register'), 200).json).length, 3);
});

test('special characters in a search are only characters', async () => {
  for (const q of [
    '%%', '__', '"蓝鲸"', "' OR 1=1 --", '蓝鲸*', 'a"b', '(蓝鲸', 'NEAR(', '蓝鲸 OR 云雀', '\\\\',
  ]) {
    assert.deepEqual(numbers(await search(q)), [], q);
  }
  isProblem(await open.get('/register?q=%ff%fe'), [400, 422]);
  const long = await open.get(`/register?q=${encodeURIComponent('长'.repeat(500))}`);
  is(long, [200, 400, 422]);
});

test('pages follow each other without a gap and without a double', async () => {
  const all = [];
  for (let at = '/register?limit=1'; at !== null && all.length < 5;) {
    const page = is(await open.get(at), 200).json;
    all.push(...numbers(page));
    at = page.next && `/register?limit=1&cursor=${encodeURIComponent(page.next)}`;
  }
  assert.deepEqual(all, filings.map((f) => f.number).reverse());
});

test('filters choose by area, status, type and role', async () => {
  const e = is(await entry(filings[0].number), 200).json;
  const count = async (more) => (await search('蓝鲸', more)).items.length;
  assert.equal(await count(`&area=${e.area.slice(0, 2)}`), 2);
  assert.equal(await count('&area=65'), 0);
  assert.equal(await count('&status=filed'), 2);
  assert.equal(await count('&status=revoked'), 0);
  isProblem(await open.get('/register?status=nothing'), 400, 'parameter_invalid');
  for (const query of ['area=abc', 'role=nothing', 'algorithm_type=nothing'])
    isProblem(await open.get(`/register?${query}`), 400, 'code_unknown');
  for (const key of ['algorithm_type', 'role']) {
    assert.ok(e[key], key);
    assert.equal(await count(`&${key}=${encodeURIComponent(e[key])}`), 2, key);
  }
});

test('an entry has the columns of the official list and nothing personal', async () => {
  const r = is(await entry(filings[0].number), 200);
  for (const key of [
    'number', 'algorithm_name', 'algorithm_type', 'role', 'organization', 'area', 'products',
    'purpose', 'status', 'filed_on', 'disclosure', 'history', 'note',
  ]) {
    assert.ok(key in r.json, key);
  }
  // No telephone, no identity number, no name of a person.
  assert.doesNotMatch(r.text, /1[3-9]\d{9}|\d{17}[\dX]"|张三/);
});

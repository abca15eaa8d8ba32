// The register to take away: tables with the columns of the official lists, JSON, a feed, pictures.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { Client, is, isProblem, unique } from '../lib/client.mjs';
import {
  approvedCompany, decide, handedIn, publishedAlgorithm, reviewers,
} from '../lib/way.mjs';

let instance, open, by, company;
const made = [];
before(async () => {
  instance = await Instance.start();
  open = new Client(instance);
  by = await reviewers(instance);
  company = await approvedCompany(instance, by);
  for (const n of [1, 2, 3]) {
    made.push(await publishedAlgorithm(instance, company, by, `白鹭${unique()}算法-${n}`));
  }
});
after(() => instance?.end());

const lines = (r) => r.text.replace(/^\ufeff/, '').trim().split('\r\n');

test('a table has the columns of its official list and a mark for spreadsheets', async () => {
  const r = is(await open.get('/register.csv?series=deep_synthesis'), 200);
  assert.match(r.headers['content-type'], /^text\/csv/);
  assert.ok(r.buffer.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])));
  assert.equal(lines(r)[0],
    '"序号","算法名称","角色","主体名称","应用产品","主要用途","备案编号","备注"');
  const other = is(await open.get('/register.csv?series=algorithm'), 200);
  assert.match(lines(other)[0], /"算法类别"/);
  assert.equal(lines(r).length - 1 + lines(other).length - 1, made.length);
});

test('a table goes on where its Link says, and so do its numbers', async () => {
  const rows = [];
  let at = '/register.csv?limit=2', pages = 0;
  for (; at && pages < 5; pages++) {
    const r = is(await open.get(at), 200);
    rows.push(...lines(r).slice(1));
    at = /<\/api\/v1([^>]*)>; rel="next"/.exec(r.headers.link ?? '')?.[1];
  }
  assert.equal(pages, 2);
  assert.deepEqual(rows.map((x) => /^"(\d+)"/.exec(x)[1]), ['1', '2', '3']);
  made.forEach((f, i) => assert.ok(rows[i].includes(f.number), 'the oldest first'));
  for (const bad of ['x', '1', '1.', '.1', '-1.0', '1.x']) {
    isProblem(await open.get(`/register.csv?cursor=${bad}`), 400, 'cursor_invalid');
  }
});

test('JSON has every entry once, page by page', async () => {
  const got = [];
  for (let cursor; cursor !== null;) {
    const more = cursor ? `&cursor=${cursor}` : '';
    const { json } = is(await open.get(`/register.json?limit=2${more}`), 200);
    got.push(...json.items.map((x) => x.number));
    cursor = json.next;
  }
  assert.deepEqual(got, made.map((f) => f.number));
});

test('a feed names every entry by an address that stays', async () => {
  const r = is(await open.get('/register/feed.atom'), 200);
  assert.match(r.headers['content-type'], /^application\/atom\+xml/);
  const again = is(await open.get('/register/feed.atom'), 200);
  assert.equal(again.text, r.text);
  const ids = [...r.text.matchAll(/<entry><id>([^<]*)<\/id>/g)].map((m) => m[1]);
  assert.equal(ids.length, made.length);
  assert.equal(new Set(ids).size, ids.length);
  for (const part of ['<feed xmlns="http://www.w3.org/2005/Atom"', '<updated>', 'rel="self"']) {
    assert.ok(r.text.includes(part), part);
  }
});

test('what is changed on the day on which it was filed is told as an item of its own',
  async () => {
    const items = async () => {
      const { text } = is(await open.get('/register/feed.atom'), 200);
      const each = text.split('<entry>').slice(1).map((x) => ({
        id: /<id>([^<]*)</.exec(x)[1], at: /<updated>([^<]*)</.exec(x)[1], text: x,
      }));
      return { each, at: /<\/title><updated>([^<]*)</.exec(text)[1] };
    };
    const [{ number }] = made;
    const digits = number.replace(/\D/g, '');
    const old = (await items()).each.find((x) => x.id.endsWith(digits));
    assert.match(old.text, /<title>已备案：/);
    const name = '白鹭改名公司';
    const change = await handedIn(company, company.subject.id, 'change', {
      '/change': { changed_on: '2026-11-20', summary: '更名。' },
      '/basic/name': name, '/certificate/name': name, '/website/icp_holder': name,
    }, 'subject');
    await decide(by.preliminary, change);
    const { each, at } = await items();
    const now = each.find((x) => x.id.endsWith(`${digits}#2`));
    assert.equal(each.some((x) => x.id === old.id), false, 'an entry is told once');
    assert.ok(Date.parse(now.at) > Date.parse(old.at), `${now.at} is after ${old.at}`);
    assert.ok(Math.abs(Date.parse(now.at) - Date.now()) < 60e3, 'it is the moment');
    assert.match(now.text, /<title>备案变更：.*主体名称由“.*”变更为“白鹭改名公司”<\/summary>/);
    assert.equal(at, each[0].at);
    assert.deepEqual(each.map((x) => x.at), each.map((x) => x.at).sort().reverse());
  });

test('a badge says the number, and how it ended; a code leads to its address', async () => {
  const digits = made[0].number.replace(/\D/g, '');
  const badge = is(await open.get(`/register/${digits}/badge.svg`), 200);
  assert.match(badge.headers['content-type'], /^image\/svg\+xml/);
  assert.match(badge.headers['cache-control'], /max-age=3600/);
  assert.ok(badge.text.includes(made[0].number));
  assert.ok(!badge.text.includes('已注销'));
  const qr = is(await open.get(`/register/${encodeURIComponent(made[0].number)}/qr.svg`), 200);
  assert.ok(qr.text.includes(`/r/${digits}</title>`));
  isProblem(await open.get('/register/110108645502802220011/badge.svg'), 404, 'number_unknown');
});

test('provinces are called by their names, and days narrow from both sides', async () => {
  const [e] = is(await open.get('/register'), 200).json.items;
  const count = async (query) =>
    is(await open.get(`/register?${new URLSearchParams(query)}`), 200).json.items.length;
  assert.equal(await count({ area: e.area_label }), 3);
  assert.equal(await count({ area: e.area_label.slice(0, 2) }), 3);
  isProblem(await open.get(`/register?area=${encodeURIComponent('没有的省')}`), 400, 'code_unknown');
  assert.equal(await count({ filed_from: e.filed_on, filed_to: e.filed_on }), 3);
  assert.equal(await count({ filed_to: '2020-01-01' }), 0);
  assert.equal(await count({ q: '算法 白鹭 -2' }), 1, 'each word is looked for');
  isProblem(await open.get('/register?filed_from=2026-02-30'), 422, 'date_invalid');
});

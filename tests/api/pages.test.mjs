// The public pages at their addresses: what nginx makes of the core's answers, without a browser.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { join } from 'node:path';
import { Instance, root } from '../lib/instance.mjs';
import { request } from '../lib/http.mjs';
import { is, staff, unique } from '../lib/client.mjs';
import { approvedCompany, publishedAlgorithm, reviewers } from '../lib/way.mjs';

const SIZE_MOST = 15 * 1024;
const name = `画眉语音合成算法${unique()}`;
let instance, by, company, filing, digits;

before(async () => {
  instance = await Instance.start();
  by = await reviewers(instance);
  company = await approvedCompany(instance, by);
  filing = await publishedAlgorithm(instance, company, by, name);
  digits = filing.number.replace(/\D/g, '');
});
after(() => instance?.end());

const get = (path, headers = {}) => request(instance.url, 'GET', path, { headers });
const search = (query) => get(`/register?${new URLSearchParams(query)}`);

async function page(path, status = 200) {
  const r = await get(path);
  assert.equal(r.status, status, `${path}: ${r.text?.slice(0, 300)}`);
  assert.match(r.headers['content-type'], /^text\/html; charset=utf-8$/, path);
  return r;
}

const PUBLIC = () => [
  '/', '/register', '/register?q=%E7%AE%97%E6%B3%95', '/register/statistics',
  '/register/cancellations', '/help',
  `/r/${digits}`,
];

test('each public page is HTML under a policy that lets nothing inline or foreign in', async () => {
  for (const path of PUBLIC()) {
    const { headers, buffer } = await page(path);
    const policy = headers['content-security-policy'];
    for (const part of [
      "default-src 'none'", "style-src 'self'", "script-src 'self'", "img-src 'self' data:",
      "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
    ]) assert.ok(policy.includes(part), `${path}: ${part}`);
    assert.doesNotMatch(policy, /unsafe|\*|https?:/);
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['x-frame-options'], 'DENY');
    assert.ok(buffer.length <= SIZE_MOST, `${path} has ${buffer.length} bytes`);
  }
});

test('the home page leads to filing, to review, to help, and shows what is new', async () => {
  const { text } = await page('/');
  for (const part of ['href="/home"', 'href="/review"', 'href="/help"', name, `/r/${digits}`])
    assert.ok(text.includes(part), part);
});

test('a search finds by words and by what narrows it, and says how many', async () => {
  const found = await search({ q: name });
  assert.ok(found.text.includes('查到 1 项') && found.text.includes(`/r/${digits}`));
  const entry = (await get(`/api/v1/register/${digits}`)).json;
  const [type, area, year] = [entry.algorithm_type, '11', entry.filed_on.slice(0, 4)];
  const narrowed = (await search({ type, area, role: entry.role, year })).text;
  assert.ok(narrowed.includes(name));
  assert.ok(narrowed.includes(`<option value="${type}" selected>`));
  for (const other of [{ year: '1999' }, { area: '65' }, { role: 'none' }, { type: 'none' }])
    assert.ok((await search({ q: name, ...other })).text.includes('没有找到'), JSON.stringify(other));
});

test('what is typed wrong is answered with a page that says what to do', async () => {
  assert.ok((await search({ q: '画' })).text.includes('请至少输入两个字'));
  assert.ok((await search({ q: '长'.repeat(101) })).text.includes('最多 100 个字'));
  const nothing = (await search({ q: '没有这样的', year: '2026' })).text;
  assert.ok(nothing.includes('没有找到') && nothing.includes('去掉筛选条件再查'));
});

test('words in a query that we do not know, or that are broken, keep nobody out', async () => {
  for (const path of [
    '/?from=timeline', '/register?utm_source=x&q=%E7%AE%97%E6%B3%95', '/register?q=%FF%00',
    '/register?page=-1', '/register?page=99999999999999', '/register?page=x', '/help?&&=',
    '/register?type=%3Cscript%3E&type=x', `/register?area=${'1'.repeat(2000)}`,
  ]) await page(path);
});

test('a number is found however it is written, at one address', async () => {
  await page(`/r/${digits}`);
  for (const written of [
    filing.number, ` ${filing.number} `, `算法备案号：${filing.number}`,
    digits.replace(/(\d{3})/g, '$1 ').trim(),
    digits.replace(/\d/g, (d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0)),
  ]) {
    const direct = await get(`/r/${encodeURIComponent(written)}`);
    assert.equal(direct.status, 302, written);
    assert.equal(direct.headers.location, `/r/${digits}`);
    const searched = await search({ q: written });
    assert.equal(searched.status, 302, written);
    const next = await get(searched.headers.location);
    assert.equal(next.status === 302 ? next.headers.location : searched.headers.location,
      `/r/${digits}`);
  }
  const old = await get(`/register/${encodeURIComponent(filing.number)}`);
  assert.equal(old.status, 302);
  assert.equal(decodeURIComponent(old.headers.location), `/r/${filing.number}`);
});

test('a number that is none, or none of ours, is a page with 404 that says why', async () => {
  const off = digits.slice(0, -1) + ((Number(digits.at(-1)) + 1) % 10);
  assert.match((await page(`/r/${off}`, 404)).text, /校验位不符/);
  assert.match((await page('/r/hello', 404)).text, /没有查到这个编号/);
  const { text } = await page(`/r/${encodeURIComponent('<img src=x onerror=alert(1)>')}`, 404);
  assert.ok(!text.includes('<img src=x'));
  assert.ok(text.includes('&lt;img src=x'));
});

test('an entry says disclaimer, history, and code to be put elsewhere', async () => {
  const { text } = await page(`/r/${digits}`);
  const { disclaimer, history } = (await get(`/api/v1/register/${digits}`)).json;
  for (const part of [disclaimer, history[0].label, '备案记录', '信息有误', name])
    assert.ok(text.includes(part), part);
  assert.ok(text.includes(`&lt;a href=&quot;${instance.url}/r/${digits}&quot;&gt;`));
});

test('statistics and help are drawn from the register and from the rules', async () => {
  assert.match((await page('/register/statistics')).text, /按算法类别[^]*按月份/);
  const help = (await page('/help')).text;
  assert.match(help, /第二十四条第一款/);
  assert.match(help, /本系统参数，未经核实/);
  const { text } = await page('/templates');
  for (const x of (await get('/api/v1/templates')).json.items)
    assert.ok(text.includes(`href="/api/v1/templates/${x.code}" download><b>${x.title}</b>`));
  const rules = await get('/rules');
  assert.equal(rules.status, 200);
  assert.match(rules.text, /规则手册/);
  assert.match(rules.text, /<nav aria-label="返回"><a href="\/">/);
});

// ---- what nginx does ----------------------------------------------------------------------------

// Requests that the pool has answered.
async function answered(admin) {
  const { processes } = is(await admin.get('/status'), 200).json;
  return processes.reduce((n, p) => n + p.requests, 0);
}

test('a page is drawn about once a second, however many ask', async () => {
  const admin = await staff(instance, 'system_admin');
  const path = `/help?${unique()}`;
  const before_ = await answered(admin);
  const answers = await Promise.all(Array.from({ length: 100 }, () => get(path)));
  const drawn = (await answered(admin)) - before_;
  assert.ok(drawn < 30, `the pool answered ${drawn} requests`);
  assert.equal(new Set(answers.map((r) => r.headers.etag)).size, 1);
  assert.match(answers[0].headers['cache-control'], /max-age=1\b/);
});

test('who is logged in is told nothing else, and no cookie comes or goes', async () => {
  const plain = await get('/');
  const { headers, text } = await get('/', { Cookie: `suanbei_session=${'x'.repeat(43)}` });
  assert.equal(headers['set-cookie'], undefined);
  assert.equal(text, plain.text);
});

test('a HEAD does not leave an empty page for the next who asks', async () => {
  const path = `/help?head=${unique()}`;
  assert.equal((await request(instance.url, 'HEAD', path)).status, 200);
  assert.ok((await page(path)).text.includes('</html>'));
});

test('one host name says nothing to those who came by another', async () => {
  const path = `/r/${digits}?host=${unique()}`;
  const evil = await get(path, { Host: 'evil.example' });
  assert.ok(evil.text.includes('evil.example'));
  assert.ok(!(await get(path)).text.includes('evil.example'));
});

test('who has a page already is not sent it again', async () => {
  const { headers } = await get('/help');
  const again = await get('/help', { 'If-None-Match': headers.etag });
  assert.equal(again.status, 304);
});

test('pages and answers are compressed for who can read that', async () => {
  for (const path of ['/', '/api/v1/forms/algorithm', '/openapi.json', '/register.css']) {
    const r = await get(path, { 'Accept-Encoding': 'gzip' });
    assert.equal(r.headers['content-encoding'], 'gzip', path);
    assert.match(r.headers.vary, /Accept-Encoding/i);
    assert.ok(gunzipSync(r.buffer).length > 1.5 * r.buffer.length, path);
  }
});

test('an address that is none is a page with 404, of files and below pages', async () => {
  for (const path of ['/nothing', '/r/a/b', '/assets/none.js', '/help/x'])
    assert.match((await page(path, 404)).text, /没有这个页面|没有查到/, path);
  const api = await get('/api/v1/pages/nothing');
  assert.equal(api.status, 404);
  assert.match(api.headers['content-type'], /text\/html/);
});

test('an address with a stroke too many leads to the one without', async () => {
  for (const [path, to] of [['/register/', '/register'], ['/help/', '/help'],
    ['/register/statistics/', '/register/statistics'], ['/r', '/register'], ['/r/', '/register']]) {
    const { status, headers } = await get(path);
    assert.equal(status, 302, path);
    assert.equal(headers.location, to);
  }
});

test('an address that no browser sends is refused with a page, whatever is in it', async () => {
  for (const path of ['/r/%0A', '/r/%E7', '/r/a%0d%0aSet-Cookie:%20x=1',
    '/register/a%0d%0aSet-Cookie:%20x=1']) {
    const { text, headers } = await page(path, 404);
    assert.match(text, /没有这个页面/, path);
    assert.equal(headers['set-cookie'], undefined);
  }
});

test('a method that a page does not have is said in a page, too', async () => {
  const r = await request(instance.url, 'POST', '/help');
  assert.equal(r.status, 405);
  assert.equal(r.headers.allow, 'GET, HEAD');
  assert.match(r.headers['content-type'], /text\/html/);
});

const app = join(root, 'build', 'web', 'app.html');
const APP = [
  '/login', '/join', '/account', '/home', '/subject', '/products', '/products/x/y', '/filings',
  '/filings/x/edit/basic', '/drafts', '/notices', '/review', '/review/done', '/rule-sets',
  '/rule-sets/x', '/audit', '/staff', '/accounts', '/status',
];

test('addresses of the application are one page under a strict policy', async () => {
  const isBuilt = existsSync(app);
  for (const path of APP) {
    const { headers, text } = await page(path);
    const policy = headers['content-security-policy'];
    for (const part of [
      "default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'",
      "img-src 'self' data: blob:", "worker-src 'self' blob:", "frame-src 'self' blob:",
      "font-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
    ]) assert.ok(policy.includes(part), `${path}: ${part}`);
    assert.doesNotMatch(policy, /unsafe/);
    assert.match(headers['cache-control'], /no-cache/);
    if (!isBuilt) assert.match(text, /还没有生成/);
  }
  await page('/loginx', 404);
  await page('/reviews', 404);
});

test('what the application is made of is kept for good, and compressed', {
  skip: existsSync(app) ? false : 'the pages of the application are not built',
}, async () => {
  const names = readFileSync(app, 'utf8').match(/\/assets\/[\w.-]+\.(?:js|css)/g);
  for (const path of names) {
    const { status, headers } = await get(path, { 'Accept-Encoding': 'gzip' });
    assert.equal(status, 200, path);
    assert.equal(headers['cache-control'], 'public, max-age=31536000, immutable');
    assert.equal(headers['content-encoding'], 'gzip', path);
    assert.match(headers['content-security-policy'], /default-src 'none'/);
  }
});

test('a pool that is gone leaves a page in Chinese, which is not kept', async () => {
  const socket = join(instance.var, 'suanbei.sock');
  await rename(socket, `${socket}.away`);
  try {
    const r = await get(`/help?${unique()}`);
    assert.ok(r.status >= 500, `${r.status}`);
    assert.match(r.text, /系统暂时不能使用/);
    assert.match(r.headers['cache-control'], /no-cache|no-store/);
  } finally {
    await rename(`${socket}.away`, socket);
  }
  await page('/help');
});

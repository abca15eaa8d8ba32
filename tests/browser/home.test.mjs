// The plain page at the address says what this is and where the API is described, and its search
// works.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Instance, root } from '../lib/instance.mjs';
import { launch, violations, widthOf } from '../lib/browser.mjs';
import { unique } from '../lib/client.mjs';
import { approvedCompany, publishedAlgorithm, reviewers } from '../lib/way.mjs';

const name = `画眉语音合成算法${unique()}`;
let instance, browser, by, company, filing;

before(async () => {
  instance = await Instance.start();
  by = await reviewers(instance);
  company = await approvedCompany(instance, by);
  filing = await publishedAlgorithm(instance, company, by, name);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await instance?.end();
});

// A page whose every complaint is kept, also that it spoke with another than the instance.
async function open(path = '/', options = {}) {
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 }, ...options });
  const complaints = [];
  const isOwn = (url) => url.startsWith(instance.url) || /^(data|blob|about):/.test(url);
  page.on('console', (m) => ['error', 'warning'].includes(m.type()) && complaints.push(m.text()));
  page.on('pageerror', (e) => complaints.push(String(e)));
  page.on('request', (q) => isOwn(q.url()) || complaints.push(`foreign: ${q.url()}`));
  page.on('response', (r) => r.status() >= 400 && complaints.push(`${r.status()} ${r.url()}`));
  await page.goto(instance.url + path, { waitUntil: 'networkidle' });
  return { page, complaints };
}

const box = (page) => page.getByRole('searchbox').or(page.locator('input[name=q]')).first();
const shows = (page, text) => page.getByText(text).first().waitFor({ timeout: 5000 });
const NOTHING = /没有找到|未找到|没有符合|无结果/;

async function search(page, text) {
  await box(page).fill(text);
  await box(page).press('Enter');
}

function seriousViolations(page) {
  const runOnly = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  return violations(page, { runOnly }, (v) => ['serious', 'critical'].includes(v.impact));
}

test('the home page says what this is and where the API is described', async () => {
  const { page, complaints } = await open();
  assert.match(await page.title(), /算备|算法备案/);
  assert.equal(await page.locator('html').getAttribute('lang'), 'zh-CN');
  assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1);
  assert.match(await page.locator('body').innerText(), /不代表/, 'the disclaimer is on the page');
  const link = page.locator('a[href*="openapi.json"]').first();
  assert.ok(await link.count(), 'a link to openapi.json');
  const r = await page.request.get(new URL(await link.getAttribute('href'), instance.url).href);
  assert.equal(r.status(), 200);
  assert.deepEqual(complaints, []);
  mkdirSync(join(root, 'build'), { recursive: true });
  await page.screenshot({ path: join(root, 'build', 'home.png'), fullPage: true });
  await page.close();
});

test('a search finds the filing and shows its number', async () => {
  const { page, complaints } = await open();
  await search(page, name);
  await shows(page, filing.number);
  assert.match(await page.locator('body').innerText(), new RegExp(name));
  assert.deepEqual(complaints, []);
  await page.screenshot({ path: join(root, 'build', 'home-search.png'), fullPage: true });
  await page.close();
});

test('a search that finds nothing says so, one of one character says what to do', async () => {
  const { page } = await open();
  await search(page, '没有这样的算法');
  await shows(page, NOTHING);
  await search(page, '画');
  await shows(page, /(两|二|2) ?个?(字|字符)|至少/);
  await page.close();
});

test('the keyboard alone does it, and the focus is seen', async () => {
  const { page } = await open();
  const isBox = () => page.evaluate(() => {
    const { activeElement } = globalThis.document;
    return activeElement?.matches('input[type=search], input[name=q]');
  });
  for (let n = 0; n < 15 && !(await isBox()); n++) await page.keyboard.press('Tab');
  assert.ok(await isBox(), 'Tab reaches the search');
  const outline = await page.evaluate(() => {
    const s = globalThis.getComputedStyle(globalThis.document.activeElement);
    return s.outlineStyle !== 'none' || s.boxShadow !== 'none';
  });
  assert.ok(outline, 'the focus is seen');
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
  await shows(page, filing.number);
  await page.close();
});

test('an entry shows its record and the disclaimer in the words of the rules', async () => {
  const { page, complaints } = await open(`/register/${encodeURIComponent(filing.number)}`);
  const { disclaimer } = (await (await page.request.get(
    `${instance.url}/api/v1/register/${encodeURIComponent(filing.number)}`)).json());
  const entry = page.locator('#entry-body');
  await entry.getByRole('heading', { name: '备案记录' }).waitFor();
  assert.ok((await entry.innerText()).includes(disclaimer));
  assert.match(await entry.innerText(), /予以备案并公示/);
  assert.equal(await page.locator('#disclaimer').innerText(), disclaimer);
  assert.equal(await page.locator('#office').isVisible(), false, 'no office is made up');
  assert.deepEqual(complaints, []);
  await page.screenshot({ path: join(root, 'build', 'entry.png'), fullPage: true });
  await page.close();
});

test('the page names the office and says the disclaimer as the rules in use do', async () => {
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
  await page.route('**/api/v1/rule-sets/active', (route) => route.fulfill({
    json: { disclaimer: '另一种声明。', office: { name: '某省网信办', contact: '电话 010-0' } },
  }));
  await page.goto(instance.url, { waitUntil: 'networkidle' });
  assert.equal(await page.locator('#disclaimer').innerText(), '另一种声明。');
  assert.equal(await page.locator('#office').innerText(), '受理单位：某省网信办，电话 010-0');
  await page.screenshot({ path: join(root, 'build', 'office.png'), fullPage: true });
  await page.close();
});

test('markup in a search or in an entry is only text', async () => {
  const { page } = await open();
  let popped = false;
  page.on('dialog', (d) => ((popped = true), d.dismiss()));
  const markup = '<img src=x onerror=alert(1)>';
  await search(page, `${markup}没有`);
  await shows(page, NOTHING);
  assert.equal(await page.locator('img[src=x]').count(), 0);
  const { number } = await publishedAlgorithm(instance, company, by, `百灵${markup}算法`);
  await search(page, '百灵');
  await shows(page, `百灵${markup}算法`);
  await page.goto(`${instance.url}/register/${encodeURIComponent(number)}`);
  await shows(page, `百灵${markup}算法`);
  assert.equal(popped, false);
  assert.equal(await page.locator('img[src=x]').count(), 0);
  await page.close();
});

test('axe finds nothing serious on the home page, with results, and in the dark', async () => {
  for (const colorScheme of ['light', 'dark']) {
    const { page } = await open('/', { colorScheme });
    assert.deepEqual(await seriousViolations(page), []);
    await search(page, '画眉');
    await shows(page, filing.number);
    assert.deepEqual(await seriousViolations(page), []);
    await page.close();
  }
});

test('at 320 pixels, which is 400 % zoom, nothing is cut off', async () => {
  const { page } = await open('/', { viewport: { width: 320, height: 640 } });
  await search(page, '画眉');
  await shows(page, filing.number);
  const wide = await widthOf(page);
  assert.ok(wide <= 320, `the page is ${wide} pixels wide`);
  await page.close();
});

test('the page is served with a policy that lets nothing foreign in', async () => {
  const { page } = await open();
  const r = await page.request.get(instance.url);
  const h = r.headers();
  assert.match(h['content-security-policy'] ?? '', /default-src|script-src/);
  assert.doesNotMatch(h['content-security-policy'], /unsafe-inline.*script|unsafe-eval|\*/);
  assert.equal(h['x-content-type-options'], 'nosniff');
  assert.doesNotMatch(h.server ?? '', /\d/, 'no version of nginx');
  await page.close();
});

// The plain page at the address: what this is, a search that works, where the API is described.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { Instance, root } from '../lib/instance.mjs';
import { unique } from '../lib/client.mjs';
import { approvedCompany, publishedAlgorithm, reviewers } from '../lib/way.mjs';

const executablePath = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((p) => p && existsSync(p));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const name = `画眉语音合成算法${unique()}`;
let instance, browser, filing;

before(async () => {
  assert.ok(executablePath, 'chromium is not installed: make setup');
  instance = await Instance.start();
  const by = await reviewers(instance);
  filing = await publishedAlgorithm(instance, await approvedCompany(instance, by), by, name);
  browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
});
after(async () => {
  await browser?.close();
  await instance?.end();
});

// A page whose every complaint is kept, and which may speak with the instance alone.
async function open(path = '/', options = {}) {
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 }, ...options });
  const complaints = [];
  page.on('console', (m) => ['error', 'warning'].includes(m.type()) && complaints.push(m.text()));
  page.on('pageerror', (e) => complaints.push(String(e)));
  page.on('request', (q) => !q.url().startsWith(instance.url) && !/^(data|blob|about):/.test(q.url()) && complaints.push(`foreign: ${q.url()}`));
  page.on('response', (r) => r.status() >= 400 && complaints.push(`${r.status()} ${r.url()}`));
  await page.goto(instance.url + path, { waitUntil: 'networkidle' });
  return { page, complaints };
}

const box = (page) => page.getByRole('searchbox').or(page.locator('input[name=q]')).first();

async function seriousViolations(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(globalThis.document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  return violations.filter((v) => ['serious', 'critical'].includes(v.impact)).map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' | ')}`);
}

test('the home page says what this is and where the API is described, without a complaint', async () => {
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
  await box(page).fill(name);
  await box(page).press('Enter');
  await page.getByText(filing.number).first().waitFor({ timeout: 5000 });
  assert.match(await page.locator('body').innerText(), new RegExp(name));
  assert.deepEqual(complaints, []);
  await page.screenshot({ path: join(root, 'build', 'home-search.png'), fullPage: true });
  await page.close();
});

test('a search that finds nothing says so, one of one character says what to do', async () => {
  const { page } = await open();
  await box(page).fill('没有这样的算法');
  await box(page).press('Enter');
  await page.getByText(/没有找到|未找到|没有符合|无结果/).first().waitFor({ timeout: 5000 });
  await box(page).fill('画');
  await box(page).press('Enter');
  await page.getByText(/(两|二|2) ?个?(字|字符)|至少/).first().waitFor({ timeout: 5000 });
  await page.close();
});

test('the keyboard alone does it, and the focus is seen', async () => {
  const { page } = await open();
  const isBox = () => page.evaluate(() => globalThis.document.activeElement?.matches('input[type=search], input[name=q]'));
  for (let n = 0; n < 15 && !(await isBox()); n++) await page.keyboard.press('Tab');
  assert.ok(await isBox(), 'Tab reaches the search');
  const outline = await page.evaluate(() => {
    const s = globalThis.getComputedStyle(globalThis.document.activeElement);
    return s.outlineStyle !== 'none' || s.boxShadow !== 'none';
  });
  assert.ok(outline, 'the focus is seen');
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
  await page.getByText(filing.number).first().waitFor({ timeout: 5000 });
  await page.close();
});

test('markup in a search or in an entry is only text', async () => {
  const { page } = await open();
  let popped = false;
  page.on('dialog', (d) => ((popped = true), d.dismiss()));
  await box(page).fill('<img src=x onerror=alert(1)>');
  await box(page).press('Enter');
  await page.getByText(/没有找到|未找到|没有符合|无结果/).first().waitFor({ timeout: 5000 });
  assert.equal(popped, false);
  assert.equal(await page.locator('img[src=x]').count(), 0);
  await page.close();
});

test('axe finds nothing serious on the home page, with results, and in the dark', async () => {
  for (const colorScheme of ['light', 'dark']) {
    const { page } = await open('/', { colorScheme });
    assert.deepEqual(await seriousViolations(page), []);
    await box(page).fill('画眉');
    await box(page).press('Enter');
    await page.getByText(filing.number).first().waitFor({ timeout: 5000 });
    assert.deepEqual(await seriousViolations(page), []);
    await page.close();
  }
});

test('at 320 pixels, which is 400 % zoom, nothing is cut off', async () => {
  const { page } = await open('/', { viewport: { width: 320, height: 640 } });
  await box(page).fill('画眉');
  await box(page).press('Enter');
  await page.getByText(filing.number).first().waitFor({ timeout: 5000 });
  const wide = await page.evaluate(() => globalThis.document.documentElement.scrollWidth);
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

// Pages that the system writes itself: the handbook and a replay's report, wide and narrow, on screen and on paper.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { Instance, root, until } from '../lib/instance.mjs';
import { is, staff } from '../lib/client.mjs';

const executablePath = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((p) => p && existsSync(p));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let instance, browser;

before(async () => {
  assert.ok(executablePath, 'chromium is not installed: make setup');
  instance = await Instance.start();
  browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
});
after(async () => {
  await browser?.close();
  await instance?.end();
});

async function handbook(viewport) {
  // axe is put into the page, which the page's own policy would rightly not allow.
  const context = await browser.newContext({ viewport, bypassCSP: true });
  const page = await context.newPage();
  const complaints = [];
  page.on('console', (m) => ['error', 'warning'].includes(m.type()) && complaints.push(`${m.text()} ${m.location().url}`));
  page.on('request', (q) => !/\/handbook$|favicon/.test(q.url()) && complaints.push(q.url()));
  await page.goto(`${instance.url}/api/v1/rule-sets/active/handbook`);
  return { page, complaints: () => complaints.filter((c) => !/favicon/.test(c)) };
}

test('the handbook is drawn under its own policy: styled, without a complaint, nothing fetched', async () => {
  const page = await browser.newPage();
  const complaints = [];
  page.on('console', (m) => complaints.push(`${m.text()} ${m.location().url}`));
  await page.goto(`${instance.url}/api/v1/rule-sets/active/handbook`);
  assert.equal(await page.evaluate(() => globalThis.getComputedStyle(globalThis.document.querySelector('h2')).borderBottomStyle), 'solid');
  assert.deepEqual(complaints.filter((c) => !/favicon/.test(c)), []);
  mkdirSync(join(root, 'build'), { recursive: true });
  await page.screenshot({ path: join(root, 'build', 'handbook.png') });
  await page.close();
});

test('axe finds nothing on the handbook, wide and narrow', async () => {
  for (const viewport of [{ width: 1200, height: 900 }, { width: 390, height: 800 }]) {
    const { page, complaints } = await handbook(viewport);
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => globalThis.axe.run(globalThis.document));
    assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html).join(' | ')}`), []);
    assert.deepEqual(complaints(), []);
    await page.context().close();
  }
});

test('every entry of the contents and every link to a field leads somewhere, and no two places have one name', async () => {
  const { page } = await handbook({ width: 1200, height: 900 });
  const lost = await page.evaluate(() => [...globalThis.document.querySelectorAll('a[href^="#"]')].map((a) => a.getAttribute('href')).filter((h) => !globalThis.document.getElementById(h.slice(1))));
  assert.deepEqual(lost, []);
  const ids = await page.evaluate(() => [...globalThis.document.querySelectorAll('[id]')].map((e) => e.id));
  assert.deepEqual(ids.filter((id, i) => ids.indexOf(id) !== i), []);
  await page.context().close();
});

test('at 320 pixels, which is 400 % zoom, nothing is cut off', async () => {
  const { page } = await handbook({ width: 320, height: 640 });
  const wide = await page.evaluate(() => globalThis.document.documentElement.scrollWidth);
  assert.ok(wide <= 320, `the page is ${wide} pixels wide`);
  await page.context().close();
});

test('on A4 the handbook prints without anything cut off at the side', async () => {
  const { page } = await handbook({ width: 660, height: 900 }); // the width of A4 less its margins, at 96 dpi
  await page.emulateMedia({ media: 'print' });
  const wide = await page.evaluate(() => globalThis.document.documentElement.scrollWidth);
  assert.ok(wide <= 660, `the page is ${wide} pixels wide`);
  assert.ok((await page.pdf({ format: 'A4' })).length > 10000);
  await page.context().close();
});

test('axe finds nothing on the report of a replay, wide and narrow', async () => {
  const editor = await staff(instance, 'rule_editor');
  const { hash } = is(await editor.get('/rule-sets/active'), 200).json;
  is(await editor.post(`/rule-sets/${hash}/replay`), 202);
  const report = await until('the replay is done', async () => {
    const r = await editor.get(`/rule-sets/${hash}/replay/page`);
    return r.status === 200 && r.text;
  }, { ms: 30000 });
  assert.match(report, /无从比较/, 'nothing was decided yet, and the page does not call that sameness');
  for (const width of [1200, 320]) {
    const page = await browser.newPage({ viewport: { width, height: 800 } });
    await page.setContent(report);
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => globalThis.axe.run(globalThis.document));
    assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes[0].html}`), []);
    assert.ok((await page.evaluate(() => globalThis.document.documentElement.scrollWidth)) <= width);
    await page.close();
  }
});

// The system writes two pages itself, the handbook and a replay's report. They are read wide and
// narrow, on screen and on paper.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Instance, root, until } from '../lib/instance.mjs';
import { launch, violations, widthOf } from '../lib/browser.mjs';
import { is, staff } from '../lib/client.mjs';

let instance, browser;

before(async () => {
  instance = await Instance.start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await instance?.end();
});

const isOther = (complaint) => !/favicon/.test(complaint);
const said = (m) => `${m.text()} ${m.location().url}`;

async function handbook(viewport) {
  // axe is put into the page, which the page's own policy would rightly not allow.
  const context = await browser.newContext({ viewport, bypassCSP: true });
  const page = await context.newPage();
  const complaints = [];
  page.on('console', (m) => ['error', 'warning'].includes(m.type()) && complaints.push(said(m)));
  page.on('request', (q) => !/\/handbook$/.test(q.url()) && complaints.push(q.url()));
  await page.goto(`${instance.url}/api/v1/rule-sets/active/handbook`);
  return { page, complaints: () => complaints.filter(isOther) };
}

test('the handbook is drawn under its own policy: styled, and nothing is fetched', async () => {
  const page = await browser.newPage();
  const complaints = [];
  page.on('console', (m) => complaints.push(said(m)));
  page.on('request', (q) => !/\/handbook$/.test(q.url()) && complaints.push(q.url()));
  await page.goto(`${instance.url}/api/v1/rule-sets/active/handbook`);
  const border = await page.evaluate(() => {
    const heading = globalThis.document.querySelector('h2');
    return globalThis.getComputedStyle(heading).borderBottomStyle;
  });
  assert.equal(border, 'solid');
  assert.deepEqual(complaints.filter(isOther), []);
  mkdirSync(join(root, 'build'), { recursive: true });
  await page.screenshot({ path: join(root, 'build', 'handbook.png') });
  await page.close();
});

test('axe finds nothing on the handbook, wide and narrow', async () => {
  for (const viewport of [{ width: 1200, height: 900 }, { width: 390, height: 800 }]) {
    const { page, complaints } = await handbook(viewport);
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(complaints(), []);
    await page.context().close();
  }
});

test('every link in the handbook leads somewhere, and no two places have one name', async () => {
  const { page } = await handbook({ width: 1200, height: 900 });
  const { links, ids } = await page.evaluate(() => {
    const all = (selector) => [...globalThis.document.querySelectorAll(selector)];
    const links = all('a[href^="#"]').map((a) => a.getAttribute('href').slice(1));
    return { links, ids: all('[id]').map((e) => e.id) };
  });
  assert.ok(links.length > 10, `${links.length} links`);
  assert.deepEqual(links.filter((id) => !ids.includes(id)), []);
  assert.deepEqual(ids.filter((id, i) => ids.indexOf(id) !== i), []);
  await page.context().close();
});

test('at 320 pixels, which is 400 % zoom, nothing is cut off', async () => {
  const { page } = await handbook({ width: 320, height: 640 });
  const wide = await widthOf(page);
  assert.ok(wide <= 320, `the page is ${wide} pixels wide`);
  await page.context().close();
});

test('on A4 the handbook prints without anything cut off at the side', async () => {
  // The width of A4 less its margins, at 96 dpi.
  const { page } = await handbook({ width: 660, height: 900 });
  await page.emulateMedia({ media: 'print' });
  const wide = await widthOf(page);
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
  assert.match(report, /无从比较/, 'nothing was decided yet, and that is not called sameness');
  for (const width of [1200, 320]) {
    const page = await browser.newPage({ viewport: { width, height: 800 } });
    await page.setContent(report);
    assert.deepEqual(await violations(page), []);
    assert.ok((await widthOf(page)) <= width);
    await page.close();
  }
});

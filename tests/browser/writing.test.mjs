// What happens to a text while it is written: two tabs, a session that ends, no network, a browser
// that is killed, the keyboard alone, and text that would like to be markup.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { Instance, until } from '../lib/instance.mjs';
import { approvedCompany, draft, reviewers } from '../lib/way.mjs';
import { places } from '../lib/browser.mjs';
import {
  control, fieldOf, isAccessible, launch, logIn, saved, settled, visitor,
} from '../lib/pages.mjs';

let instance, browser, client, by;

before(async () => {
  instance = await Instance.start();
  by = await reviewers(instance);
  client = await approvedCompany(instance, by);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await instance?.end();
});

const begun = (data) => draft(client, 'algorithm', data);
const dataOf = async (id) => (await client.get(`/filings/${id}`)).json.data;
const focus = (page) => page.evaluate(() => globalThis.document.activeElement?.id);

// A tab of its own, logged in, with the filing open.
async function opened(id, step = 'basic', options = {}) {
  const tab = await visitor(browser, instance, options);
  await logIn(tab.page, client);
  await tab.page.goto(`/filings/${id}/edit/${step}`);
  await settled(tab.page);
  return tab;
}

test('two tabs that change different fields lose nothing and are asked nothing', async () => {
  const { id } = await begun({ basic: { name: '甲算法', scenario: '一' } });
  const [one, two] = [await opened(id), await opened(id)];
  await control(one.page, '/basic/name').fill('乙算法');
  await saved(one.page);
  await control(two.page, '/basic/scenario').fill('二');
  await saved(two.page);
  assert.deepEqual((await dataOf(id)).basic, { name: '乙算法', scenario: '二' });
  assert.equal(await control(two.page, '/basic/name').inputValue(), '乙算法');
  await one.context.close();
  await two.context.close();
});

test('two tabs that change one field: the second is shown both and chooses', async () => {
  const { id } = await begun({ basic: { name: '甲算法' } });
  const [one, two] = [await opened(id), await opened(id)];
  await control(one.page, '/basic/name').fill('乙算法');
  await saved(one.page);
  await control(two.page, '/basic/name').fill('丙算法');
  const dialog = two.page.getByRole('dialog');
  await dialog.getByText('乙算法').waitFor();
  await dialog.getByText('丙算法').waitFor();
  await isAccessible(two.page, 'the conflict');
  assert.equal((await dataOf(id)).basic.name, '乙算法', 'nothing is overwritten unasked');
  await dialog.getByRole('radio').nth(1).check();
  await dialog.getByRole('button', { name: '按所选保存' }).click();
  await saved(two.page);
  assert.equal(await control(two.page, '/basic/name').inputValue(), '乙算法');
  await one.context.close();
  await two.context.close();
});

test('a session that ends while one types: one logs in over the page and it goes on', async () => {
  const { id } = await begun({});
  const { context, page } = await opened(id);
  await context.clearCookies();
  await control(page, '/basic/name').fill('会话结束时写的算法');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('页面上的内容还在').waitFor();
  await isAccessible(page, 'the login over the page');
  await dialog.getByLabel('密码', { exact: true }).fill(client.password);
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'hidden' });
  await saved(page);
  assert.equal((await dataOf(id)).basic.name, '会话结束时写的算法');
  await context.close();
});

test('without a network the text is kept here, says so, and is saved afterwards', async () => {
  const { id } = await begun({});
  const { context, page } = await opened(id);
  await context.setOffline(true);
  await control(page, '/basic/name').fill('断网时写的算法');
  await page.locator('.save-line[data-status="failed"]').waitFor();
  await page.getByText('网络已断开').waitFor();
  await isAccessible(page, 'offline');
  await context.setOffline(false);
  await saved(page);
  assert.equal((await dataOf(id)).basic.name, '断网时写的算法');
  await context.close();
});

test('a tab that is closed at once has sent what was typed', async () => {
  const { id } = await begun({});
  const { context, page } = await opened(id);
  await control(page, '/basic/name').fill('关闭前写的算法');
  await page.close({ runBeforeUnload: true });
  await until('the text arrives', async () => (await dataOf(id)).basic?.name === '关闭前写的算法');
  await context.close();
});

// How much of steady typing is missing, in seconds, when the browser dies at a random moment.
async function lossOfAKill(id, ms) {
  const folder = await mkdtemp(join(tmpdir(), 'suanbei-chromium-'));
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const server = await chromium.launchServer({ executablePath: places(), args });
  try {
    const own = await chromium.connect(server.wsEndpoint());
    const { page } = await visitor(own, instance);
    await logIn(page, client);
    await page.goto(`/filings/${id}/edit/basic`);
    await settled(page);
    const box = control(page, '/basic/scenario');
    await box.fill('');
    const typed = [];
    const end = Date.now() + ms;
    for (let n = 0; Date.now() < end; n++) {
      await box.pressSequentially(String(n % 10), { delay: 60 });
      typed.push(Date.now());
    }
    const killed = Date.now();
    server.process().kill('SIGKILL');
    const kept = ((await dataOf(id)).basic?.scenario ?? '').length;
    return kept < typed.length ? (killed - typed[kept]) / 1000 : 0;
  } finally {
    await server.kill();
    await rm(folder, { recursive: true, force: true });
  }
}

test('a browser that is killed while one types loses five seconds at most', async () => {
  const { id } = await begun({});
  const tries = Number(process.env.KILLS ?? 3);
  for (let n = 0; n < tries; n++) {
    const loss = await lossOfAKill(id, 2000 + Math.random() * 6000);
    assert.ok(loss <= 5, `${loss} s were lost`);
  }
});

test('the keyboard alone: skip link, radio, list, and the focus after each', async () => {
  const { id } = await begun({ model: { models: [{ name: '一' }, { name: '二' }] } });
  const { context, page } = await opened(id, 'detail');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => globalThis.document.activeElement.className), 'skip');
  await page.keyboard.press('Enter');
  assert.equal(await focus(page), 'main');
  const base = '/model/models';
  await page.locator('[id="f-model-models-1-up"]').focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => globalThis.document.activeElement
    ?.closest('.item')?.id === 'f-model-models-0-item');
  assert.equal(await control(page, `${base}/0/name`).inputValue(), '二');
  await control(page, base).focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() =>
    globalThis.document.activeElement?.id === 'f-model-models-2-name');
  await page.keyboard.type('三');
  await saved(page);
  const names = (await dataOf(id)).model.models.map((m) => m.name);
  assert.deepEqual(names, ['二', '一', '三']);
  await context.close();
});

test('a dialog keeps the focus, gives it back, and closes by Esc', async () => {
  const { id } = await begun({ basic: { name: '甲算法' } });
  const { context, page } = await opened(id, 'products');
  const button = page.getByRole('button', { name: '添加产品' });
  await button.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  for (let n = 0; n < 40; n++) {
    await page.keyboard.press('Tab');
    const isIn = await page.evaluate(() => {
      const at = globalThis.document.activeElement;
      return at === globalThis.document.body || Boolean(at.closest('dialog'));
    });
    assert.ok(isIn, `after ${n + 1} tabs the focus is in the dialog`);
  }
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  assert.ok(await button.evaluate((e) => e === globalThis.document.activeElement));
  await context.close();
});

const PAYLOADS = [
  '<img src=x onerror="window.hit=1">', '"><script>window.hit=1</script>',
  '{{constructor.constructor("window.hit=1")()}}', 'javascript:window.hit=1', '\u202e倒过来',
];

test('text that would be markup is text on every page', async () => {
  const text = PAYLOADS.join(' ');
  const { id } = await begun({ basic: { name: text.slice(0, 100), scenario: text } });
  await client.post('/products', { name: text.slice(0, 100), complete: false });
  const { context, page, complaints } = await opened(id);
  for (const path of [`/filings/${id}/edit/basic`, `/filings/${id}/edit/confirm`, '/home',
    `/filings/${id}`, '/drafts', '/products', `/filings/${id}/edit/products`]) {
    await page.goto(path);
    await settled(page);
    assert.equal(await page.evaluate(() => globalThis.hit), undefined, path);
    assert.equal(await page.locator('main img[src="x"], main script').count(), 0, path);
  }
  assert.deepEqual(complaints, []);
  await context.close();
});

test('an upload of another type, too big or broken off is told with the file’s name', async () => {
  const { id } = await begun({});
  const { context, page } = await opened(id);
  const box = fieldOf(page, '/documents/self_assessment');
  const input = box.locator('input[type=file]');
  await input.setInputFiles({ name: '报告.exe', mimeType: 'application/x-msdownload',
    buffer: Buffer.from('MZ') });
  await box.getByText('“报告.exe”的类型不符').waitFor();
  await page.route('**/api/v1/attachments', (r) => r.abort());
  await input.setInputFiles({ name: '报告.pdf', mimeType: 'application/pdf',
    buffer: Buffer.from('%PDF-1.4') });
  await box.getByText('“报告.pdf”没有上传成功').waitFor();
  await isAccessible(page, 'a failed upload');
  await context.close();
});

test('360 pixels and 200 % need no scrolling sideways', async () => {
  const { id } = await begun({ model: { models: [{ name: '一' }] } });
  for (const viewport of [{ width: 360, height: 740 }, { width: 640, height: 450 }]) {
    const { context, page } = await opened(id, 'detail', { viewport });
    for (const path of [`/filings/${id}/edit/detail`, '/home', '/filings', '/products',
      '/products/new', '/account', `/filings/${id}/edit/products`, `/filings/${id}`]) {
      await page.goto(path);
      await settled(page);
      const wide = await page.evaluate(() => globalThis.document.documentElement.scrollWidth);
      assert.ok(wide <= viewport.width, `${path} is ${wide} wide at ${viewport.width}`);
    }
    await context.close();
  }
});

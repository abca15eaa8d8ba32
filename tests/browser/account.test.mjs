// Accounts in a browser: wrong passwords, a forgotten one, one's own particulars, pages that are
// not one's own, the other language, and files opened in the page.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance, withSettings } from '../lib/instance.mjs';
import { Client, register, staff } from '../lib/client.mjs';
import { approvedCompany, draft, reviewers } from '../lib/way.mjs';
import { pdf, png } from '../lib/files.mjs';
import { heading, isAccessible, launch, logIn, settled, visitor } from '../lib/pages.mjs';

let instance, browser, client;

before(async () => {
  instance = await Instance.start();
  client = await register(instance);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await instance?.end();
});

test('a wrong password is told at the form, and the name stays', async () => {
  const { context, page } = await visitor(browser, instance);
  await page.goto('/home');
  await page.waitForURL('**/login?to=/home');
  await page.getByLabel('用户名').fill(client.username);
  await page.getByLabel('密码', { exact: true }).fill('不是这个密码');
  await page.keyboard.press('Enter');
  await page.locator('#login-fault').waitFor();
  assert.equal(await page.getByLabel('用户名').inputValue(), client.username);
  await isAccessible(page, '/login with a fault');
  await page.getByLabel('密码', { exact: true }).fill(client.password);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/home');
  await context.close();
});

test('the way back after a login leads nowhere else', async () => {
  const { context, page } = await visitor(browser, instance);
  for (const to of ['//example.com/x', '/\\example.com', 'https://example.com/']) {
    await context.clearCookies();
    await page.goto(`/login?to=${encodeURIComponent(to)}`);
    await page.getByLabel('用户名').fill(client.username);
    await page.getByLabel('密码', { exact: true }).fill(client.password);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/home');
  }
  await context.close();
});

test('a forgotten password: asked for, told by the administrator, set anew', async () => {
  const lost = await register(instance);
  const { context, page } = await visitor(browser, instance);
  await page.goto('/login/forgotten');
  await page.locator('#r-name').fill(lost.username);
  await page.locator('#r-contact').fill(`${lost.username}@example.com`);
  await page.getByRole('button', { name: '提交申请' }).click();
  await page.getByText('管理员会收到申请').waitFor();
  const admin = await staff(instance, 'system_admin');
  const asked = (await admin.get('/recoveries')).json.items;
  const own = asked.find((r) => r.username === lost.username);
  const { code } = (await admin.post(`/recoveries/${own.id}/code`)).json;
  await page.locator('#r-code').fill('不对的码');
  await page.locator('#password').fill('全新的 密码 词组');
  await page.getByRole('button', { name: '设置新密码' }).click();
  await page.getByRole('alert').locator('p').first().waitFor();
  await isAccessible(page, '/login/forgotten with a fault');
  await page.locator('#r-code').fill(code);
  await page.getByRole('button', { name: '设置新密码' }).click();
  await page.waitForURL('**/login');
  await new Client(instance).login(lost.username, '全新的 密码 词组');
  await context.close();
});

test('one’s own particulars are kept, faults stand at their fields', async () => {
  const { context, page } = await visitor(browser, instance);
  await logIn(page, client);
  await page.goto('/account');
  const mobile = page.locator('#own-mobile');
  await mobile.fill('12');
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await page.locator('#own-mobile-said .finding').waitFor();
  await mobile.fill('13900139000');
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await page.getByText('联系方式已保存').waitFor();
  assert.equal((await client.get('/account')).json.mobile, '13900139000');
  await context.close();
});

test('who chooses a password is told what this instance asks of it', async () => {
  await withSettings({ password_min: 12, password_classes: 3 }, async (strict) => {
    const filer = await register(strict);
    const { context, page } = await visitor(browser, strict);
    const asks = async (path) => {
      await page.goto(path);
      await page.locator('#password-help', { hasText: '至少 12 个字符' }).waitFor();
      await page.locator('#password-help', { hasText: '中的 3 种' }).waitFor();
    };
    await asks('/join');
    await page.locator('#password').fill('Kq7-vnz2-p');
    await page.getByRole('button', { name: '注册', exact: true }).click();
    await page.locator('#password-said', { hasText: '密码不足 12 个字符' }).waitFor();
    await asks('/login/forgotten');
    await asks(`/login/reset#${'a'.repeat(40)}`);
    await logIn(page, filer);
    await asks('/account');
    await context.close();
  });
});

test('the cards of one’s own account are as wide as each other', async () => {
  const { context, page } = await visitor(browser, instance);
  await logIn(page, client);
  await page.goto('/account');
  await settled(page);
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 900 });
    const widths = await page.locator('main .card').evaluateAll((cards) =>
      cards.map((card) => card.getBoundingClientRect().width));
    assert.equal(widths.length, 5);
    assert.equal(new Set(widths).size, 1, `${widths} at ${width}`);
  }
  await context.close();
});

test('who gave the link that set the password is told until its owner has seen it', async () => {
  const filer = await register(instance);
  const admin = await staff(instance, 'system_admin');
  const { account: { id } } = (await filer.get('/session')).json;
  const { reset: { token } } = (await admin.post(`/accounts/${id}/reset`)).json;
  filer.password = '另一个 全新的 词组';
  await filer.post('/account/reset', { token, password: filer.password });
  const { context, page } = await visitor(browser, instance);
  await logIn(page, filer);
  await page.getByText('您的密码已凭他人给出的链接或找回码重新设置').waitFor();
  await page.getByRole('link', { name: '查看何时、由谁给出' }).click();
  const line = page.getByText(`凭 ${admin.username} 给出的一次性链接重新设置`);
  await line.waitFor();
  await isAccessible(page, '/account after a reset');
  await page.getByRole('button', { name: '是我本人' }).click();
  await page.getByText('您的密码已凭他人给出的').waitFor({ state: 'detached' });
  await page.reload();
  await line.waitFor();
  assert.equal(await page.getByRole('button', { name: '是我本人' }).count(), 0);
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByText(`by a link that ${admin.username} gave`).waitFor();
  await context.close();
});

test('a page of somebody else’s work says so, one that is not there too', async () => {
  const auditor = await staff(instance, 'auditor');
  const { context, page } = await visitor(browser, instance);
  await logIn(page, auditor);
  await page.goto('/products');
  await page.getByText('没有查看这个页面的权限').waitFor();
  await isAccessible(page, 'a page that one may not see');
  await page.goto('/filings/../review/nowhere/at/all');
  await heading(page).waitFor();
  assert.equal(await heading(page).count(), 1);
  await context.close();
});

test('the menu of the account opens, closes by Esc, and logs out', async () => {
  const { context, page } = await visitor(browser, instance);
  await logIn(page, client);
  const button = page.locator('.top-name');
  await button.click();
  await page.locator('.top-menu').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.top-menu').waitFor({ state: 'hidden' });
  await button.click();
  await page.getByRole('button', { name: '退出登录' }).click();
  await page.waitForURL('**/login');
  await page.goto('/home');
  await page.waitForURL('**/login?to=/home');
  await context.close();
});

test('the other language is spoken on every page that was loaded', async () => {
  const { context, page } = await visitor(browser, instance);
  await logIn(page, client);
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('heading', { name: 'Home' }).waitFor();
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  await isAccessible(page, '/home in English');
  await context.close();
});

test('pictures and PDF open in the page, under its policy', async () => {
  const company = await approvedCompany(instance, await reviewers(instance));
  const file = async (bytes, type, name) => (await company.upload(bytes, type, name)).json.id;
  const report = await file(pdf('报告'), 'application/pdf', '自评估报告.pdf');
  const shot = await file(png('截图'), 'image/png', '截图.png');
  const { id } = await draft(company, 'algorithm', {
    documents: { self_assessment: report }, attachments: { access_path_screenshots: shot },
  });
  const { context, page, complaints } = await visitor(browser, instance);
  await logIn(page, company);
  await page.goto(`/filings/${id}`);
  await settled(page);
  const row = (text) => page.locator('.file', { hasText: text });
  await row('自评估报告.pdf').getByRole('button', { name: '查看' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('共 1 页').waitFor();
  await page.waitForFunction(() =>
    globalThis.document.querySelector('dialog canvas')?.width > 300);
  await isAccessible(page, 'a PDF in the page');
  await page.keyboard.press('Escape');
  await row('截图.png').getByRole('button', { name: '查看' }).click();
  await page.waitForFunction(() =>
    globalThis.document.querySelector('dialog img')?.naturalWidth > 0);
  assert.deepEqual(complaints, []);
  await context.close();
});

test('dark pages keep their contrast', async () => {
  const { context, page } = await visitor(browser, instance, { colorScheme: 'dark' });
  await logIn(page, client);
  for (const path of ['/home', '/filings', '/products/new', '/account', '/subject']) {
    await page.goto(path);
    await settled(page);
    await isAccessible(page, `${path} in the dark`);
  }
  await context.close();
});

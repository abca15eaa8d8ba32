// A second factor in a browser: the first day of somebody on the staff, a login with a code, lost
// telephones, and what the account page says of it. On an instance as it is packaged.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Client, is, register } from '../lib/client.mjs';
import { Instance } from '../lib/instance.mjs';
import { firstDay, packaged, password } from '../lib/packaged.mjs';
import { totp } from '../lib/totp.mjs';
import { heading, isAccessible, launch, settled, visitor } from '../lib/pages.mjs';
import { picture, widthOf } from '../lib/browser.mjs';

let instance, browser;
before(async () => {
  instance = await packaged();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await instance?.end();
});

const press = (page, name) => page.getByRole('button', { name, exact: true }).click();

async function type(page, who) {
  await page.goto('/login');
  await page.getByLabel('用户名').fill(who.username);
  await page.getByLabel('密码', { exact: true }).fill(who.password);
  await press(page, '登录');
}
const secretOn = async (page) =>
  (await page.locator('.qr-secret').innerText()).replace(/\s/g, '');

// The telephone is bound by what is on the page. → { secret, codes }
async function bind(page, word, name) {
  await page.locator('#proof-password').fill(word);
  await press(page, '开始绑定');
  await page.locator('svg.qr path').waitFor();
  await isAccessible(page, 'a secret');
  await picture(page, `${name}-enrol`);
  const secret = await secretOn(page);
  await page.locator('#enrol-code').fill('000000');
  await press(page, '完成绑定');
  await page.getByText('验证码不正确').waitFor();
  await page.locator('#enrol-code').fill(totp(secret, -1));
  await press(page, '完成绑定');
  await page.getByText('请保存恢复码').waitFor();
  await isAccessible(page, 'recovery codes');
  await picture(page, `${name}-codes`);
  const codes = await page.locator('.codes li').allInnerTexts();
  assert.equal(codes.length, 10);
  await press(page, '我已保存');
  return { secret, codes };
}

for (const [width, role] of [[1280, 'auditor'], [390, 'rule_editor']]) {
  test(`a first day at ${width} px: password, authenticator, then the work`, async () => {
    const { context, page } =
      await visitor(browser, instance, { viewport: { width, height: 900 } });
    const c = { ...instance.credentials[role] };
    await type(page, c);
    await page.waitForURL('**/account/first');
    await settled(page);
    await isAccessible(page, 'the first day');
    await picture(page, `${width}-first`);
    await page.goto('/audit');
    await page.waitForURL('**/account/first');
    const word = password();
    await page.locator('#old').fill(c.password);
    await page.locator('#password').fill('suanbei2026');
    await press(page, '修改密码');
    await page.getByText('太常见').waitFor();
    await page.locator('#password').fill(word);
    await press(page, '修改密码');
    await page.getByRole('heading', { name: '绑定第二因素' }).waitFor();
    const { secret, codes } = await bind(page, word, width);
    await page.waitForURL((url) => url.pathname !== '/account/first');
    await settled(page);
    assert.ok(await widthOf(page) <= width);

    await context.clearCookies();
    await type(page, { ...c, password: word });
    await page.getByText('还需要一个验证码').waitFor();
    await isAccessible(page, 'the second step');
    await picture(page, `${width}-code`);
    await page.locator('#login-code').fill('123456');
    await press(page, '登录');
    await page.locator('#login-fault').waitFor();
    await page.locator('#login-code').fill(totp(secret));
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.pathname !== '/login');

    await context.clearCookies();
    await type(page, { ...c, password: word });
    await page.locator('#login-code').fill(codes[3]);
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.pathname !== '/login');
    await page.goto('/account');
    await page.getByText('还有 9 个恢复码可用').waitFor();
    await isAccessible(page, 'the account');
    assert.ok(await widthOf(page) <= width);
    await picture(page, `${width}-account`);
    await context.close();
  });
}

test('a filer binds one, changes the recovery codes and takes it off again', async () => {
  const filer = await register(instance);
  const { context, page } = await visitor(browser, instance);
  await type(page, filer);
  await page.waitForURL('**/home');
  await page.goto('/account');
  await press(page, '绑定验证器');
  const { codes } = await bind(page, filer.password, 'filer');
  await page.getByText('还有 10 个恢复码可用').waitFor();
  await press(page, '更换恢复码');
  await page.locator('#proof-password').fill(filer.password);
  await page.locator('#proof-code').fill('123456');
  await page.locator('form').getByRole('button', { name: '更换恢复码' }).click();
  await page.getByText('验证码不正确或已经用过').waitFor();
  await page.locator('#proof-code').fill(codes[0]);
  await page.locator('form').getByRole('button', { name: '更换恢复码' }).click();
  await page.getByText('请保存恢复码').waitFor();
  const [first] = await page.locator('.codes li').allInnerTexts();
  await press(page, '我已保存');
  await press(page, '解除绑定');
  await page.locator('#proof-password').fill(filer.password);
  await page.locator('#proof-code').fill(first);
  await page.locator('form').getByRole('button', { name: '解除绑定' }).click();
  await page.getByText('没有绑定。').waitFor();
  await new Client(instance).login(filer.username, filer.password);
  await context.close();
});

test('an organization is frozen in its list, and its people read why on every page', async () => {
  const admin = await firstDay(instance, 'system_admin');
  const filer = await register(instance);
  const boss = await visitor(browser, instance);
  await type(boss.page, admin);
  await boss.page.locator('#login-code').fill(await admin.next());
  await boss.page.keyboard.press('Enter');
  await boss.page.waitForURL('**/staff');
  await boss.page.goto(`/organizations?q=${encodeURIComponent(filer.organization)}`);
  await settled(boss.page);
  const row = boss.page.getByRole('row').filter({ hasText: filer.organization });
  await row.getByRole('button', { name: /冻结/ }).click();
  const dialog = boss.page.getByRole('dialog');
  await dialog.getByRole('button', { name: '冻结', exact: true }).click();
  await dialog.getByText('请写明冻结的原因').waitFor();
  await dialog.getByLabel(/原因/).fill('账号疑似被盗用');
  await isAccessible(boss.page, 'freezing');
  await dialog.getByRole('button', { name: '冻结', exact: true }).click();
  await row.getByText('已冻结').waitFor();
  await isAccessible(boss.page, 'organizations');
  await picture(boss.page, 'organizations');

  const own = await visitor(browser, instance);
  await type(own.page, filer);
  await own.page.waitForURL('**/home');
  await own.page.getByText('本单位已被冻结，只能查看。原因：账号疑似被盗用').waitFor();
  await isAccessible(own.page, 'a frozen home');
  await picture(own.page, 'frozen');
  await Promise.all([boss.context.close(), own.context.close()]);
});

test('a trial says on its pages that it is one, and no other instance does', async () => {
  const { context, page } = await visitor(browser, instance);
  for (const path of ['/', '/login']) {
    await page.goto(path);
    await heading(page).waitFor();
    assert.equal(await page.getByText('试用实例').count(), 0, path);
  }
  await context.close();
  const trial = await Instance.start();
  try {
    const other = await visitor(browser, trial);
    for (const path of ['/', '/register', '/help', '/login', '/join']) {
      await other.page.goto(path);
      await other.page.getByText('试用实例：未启用第二因素').waitFor();
      await isAccessible(other.page, `${path} of a trial`);
    }
    await picture(other.page, 'trial');
    await other.page.goto('/');
    await picture(other.page, 'trial-public');
    is(await new Client(trial).get('/instance'), 200);
    await other.context.close();
  } finally {
    await trial.end();
  }
});

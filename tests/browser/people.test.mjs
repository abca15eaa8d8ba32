// People of an organization in a browser: invited, let in, changed, removed.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { is, join, register, unique } from '../lib/client.mjs';
import { control, isAccessible, launch, logIn, settled, visitor } from '../lib/pages.mjs';
import { makers } from '../lib/files.mjs';
import { approvedCompany, reviewers } from '../lib/way.mjs';
import { codeOf } from '../lib/calls/takeover.mjs';
import { widthOf } from '../lib/browser.mjs';

let instance, browser;
before(async () => {
  instance = await Instance.start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await instance?.end();
});
const small = { width: 360, height: 740 };
const picture = (page, name) => process.env.PICTURES &&
  page.screenshot({ path: `${process.env.PICTURES}/${name}.png`, fullPage: true });

test('an owner invites somebody, who joins by the link and may only read', async () => {
  const owner = await register(instance);
  const { context, page } = await visitor(browser, instance);
  await logIn(page, owner);
  await page.goto('/members');
  await settled(page);
  await page.getByRole('button', { name: '邀请成员' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('只读').check();
  await isAccessible(page, 'inviting');
  await dialog.getByRole('button', { name: '邀请成员' }).click();
  const link = await page.locator('.told bdi').innerText();
  assert.match(link, /\/join#[\w-]{40,}$/);
  await picture(page, 'invited');
  await page.getByRole('button', { name: '我已保存' }).click();
  await page.getByRole('heading', { name: '还没有用过的邀请' }).waitFor();
  await isAccessible(page, '/members');
  await picture(page, 'members');

  const other = await visitor(browser, instance, { viewport: small });
  await other.page.goto(link);
  await settled(other.page);
  assert.ok(!other.page.url().includes('#'), 'the token is taken out of the address');
  await other.page.getByText(owner.organization).waitFor();
  await isAccessible(other.page, '/join of somebody invited');
  await picture(other.page, 'join');
  assert.equal(await control(other.page, '/account/organization_name').count(), 0);
  const name = `m${unique()}`;
  await other.page.getByLabel('用户名').fill(name);
  await other.page.getByLabel('联系人姓名').fill('赵六');
  await other.page.getByLabel('手机号码').fill('13600136000');
  await other.page.getByLabel('电子邮箱').fill('z@example.com');
  await other.page.locator('#password').fill(`Pw-${unique()}-${unique()}`);
  await other.page.getByRole('button', { name: '注册', exact: true }).click();
  await other.page.waitForURL('**/home');
  await other.page.goto('/subject');
  await settled(other.page);
  assert.equal(await other.page.getByRole('button', { name: /开始填报/ }).count(), 0);
  await other.page.goto('/products');
  await settled(other.page);
  assert.equal(await other.page.getByRole('link', { name: '添加产品' }).count(), 0);
  assert.ok((await widthOf(other.page)) <= 360);
  await other.context.close();
  await context.close();
});

test('what a member may do is changed and ended, on a small screen and by keys', async () => {
  const owner = await register(instance);
  const member = await join(owner, 'read');
  const { context, page, complaints } = await visitor(browser, instance, { viewport: small });
  await logIn(page, owner);
  await page.goto('/members');
  await settled(page);
  assert.ok((await widthOf(page)) <= 360, 'fits 360 pixels');
  await picture(page, 'members-small');
  await page.getByRole('button', { name: /^改权限/ }).focus();
  await page.keyboard.press('Enter');
  await page.getByLabel('提交').check();
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByText('的权限现在是“提交”').waitFor();
  assert.equal(is(await member.get('/session'), 200).json.member, 'submit');
  await page.getByRole('button', { name: /^移除/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: '移除' }).click();
  await page.getByText('成员已移除').waitFor();
  is(await member.get('/account'), 401);
  assert.deepEqual(complaints, []);
  await context.close();
});

test('a token is made with a proof, shown once and taken back', async () => {
  const owner = await register(instance);
  const { context, page } = await visitor(browser, instance, { viewport: small });
  await logIn(page, owner);
  await page.goto('/account/tokens');
  await settled(page);
  await page.getByRole('button', { name: '新建令牌' }).click();
  await page.getByLabel('名称').fill('夜间同步');
  await page.locator('#token-days').fill('4000');
  await page.locator('#token-password').fill(owner.password);
  await page.getByRole('button', { name: '生成令牌' }).click();
  await page.getByText(/不超过 366 天/).first().waitFor();
  await isAccessible(page, 'making a token');
  await picture(page, 'token-new');
  await page.locator('#token-days').fill('30');
  await page.getByRole('button', { name: '生成令牌' }).click();
  const token = await page.locator('.told bdi').innerText();
  assert.equal((await fetch(`${instance.url}/api/v1/filings`, {
    headers: { Authorization: `Bearer ${token}` } })).status, 200);
  await page.getByRole('button', { name: '我已保存' }).click();
  await page.getByText('夜间同步').first().waitFor();
  assert.ok((await widthOf(page)) <= 360, 'fits 360 pixels');
  await isAccessible(page, '/account/tokens');
  await picture(page, 'tokens');
  await page.getByRole('button', { name: /^收回/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: '收回' }).click();
  await page.getByText('还没有令牌').waitFor();
  await context.close();
});

test('a member leaves in the own account, where an owner is not offered it', async () => {
  const owner = await register(instance);
  const member = await join(owner, 'fill');
  const { context, page } = await visitor(browser, instance, { viewport: small });
  await logIn(page, member);
  await page.goto('/account');
  await settled(page);
  await page.getByRole('button', { name: '离开单位' }).click();
  await isAccessible(page, 'leaving');
  await page.getByRole('dialog').getByRole('button', { name: '离开单位' }).click();
  await page.getByText('您已离开单位').waitFor();
  await picture(page, 'left');
  assert.equal(is(await member.get('/session'), 200).json.member, null);
  await context.close();
  const other = await visitor(browser, instance);
  await logIn(other.page, owner);
  await other.page.goto('/account');
  await settled(other.page);
  await other.page.getByText('在单位中的权限').waitFor();
  assert.equal(await other.page.getByRole('button', { name: '离开单位' }).count(), 0);
  await other.context.close();
});

test('the organization is handed over by the password', async () => {
  const owner = await register(instance);
  const heir = await join(owner, 'submit');
  const { context, page } = await visitor(browser, instance);
  await logIn(page, owner);
  await page.goto('/members');
  await settled(page);
  await page.getByRole('button', { name: /^移交所有者/ }).click();
  await page.locator('#give-password').fill('falsch');
  await page.getByRole('dialog').getByRole('button', { name: '移交所有者' }).click();
  await page.getByText('密码不正确').waitFor();
  await isAccessible(page, 'handing over');
  await picture(page, 'hand-over');
  await page.locator('#give-password').fill(owner.password);
  await page.getByRole('dialog').getByRole('button', { name: '移交所有者' }).click();
  await page.waitForURL('**/home');
  assert.equal(is(await heir.get('/session'), 200).json.member, 'owner');
  await context.close();
});

test('an owner gives a mandate, whose agent accepts it, acts by it and turns back', async () => {
  const [owner, agent] = [await register(instance), await register(instance)];
  const { context, page } = await visitor(browser, instance);
  await logIn(page, owner);
  await page.goto('/members');
  await page.getByRole('link', { name: '代理人' }).click();
  await settled(page);
  await page.getByRole('button', { name: '委托代理人' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: '生成委托' }).click();
  await dialog.getByText('请选择盖章的委托书').waitFor();
  await isAccessible(page, 'giving a mandate');
  await picture(page, 'mandate-new');
  await dialog.getByLabel('委托书').setInputFiles({ name: '委托书.pdf',
    mimeType: 'application/pdf', buffer: makers['application/pdf'](unique()) });
  const last = new Date(Date.now() + 40 * 86400000).toISOString().slice(0, 10);
  await dialog.getByLabel('至（含当日').fill(last);
  await dialog.getByLabel('提交').check();
  await dialog.getByRole('button', { name: '生成委托' }).click();
  const link = await page.locator('.told bdi').innerText();
  assert.match(link, /\/account\/mandates#[\w-]{40,}$/);
  await page.getByRole('button', { name: '我已保存' }).click();

  const other = await visitor(browser, instance, { viewport: small });
  await logIn(other.page, agent);
  await other.page.goto(link);
  await other.page.getByRole('heading', { name: owner.organization }).waitFor();
  assert.ok(!other.page.url().includes('#'), 'the token is taken out of the address');
  await isAccessible(other.page, 'a mandate is offered');
  await picture(other.page, 'mandate-offer');
  await other.page.getByRole('button', { name: '接受委托' }).click();
  await other.page.getByRole('button', { name: '替它办理' }).click();
  await other.page.waitForURL('**/home');
  await other.page.getByText(`您正在受“${owner.organization}”委托办理`).waitFor();
  await settled(other.page);
  assert.ok(await widthOf(other.page) <= small.width);
  await isAccessible(other.page, '/home of an agent');
  await picture(other.page, 'agent-home');
  await other.page.getByRole('link', { name: '改换单位' }).click();
  await settled(other.page);
  await isAccessible(other.page, '/account/mandates');
  await picture(other.page, 'agent');
  assert.ok(await widthOf(other.page) <= small.width);

  await page.reload();
  await page.getByText(agent.username).first().waitFor();
  await isAccessible(page, '/members/mandates');
  await picture(page, 'mandates');
  await page.getByRole('button', { name: '终止委托' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '终止委托' }).click();
  await page.getByText('已终止', { exact: true }).waitFor();
  await other.page.reload();
  await other.page.getByText('您所依据的委托已经终止或到期').waitFor();
  await other.page.getByRole('button', { name: '回到自己的单位' }).click();
  await other.page.waitForLoadState('load');
  await other.page.getByText('没有委托您的单位').waitFor();
  await context.close();
  await other.context.close();
});

test('an organization is asked for, answered and given on pages, at 360 px', async () => {
  const by = await reviewers(instance);
  const company = await approvedCompany(instance, by);
  const asker = await register(instance);
  const { page } = await visitor(browser, instance, { viewport: small });
  await logIn(page, asker);
  await page.goto('/takeovers');
  await settled(page);
  await page.getByRole('button', { name: '申请认领' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: '提交申请' }).click();
  await dialog.getByText('请选择证明材料').waitFor();
  await isAccessible(page, 'asking for an organization');
  await dialog.getByLabel('统一社会信用代码').fill(await codeOf(company));
  await dialog.getByLabel('申请理由').fill('原经办人已离职，联系不上。');
  await dialog.getByLabel('证明材料').setInputFiles([
    { name: '营业执照.pdf', mimeType: 'application/pdf', buffer: makers['application/pdf']('一') },
    { name: '授权书.pdf', mimeType: 'application/pdf', buffer: makers['application/pdf']('二') }]);
  await picture(page, 'takeover_ask');
  await dialog.getByRole('button', { name: '提交申请' }).click();
  await page.waitForURL(/\/takeovers\/\w+$/);
  await settled(page);
  await page.getByRole('link', { name: '授权书.pdf' }).waitFor();
  assert.equal(await page.locator('.takeover-facts a').count(), 2);
  assert.equal(await widthOf(page), 360);
  await isAccessible(page, 'a request of one’s own');
  await picture(page, 'takeover_own');
  const at = new URL(page.url()).pathname;

  const owner = await visitor(browser, instance, { viewport: small });
  await logIn(owner.page, company);
  await owner.page.goto(at);
  await settled(owner.page);
  assert.equal(await owner.page.getByText('授权书.pdf').count(), 0, 'evidence is the office’s');
  await owner.page.getByLabel('答复', { exact: true }).fill('本人即将离职，同意。');
  await isAccessible(owner.page, 'answering');
  await picture(owner.page, 'takeover_answer');
  await owner.page.getByRole('button', { name: '提交答复' }).click();
  await owner.page.getByText('答复时间').waitFor();
  assert.equal(await widthOf(owner.page), 360);

  const office = await visitor(browser, instance);
  await logIn(office.page, by.final);
  await office.page.goto('/review');
  await office.page.getByRole('link', { name: '查看申请' }).click();
  await settled(office.page);
  await isAccessible(office.page, 'requests of the office');
  await picture(office.page, 'takeovers');
  await office.page.goto(at);
  await settled(office.page);
  await office.page.getByLabel('决定的理由').fill('授权书属实。');
  await picture(office.page, 'takeover_office');
  await office.page.getByRole('button', { name: '认定', exact: true }).click();
  await isAccessible(office.page, 'granting');
  await office.page.getByRole('dialog').getByRole('button', { name: '认定' }).click();
  await office.page.getByText('已认定').waitFor();
  assert.equal(await office.page.getByRole('button', { name: '认定', exact: true }).count(), 0);
});

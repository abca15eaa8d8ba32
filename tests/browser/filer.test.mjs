// A company does it all in a browser: registers, files its subject, writes an algorithm with a
// detour to products, gets it back, mends it, and is in the register.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { Client, unique } from '../lib/client.mjs';
import { creditCode } from '../lib/forms.mjs';
import { decide, reviewers } from '../lib/way.mjs';
import {
  closed, control, declared, fieldOf, fillField, fillFields, heading, isAccessible, launch, saved,
  settled, visitor,
} from '../lib/pages.mjs';
import { picture } from '../lib/browser.mjs';

const username = `公司${unique()}`;
const password = `词组 ${unique()} 容易记`;
const company = '示例科技（北京）有限公司';
const name = `资讯摘要生成算法${unique()}`;
let instance, browser, by, page, complaints, client;

before(async () => {
  instance = await Instance.start();
  by = await reviewers(instance);
  browser = await launch();
  ({ page, complaints } = await visitor(browser, instance));
});
after(async () => {
  await browser?.close();
  await instance?.end();
});

const press = (text) => page.getByRole('button', { name: text, exact: true }).click();
const follow = (text) => page.getByRole('link', { name: text, exact: true }).first().click();
const filingOf = () => /filings\/([^/]+)/.exec(page.url())[1];
const isQuiet = () => assert.deepEqual(complaints.splice(0), []);

test('registering tells all faults at once, on top and at the fields', async () => {
  await page.goto('/join');
  await settled(page);
  await press('注册');
  const summary = page.locator('.summary');
  await summary.waitFor();
  assert.ok(await summary.evaluate((e) => e === globalThis.document.activeElement), 'focused');
  assert.equal(await summary.locator('li').count(), 6);
  await isAccessible(page, '/join with faults');
  await summary.getByRole('link').first().click();
  assert.equal(await page.evaluate(() => globalThis.document.activeElement.id), 'f-username');
  await picture(page, 'join-faults');
});

test('a company registers and is logged in', async () => {
  await control(page, '/username').fill(username);
  await control(page, '/organization_name').fill(company);
  await control(page, '/contact_name').fill('王小明');
  await control(page, '/mobile').fill('123');
  await control(page, '/email').fill('wang@example.com');
  await page.locator('#password').fill(password);
  await fieldOf(page, '/mobile').locator('.finding.error').waitFor();
  await control(page, '/mobile').fill('13800138000');
  await press('注册');
  await page.waitForURL('**/subject');
  client = await new Client(instance).login(username, password);
});

test('the subject is filled step by step and submitted with the promise', async () => {
  const form = await declared(instance, 'subject');
  await press('开始填报');
  await page.waitForURL('**/edit/*');
  const steps = form.steps.filter((s) => s.sections.length > 0);
  for (const step of steps) {
    for (const id of step.sections) {
      const section = form.sections.find((s) => s.id === id);
      await fillFields(page, section.fields, `/${id}`, { credit_code: creditCode() });
    }
    await isAccessible(page, `subject ${step.id}`);
    await follow('下一步');
  }
  await saved(page);
  await press('提交');
  await page.getByText('请先勾选承诺').waitFor();
  await page.getByLabel(form.promise).check();
  await picture(page, 'subject-confirm');
  await press('提交');
  await page.waitForURL(/\/filings\/[^/]+$/);
  await page.getByText('待审核').first().waitFor();
  await decide(by.preliminary, filingOf());
  isQuiet();
});

test('leaving keeps what was typed, and both ways lead to the draft', async () => {
  const form = await declared(instance, 'algorithm');
  await page.goto('/home');
  await press('新增算法备案');
  await page.waitForURL('**/edit/basic');
  const basic = form.sections.find((s) => s.id === 'basic');
  const values = { name, filing_type: 'unfiled', class: 'generation_synthesis', role: 'provider' };
  for (const field of basic.fields.filter((f) => f.name in values))
    await fillField(page, field, `/basic/${field.name}`, values[field.name],
      form.schema.properties.basic.properties[field.name]);
  await page.getByText('草稿已保存').waitFor({ timeout: 10000 });
  await picture(page, 'edit-basic');
  await press('保存至草稿箱');
  await page.waitForURL('**/drafts');
  await page.getByRole('link', { name }).waitFor();
  await page.locator('.top-name').click();
  await page.locator('.top-menu').getByText('草稿箱').click();
  await page.getByRole('link', { name }).waitFor();
  await page.goto('/filings');
  await settled(page);
  await follow('草稿箱');
  await page.getByRole('link', { name }).click();
  await page.waitForURL('**/edit/basic');
  assert.equal(await control(page, '/basic/name').inputValue(), name);
});

test('conditional fields come and go with what is chosen', async () => {
  const subclass = fieldOf(page, '/basic/subclass');
  await subclass.waitFor({ state: 'hidden' });
  await fieldOf(page, '/basic/class').getByRole('radio', { name: /检索过滤类/ }).check();
  await subclass.waitFor();
  await fieldOf(page, '/basic/class').getByRole('radio', { name: /生成合成类/ }).check();
  await subclass.waitFor({ state: 'hidden' });
});

test('the first two steps are filled, lists and files included', async () => {
  const form = await declared(instance, 'algorithm');
  const values = { basic: { name }, disclosure: { name },
    documents: { report_algorithm_name: name } };
  for (const id of ['basic', 'disclosure', 'documents']) {
    const section = form.sections.find((s) => s.id === id);
    const left = section.fields.filter((f) => !(id === 'basic' && f.name === 'name'));
    await fillFields(page, left, `/${id}`, values[id]);
  }
  await isAccessible(page, 'edit/basic');
  // The templates of this class and role, and no others.
  const templates = page.getByRole('link', { name: /^(算法安全自评估报告|拟公示内容)/ });
  assert.deepEqual((await templates.allTextContents()).sort(),
    ['拟公示内容', '算法安全自评估报告（生成合成类，服务提供者）']);
  await follow('下一步');
  await page.waitForURL('**/edit/detail');
  for (const id of form.steps.find((s) => s.id === 'detail').sections)
    await fillFields(page, form.sections.find((s) => s.id === id).fields, `/${id}`);
  await isAccessible(page, 'edit/detail');
  await saved(page);
});

test('a product is made inside the wizard, and ticked at the level of a function', async () => {
  await follow('下一步');
  await page.waitForURL('**/edit/products');
  await press('添加产品');
  const form = await declared(instance, 'product');
  await page.getByRole('dialog').waitFor();
  for (const section of form.sections) await fillFields(page, section.fields, '');
  await isAccessible(page, 'the product dialog');
  await picture(page, 'product-dialog');
  await press('填写完成');
  await closed(page);
  await declared(instance, 'algorithm');
  const rows = page.locator('.coverage li');
  await rows.nth(2).waitFor();
  await rows.nth(2).locator('input').check();
  assert.equal(await rows.nth(1).locator('input').isChecked(), false, 'the path is not ticked');
  await rows.nth(0).locator('input').check();
  assert.equal(await rows.nth(2).locator('input').isDisabled(), true);
  await rows.nth(0).locator('input').uncheck();
  assert.equal(await rows.nth(2).locator('input').isChecked(), true, 'what was ticked is back');
  await saved(page);
  const { json } = await client.get(`/filings/${filingOf()}`);
  assert.equal(json.data.service.coverage.length, 1);
  assert.ok(json.data.service.coverage[0].function);
  await picture(page, 'edit-coverage');
});

test('the confirmation shows all with ways back, and it is submitted', async () => {
  await follow('下一步');
  await page.waitForURL('**/edit/confirm');
  await page.getByText('手写').first().waitFor({ state: 'hidden' });
  await page.getByRole('link', { name: /修改.*算法模型/ }).waitFor();
  await isAccessible(page, 'edit/confirm');
  await picture(page, 'confirm');
  await page.getByRole('checkbox').last().check();
  await press('提交');
  await page.waitForURL(/\/filings\/[^/]+$/);
  await settled(page);
  await isAccessible(page, 'a submitted filing');
  isQuiet();
});

test('a returned filing opens at the first marked field, with reason and suggestion', async () => {
  const reasons = [
    { path: '/model/models/0/name', reason: '未写版本', suggestion: '写明版本' },
    { path: '/disclosure/purpose', reason: '写得太笼统', suggestion: '写明为谁解决什么问题' },
  ];
  await decide(by.preliminary, filingOf(), { outcome: 'return', reasons, note: '' });
  await page.goto('/home');
  await page.getByRole('heading', { name: '待补正' }).waitFor();
  await picture(page, 'home-returned');
  await page.getByRole('link', { name }).first().click();
  await page.waitForURL('**/edit/basic');
  const purpose = fieldOf(page, '/disclosure/purpose');
  await purpose.getByText('写得太笼统').waitFor();
  await purpose.getByText('写明为谁解决什么问题').waitFor();
  await page.waitForFunction(() =>
    globalThis.document.activeElement?.id === 'f-disclosure-purpose');
  await isAccessible(page, 'a returned filing');
  await picture(page, 'edit-returned');
  await control(page, '/disclosure/purpose').fill('帮助资讯读者在一分钟内了解一篇报道的要点。');
  await page.getByRole('link', { name: /模型.*模型名称/ }).click();
  await page.waitForURL('**/edit/detail');
  await page.waitForFunction(() =>
    globalThis.document.activeElement?.id === 'f-model-models-0-name');
  await control(page, '/model/models/0/name').fill('示例文本模型 V1.2');
  await saved(page);
});

test('what was changed is told beside what it was, and it goes again', async () => {
  const id = filingOf();
  await page.goto(`/filings/${id}`);
  await settled(page);
  await page.getByText(/修改对照/).click();
  await page.locator('ins', { hasText: 'V1.2' }).or(page.locator('ins', { hasText: '.2' })).first()
    .waitFor();
  await picture(page, 'filing-diff');
  await page.goto(`/filings/${id}/edit/confirm`);
  await page.getByRole('checkbox').last().check();
  await press('提交');
  await page.waitForURL(/\/filings\/[^/]+$/);
  await decide(by.preliminary, id);
  await decide(by.final, id);
});

test('the public finds it by its number', async () => {
  await page.reload();
  await page.getByText('已备案').first().waitFor();
  await picture(page, 'filing-approved');
  await follow('公示页');
  await page.getByText(name).first().waitFor();
  assert.match(await page.locator('body').innerText(), /不代表/);
  isQuiet();
});

test('every page of a company is there for axe, and has a heading and a title', async () => {
  for (const path of ['/home', '/subject', '/products', '/products/new', '/filings', '/drafts',
    '/account', '/review', '/filings/gone', '/login', '/login/forgotten']) {
    await page.goto(path);
    await settled(page);
    await isAccessible(page, path);
    assert.equal(await heading(page).count(), 1, path);
    assert.match(await page.title(), /· 算备$/, path);
  }
});

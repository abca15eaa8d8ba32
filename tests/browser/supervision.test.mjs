// A stranger complains in a browser, the office answers and orders, the organization replies.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Instance } from '../lib/instance.mjs';
import { launch, violations } from '../lib/browser.mjs';
import { pdf } from '../lib/files.mjs';
import { pictures, sit } from '../lib/desk.mjs';
import { approvedCompany, publishedAlgorithm, reviewers } from '../lib/way.mjs';

let instance, browser, by, company, filing;
before(async () => {
  instance = await Instance.start();
  by = await reviewers(instance);
  company = await approvedCompany(instance, by);
  filing = await publishedAlgorithm(instance, company, by, '被投诉的推荐算法');
  browser = await launch();
  mkdirSync(pictures, { recursive: true });
});
after(async () => {
  await browser?.close();
  await instance?.end();
});

async function look(page, what) {
  await page.screenshot({ path: join(pictures, `supervision-${what}.png`), fullPage: true });
  assert.deepEqual(await violations(page), [], what);
}

test('from the entry to the answer, an order and its reply', async () => {
  const unscripted = await browser.newContext({
    javaScriptEnabled: false, viewport: { width: 360, height: 800 } });
  const page = await unscripted.newPage();
  const picture = (what) => page.screenshot({
    path: join(pictures, `supervision-${what}.png`), fullPage: true });
  await page.goto(`${instance.url}/r/${filing.number.replace(/\D/g, '')}`);
  await page.getByRole('link', { name: '在此提出' }).click();
  await page.getByLabel('事实和依据', { exact: true }).fill('公示的用途与实际不符');
  await page.getByLabel('联系方式（可不填）').fill('someone@example.com');
  await page.getByLabel('备案编号').fill('1234');
  await page.getByRole('button', { name: '提交' }).click();
  await page.getByRole('alert').waitFor();
  await picture('refused');
  assert.equal(await page.getByLabel('事实和依据', { exact: true }).inputValue(), '公示的用途与实际不符');
  await page.getByLabel('备案编号').fill(filing.number);
  await picture('complain');
  await page.getByRole('button', { name: '提交' }).click();
  const code = await page.locator('.complaint-code code').innerText();
  await picture('sent');

  const office = await sit(browser, by.preliminary, '/supervision');
  await office.page.getByRole('link', { name: '被投诉的推荐算法' }).click();
  await office.page.getByText('someone@example.com').waitFor();
  await look(office.page, 'matter');
  const step = async (on, text) => {
    await office.page.getByLabel('这一步').selectOption({ label: on });
    await office.page.getByLabel('说明').fill(text);
    await office.page.getByRole('button', { name: '办理', exact: true }).click();
  };
  await step('受理', '');
  await office.page.getByRole('heading', { name: '办理中' }).waitFor();
  await step('答复', '经核实，已责令改正');
  await office.page.getByRole('heading', { name: '已答复' }).waitFor();
  await office.page.getByRole('button', { name: '就这件备案提起' }).click();
  await office.page.getByLabel('限到').fill('2099-01-05');
  await step('责令限期改正', '请改正公示的用途');
  await office.page.getByRole('heading', { name: '待改正' }).waitFor();
  await look(office.page, 'order');
  await office.page.context().close();

  const filer = await sit(browser, company, '/supervision');
  await filer.page.getByRole('link', { name: '责令限期改正' }).click();
  await filer.page.getByText('办理期限：2099年1月5日').first().waitFor();
  await filer.page.getByLabel('这一步').selectOption({ label: '申请延期' });
  await filer.page.getByText('最晚 2099年2月4日').waitFor();
  await filer.page.getByLabel('这一步').selectOption({ label: '答复' });
  await filer.page.getByLabel('说明').fill('已经改正');
  await filer.page.getByLabel('附件（可不附）').setInputFiles({
    name: '整改证明.pdf', mimeType: 'application/pdf', buffer: pdf() });
  await look(filer.page, 'reply');
  await filer.page.getByRole('button', { name: '办理', exact: true }).click();
  await filer.page.getByRole('heading', { name: '已答复，待核查' }).waitFor();
  await filer.page.getByRole('link', { name: '整改证明.pdf' }).waitFor();
  await look(filer.page, 'replied');
  await filer.page.context().close();

  await page.getByRole('link', { name: '查看办理情况' }).click();
  await page.getByLabel('查询码').fill(code);
  await page.getByRole('button', { name: '查看' }).click();
  await page.getByText('经核实，已责令改正').waitFor();
  await picture('followed');
  assert.ok(!page.url().includes(code));
  assert.deepEqual(await unscripted.cookies(), []);
  await unscripted.close();
});

// Where the rules list kinds of reasons, a reviewer chooses one of them; and what two windows of
// one reviewer write into one task is noticed.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { launch } from '../lib/browser.mjs';
import { is } from '../lib/client.mjs';
import { approvedCompany, reviewers, submittedAlgorithm } from '../lib/way.mjs';
import {
  bar, button, decide, deskOf, dialog, kept, place, sit, write,
} from '../lib/desk.mjs';

let instance, browser, by, company;

before(async () => {
  instance = await Instance.start();
  by = await reviewers(instance);
  company = await approvedCompany(instance, by);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await instance?.end();
});

test('a kind of reason is chosen and goes with the decision', async () => {
  const filing = await submittedAlgorithm(company);
  const { page, complaints } = await sit(browser, by.preliminary,
    await deskOf(by.preliminary, filing.id));
  await button(page, '领取').click();
  await write(page, '/disclosure/principle', '看不出用了什么数据');
  const row = place(page, '/disclosure/principle');
  await row.getByRole('textbox').nth(1).fill('请写明数据的来源');
  await row.getByRole('combobox').selectOption({ label: '内容不全' });
  await row.getByRole('combobox').selectOption({ label: '表述不清' });
  await kept(page);
  await decide(page, '退回补正').click();
  await dialog(page).getByText('表述不清').waitFor();
  await button(page, '确认退回补正').click();
  await page.getByText('已作出决定').waitFor();
  assert.deepEqual(complaints, []);
  await page.context().close();
  const { reasons } = is(await company.get(`/filings/${filing.id}`), 200).json;
  assert.deepEqual(reasons.map((r) => [r.path, r.code, r.suggestion]),
    [['/disclosure/principle', 'unclear', '请写明数据的来源']]);
});

test('a task that is written in two windows says so', async () => {
  const filing = await submittedAlgorithm(company);
  const at = await deskOf(by.preliminary, filing.id);
  const { page, context } = await sit(browser, by.preliminary, at);
  await button(page, '领取').click();
  await bar(page).waitFor();
  const other = await context.newPage();
  await other.goto(at);
  await write(other, '/basic', '在另一个窗口写的');
  await page.getByText('也在另一个窗口里填写').waitFor();
  assert.equal(await other.getByText('也在另一个窗口里填写').count(), 0);
  await kept(other);
  await page.reload();
  await place(page, '/basic').getByRole('textbox').first().waitFor();
  assert.equal(await place(page, '/basic').getByRole('textbox').first().inputValue(),
    '在另一个窗口写的');
  await context.close();
});

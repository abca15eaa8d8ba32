// Where the rules list kinds of reasons, a reviewer chooses one of them; and what two windows of
// one reviewer write into one task is noticed. Who leads a stage gives its tasks out.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { launch, violations } from '../lib/browser.mjs';
import { is, makeStaff, staff, unique } from '../lib/client.mjs';
import { approvedCompany, reviewers, submittedAlgorithm, taskOf } from '../lib/way.mjs';
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
  const sent = page.getByRole('region', { name: '已发出的文书' });
  await sent.locator('summary').filter({ hasText: '受理通知书' }).waitFor();
  assert.equal(await sent.locator('.letter').count(), 0, 'none is read unasked');
  await sent.locator('summary').click();
  await sent.locator('.letter').getByText('受理').first().waitFor();
  await button(page, '领取').click();
  await write(page, '/disclosure/principle', '看不出用了什么数据');
  const row = place(page, '/disclosure/principle');
  await row.getByRole('textbox').nth(1).fill('请写明数据的来源');
  const offered = row.getByRole('combobox');
  assert.equal(await offered.locator('option:enabled', { hasText: '拟公示内容不当' }).count(), 1);
  const others = offered.locator('optgroup[label="其他，不适用于这里"]');
  const kinds = await others.locator('option').allTextContents();
  assert.deepEqual(kinds.map((x) => x.trim()),
    ['算法类型选择有误', '主体角色选择有误', '关联的产品及功能有误', '安全管理内容不足']);
  assert.equal(await others.locator('option:enabled').count(), 0);
  await offered.focus();
  await page.keyboard.press('End');
  assert.equal(await offered.inputValue(), 'out_of_scope', 'the keys pass by what does not fit');
  await page.keyboard.press('Home');
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

test('who leads gives a task from one to another, with a reason', async () => {
  const theirs = await submittedAlgorithm(company, `调派算法${unique()}`);
  const admin = await staff(instance, 'system_admin');
  const reviewer = (more) => makeStaff(admin, { roles: ['preliminary_reviewer'], ...more });
  const [one, two] = [await reviewer({ contact_name: '赵一' }), await reviewer()];
  const { id, title } = await taskOf(one, theirs.id);
  is(await one.post(`/review/tasks/${id}/claim`), 200);
  const lead = await staff(instance, 'review_lead');
  const { page, complaints } = await sit(browser, lead);
  await page.getByRole('link', { name: '任务调派' }).click();
  await button(page, '在办').click();
  const row = page.getByRole('row', { name: title });
  await row.getByText('赵*').waitFor();
  assert.deepEqual(await violations(page), []);
  await row.getByRole('button', { name: /改派/ }).click();
  const box = dialog(page);
  await button(box, '确认').click();
  await box.getByText('请写明原因').waitFor();
  await box.getByLabel('改派给谁').selectOption(two.id);
  await box.getByLabel('原因').fill('工作量不均');
  await button(box, '确认').click();
  await row.getByText(two.username).waitFor();
  assert.equal((await taskOf(two, theirs.id)).claimed_by.id, two.id);
  assert.deepEqual(complaints, []);
  await page.context().close();
});

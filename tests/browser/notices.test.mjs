// The inbox: the header says how many are unread, a notice is read by keyboard, and the page is
// whole at 360 px.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { is } from '../lib/client.mjs';
import { Instance } from '../lib/instance.mjs';
import { picture, violations } from '../lib/browser.mjs';
import { isAccessible, launch, logIn, settled, visitor } from '../lib/pages.mjs';
import { approvedCompany, reviewers, submittedAlgorithm } from '../lib/way.mjs';

let instance, browser, company, filing;

before(async () => {
  instance = await Instance.start();
  company = await approvedCompany(instance, await reviewers(instance));
  filing = await submittedAlgorithm(company);
  await instance.until('the company is told', async () =>
    is(await company.get('/notices'), 200).json.items.some((n) => n.filing === filing.id));
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await instance?.stop();
});

test('in_english_too_the_link_is_called_as_it_looks', async () => {
  const { page, context } = await visitor(browser, instance);
  await logIn(page, company);
  await page.evaluate(() => globalThis.localStorage.setItem('suanbei:language', 'en'));
  await page.reload();
  await settled(page);
  await page.getByRole('link', { name: /^Notices \d+ unread$/ }).waitFor();
  await picture(page, 'notices-english');
  await isAccessible(page, 'the header in English');
  await context.close();
});

test('a_notice_is_opened_by_keyboard_and_is_read_then', async () => {
  const { page, context, complaints } = await visitor(browser, instance);
  await logIn(page, company);
  const link = page.getByRole('link', { name: /^通知 \d+ 条未读$/ });
  const was = Number((await link.innerText()).match(/\d+/)[0]);
  await link.focus();
  await page.keyboard.press('Enter');
  await settled(page);
  const one = page.getByRole('button', { name: /^查看 算法备案已提交/ });
  await one.focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/filings/${filing.id}`);
  await page.getByRole('link', { name: `通知 ${was - 1} 条未读` }).waitFor();
  assert.deepEqual(complaints, []);
  await context.close();
});

test('at_360_pixels_nothing_is_cut_off_and_all_can_be_marked', async () => {
  const { page, context } = await visitor(browser, instance, {
    viewport: { width: 360, height: 740 },
  });
  await logIn(page, company);
  await page.goto('/notices');
  await settled(page);
  await picture(page, 'inbox360');
  const width = await page.evaluate(() => globalThis.document.documentElement.scrollWidth);
  assert.ok(width <= 360, `${width} pixels wide`);
  assert.deepEqual(await violations(page), []);
  await page.getByRole('button', { name: '全部标为已读' }).click();
  await page.getByText('已全部标为已读').waitFor();
  await page.getByRole('link', { name: '未读', exact: true }).click();
  await page.getByText('没有未读的通知').waitFor();
  assert.equal(is(await company.get('/session'), 200).json.unread, 0);
  await context.close();
});

// The office takes filings out of the register of its own accord, in a browser: one person
// proposes, another confirms or sends it back, and the entry becomes a tombstone.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Instance } from '../lib/instance.mjs';
import { launch, violations, widthOf } from '../lib/browser.mjs';
import { is, makeStaff, staff } from '../lib/client.mjs';
import { button, dialog, hasFocus, pictures, sit } from '../lib/desk.mjs';
import { approvedCompany, CHANGE, handedIn, publishedAlgorithm, reviewers } from '../lib/way.mjs';

let instance, browser, by, other, company;
before(async () => {
  instance = await Instance.start();
  by = await reviewers(instance);
  other = await makeStaff(await staff(instance, 'system_admin'), { roles: ['final_reviewer'] });
  company = await approvedCompany(instance, by);
  browser = await launch();
  mkdirSync(pictures, { recursive: true });
});
after(async () => {
  await browser?.close();
  await instance?.end();
});

// As it looks on a screen and on a phone, and without what keeps somebody out.
async function look(page, what) {
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 800 });
    await page.screenshot({ path: join(pictures, `proposals-${what}-${width}.png`),
      fullPage: true });
    assert.ok(await widthOf(page) <= width, `${what} fits in ${width} px`);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  assert.deepEqual(await violations(page), [], what);
}
const grounds = '不满足法定条件：自评估报告系伪造。';
const published = (name) => publishedAlgorithm(instance, company, by, name);

test('one proposes, another confirms: the entry is a tombstone', async () => {
  const old = await published('浏览器撤销算法');
  await handedIn(company, old.id, 'change', CHANGE);
  const first = await sit(browser, by.final, '/review/proposals');
  const { page } = first;
  await page.getByLabel('名称、单位或备案编号').fill(old.number);
  await button(page, '查找').click();
  await page.getByRole('link', { name: '浏览器撤销算法' }).click();
  await page.getByRole('heading', { name: '依职权办理' }).waitFor();
  await look(page, 'filing');

  await button(page, '提议撤销').click();
  await page.getByText('《互联网信息服务算法推荐管理规定》第三十三条第一款').waitFor();
  await page.getByText('正在办理的“浏览器撤销算法”（变更待审核）随之终止。').waitFor();
  const why = page.getByLabel('事实与理由');
  assert.ok(await hasFocus(why));
  await button(page, '提议撤销').click();
  await page.getByText('请写明理由').waitFor();
  await why.fill(grounds);
  await look(page, 'propose');
  await button(page, '提议撤销').click();

  await page.waitForURL('**/review/proposals/*');
  await page.getByText('这是您提议的，须由另一人确认或退回。').waitFor();
  assert.equal(await button(page, '确认撤销').count(), 0, 'nobody confirms what is their own');
  await look(page, 'own');
  await page.getByRole('link', { name: '查看这件备案' }).click();
  await page.getByText('已有提议等待确认').waitFor();
  assert.equal(await button(page, '提议撤销').count(), 0, 'one at a time');

  const second = await sit(browser, other, '/review');
  await second.page.getByText('有撤销、注销的提议等您确认').waitFor();
  await second.page.getByRole('link', { name: '查看提议' }).click();
  await second.page.getByText('等您确认').first().waitFor();
  await look(second.page, 'list');
  await second.page.getByRole('link', { name: '撤销 · 浏览器撤销算法' }).click();
  await second.page.getByText(grounds).waitFor();
  await look(second.page, 'other');
  await button(second.page, '确认撤销').click();
  await dialog(second.page).getByText('随之终止').waitFor();
  await look(second.page, 'confirm');
  await dialog(second.page).getByRole('button', { name: '确认撤销' }).click();
  await second.page.getByText('已确认', { exact: true }).waitFor();
  assert.equal(await button(second.page, '确认撤销').count(), 0);

  await second.page.goto('/review/proposals?over=true');
  await second.page.getByRole('link', { name: '撤销 · 浏览器撤销算法' }).waitFor();
  await second.page.goto(`/r/${old.number.replace(/\D/g, '')}`);
  await second.page.getByText('已撤销').first().waitFor();
  await second.page.goto('/register');
  await second.page.getByRole('link', { name: '注销、撤销的备案' }).click();
  await second.page.getByRole('link', { name: old.number }).waitFor();
  await look(second.page, 'cancellations');
  await first.page.context().close();
  await second.page.context().close();
});

test('sent back with its reason, and taken back', async () => {
  const old = await published('浏览器退回算法');
  const propose = async (how) => is(await by.preliminary.post(`/filings/${old.id}/${how}`,
    { reason: grounds }), 201).json.id;
  const first = await propose('deregister');
  const final = await sit(browser, by.final, `/review/proposals/${first}`);
  await button(final.page, '退回提议').click();
  await final.page.getByText('请写明理由').waitFor();
  await final.page.getByLabel('退回的理由').fill('证据不足');
  await button(final.page, '退回提议').click();
  await final.page.getByText('证据不足').waitFor();
  assert.ok(await hasFocus(final.page.locator('h1')));
  await final.page.context().close();

  const second = await propose('revoke');
  const own = await sit(browser, by.preliminary, `/review/proposals/${second}`);
  await button(own.page, '收回提议').click();
  await dialog(own.page).getByRole('button', { name: '收回提议' }).click();
  await own.page.getByText('已收回').first().waitFor();
  await own.page.context().close();
  assert.equal(is(await company.get(`/filings/${old.id}`), 200).json.state, 'approved');
});

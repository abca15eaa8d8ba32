// The office redirects a request for an organization to the one that is meant, on its page.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { is, register } from '../lib/client.mjs';
import { isAccessible, launch, logIn, settled, visitor } from '../lib/pages.mjs';
import { approvedCompany, reviewers } from '../lib/way.mjs';
import { ask, codeOf } from '../lib/calls/takeover.mjs';
import { picture, widthOf } from '../lib/browser.mjs';

let instance, browser;
before(async () => {
  instance = await Instance.start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await instance?.end();
});

test('the office redirects a request to the organization that is meant', async () => {
  const by = await reviewers(instance);
  const wrong = await approvedCompany(instance, by, { own: false });
  await approvedCompany(instance, by, { own: false });
  const { id } = is(await ask(await register(instance), await codeOf(wrong)), 201).json;
  const { page } = await visitor(browser, instance, { viewport: { width: 320, height: 740 } });
  await logIn(page, by.final);
  await page.goto(`/takeovers/${id}`);
  await settled(page);
  const redirect = page.getByRole('button', { name: '改转', exact: true });
  await page.getByLabel('决定的理由').fill('执照是另一个单位的。');
  await redirect.click();
  await page.locator('#redirect-said').getByText('请选择').waitFor();
  await page.getByLabel('认领错了的').selectOption({ index: 1 });
  await page.locator('#redirect-said').getByText('请选择').waitFor({ state: 'detached' });
  await isAccessible(page, 'redirecting');
  assert.equal(await widthOf(page), 320);
  await picture(page, 'redirect_320');
  await page.setViewportSize({ width: 1280, height: 900 });
  await picture(page, 'redirect_1280');
  await redirect.click();
  await page.getByText('已改转').waitFor();
  await page.getByRole('link', { name: '改转后的申请' }).click();
  await page.getByRole('link', { name: '改转前的申请' }).waitFor();
});

// A reviewer at a browser: logs in, finds the desk of a filing, writes and decides there.
import { join } from 'node:path';
import { root } from './instance.mjs';
import { visitor } from './pages.mjs';
import { taskOf } from './way.mjs';

export const pictures = join(root, 'build', 'pictures');
export const shot = (page, what) =>
  page.screenshot({ path: join(pictures, `review-${what}.png`) });

// Somebody at a browser of their own, at a page of theirs.
export async function sit(browser, who, path = '/review', options = {}) {
  const visit = await visitor(browser, who.instance, options);
  await visit.page.goto(`/login?to=${encodeURIComponent(path)}`);
  await logIn(visit.page, who);
  await visit.page.waitForURL(`**${path}`);
  return visit;
}

// Also in the dialog that stands over a page when a session has ended.
export async function logIn(page, who) {
  await page.locator('#login-name').fill(who.username);
  await page.locator('#login-password').fill(who.password);
  await page.locator('#login-password').press('Enter');
}

export const place = (page, path) =>
  page.locator(`#p${(path || '/whole').replaceAll('/', '-')}`);
export const button = (page, what) => page.getByRole('button', { name: what, exact: true });
export const bar = (page) => page.getByRole('region', { name: '审核决定' });
export const decide = (page, what) =>
  bar(page).getByRole('button', { name: what, exact: true });
export const dialog = (page) => page.getByRole('dialog');
export const kept = (page) => bar(page).getByText('尚未作出决定').waitFor();
export const hasFocus = (locator) => locator.evaluate((e) => e === e.ownerDocument.activeElement);
export const deskOf = async (who, id) => `/review/${(await taskOf(who, id)).id}`;

export async function write(page, path, reason, suggestion) {
  await place(page, path).locator('[data-write]').first().click();
  const boxes = place(page, path).getByRole('textbox');
  await boxes.first().fill(reason);
  if (suggestion) await boxes.nth(1).fill(suggestion);
}

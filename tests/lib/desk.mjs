// A reviewer at a browser: logs in, finds the desk of a filing, writes and decides there.
import { join } from 'node:path';
import { root } from './instance.mjs';
import { taskOf } from './way.mjs';

export const shot = (page, what) =>
  page.screenshot({ path: join(root, 'build/pictures', `review-${what}.png`) });

// Somebody at a browser of their own. complaints: whatever the page or its policy objects to.
export async function sit(browser, who, path = '/review', options = {}) {
  const { url } = who.instance;
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints = [];
  const isOwn = (address) => address.startsWith(url) || /^(blob|data):/.test(address);
  page.on('console', (m) => m.type() === 'error' && complaints.push(m.text()));
  page.on('pageerror', (e) => complaints.push(String(e)));
  page.on('request', (q) => isOwn(q.url()) || complaints.push(`foreign: ${q.url()}`));
  await page.goto(`${url}/login?to=${encodeURIComponent(path)}`);
  await logIn(page, who);
  await page.waitForURL(`**${path}`);
  return { page, context, complaints };
}

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

// A browser for the tests of pages, and axe, which says what a page keeps from people.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const known = [
  process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome',
];
export const places = () => known.find((p) => p && existsSync(p));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export function launch() {
  const executablePath = places();
  assert.ok(executablePath, 'chromium is not installed: make setup-test');
  // Chromium's own sandbox does not start under root.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, args });
}

// Those of axe's rules whose answer hangs on how wide and in which colours a page is drawn.
export const DRAWN = ['color-contrast', 'target-size', 'link-in-text-block',
  'scrollable-region-focusable', 'button-name', 'link-name', 'aria-hidden-focus'];

// A line for each violation of axe's rules, with where it stands.
export async function violations(page, options = {}, isCounted = () => true) {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe);
  // Of what is well axe need not say where it stands.
  const run = (o) => globalThis.axe.run(globalThis.document, { resultTypes: ['violations'], ...o });
  const found = (await page.evaluate(run, options)).violations.filter(isCounted);
  return found.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html).join(' | ')}`);
}

// PICTURES=folder keeps what pages looked like.
export const picture = (page, name) => process.env.PICTURES &&
  page.screenshot({ path: `${process.env.PICTURES}/${name}.png`, fullPage: true });

export const widthOf = (page) =>
  page.evaluate(() => globalThis.document.documentElement.scrollWidth);

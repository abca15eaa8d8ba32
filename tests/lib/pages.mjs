// Driving the pages as people do: by labels, keys and what is on the screen.
import assert from 'node:assert/strict';
import { DRAWN, launch, violations } from './browser.mjs';
import { makers, endings } from './files.mjs';
import { api, unique } from './client.mjs';
import { until } from './instance.mjs';

export { launch };

// Of each page: what it has asked for and is not answered yet, and when that last changed.
const traffic = new WeakMap();
function watchTraffic(page) {
  const own = { open: new Set(), at: Date.now(), document: null };
  const asks = (q) => {
    if (q.isNavigationRequest() && q.frame() === page.mainFrame()) {
      own.open.clear();
      own.document = q;
    }
    own.open.add(q);
    own.at = Date.now();
  };
  // With another document what the one before still asked for is over; no end is told of it.
  const lands = (frame) => {
    if (frame !== page.mainFrame() || own.document === null) return;
    for (const q of own.open) if (q !== own.document) own.open.delete(q);
    own.document = null;
    own.at = Date.now();
  };
  const ends = (q) => {
    own.open.delete(q);
    own.at = Date.now();
  };
  page.on('request', asks);
  page.on('framenavigated', lands);
  page.on('requestfinished', ends);
  page.on('requestfailed', ends);
  traffic.set(page, own);
}

const drawn = (page) => page.evaluate(() => new Promise((resolve) => {
  globalThis.requestAnimationFrame(() => globalThis.requestAnimationFrame(resolve));
}));

// The page has been answered all that it asked for, has drawn it, and has asked no more for a
// moment. (What Playwright calls networkidle is half a second, drawn or not.)
export async function quiet(page) {
  const own = traffic.get(page);
  const isQuiet = () => own.open.size === 0 && Date.now() - own.at >= 100;
  await until(`${page.url()} asks for nothing more`, async () => {
    if (!isQuiet()) return false;
    await drawn(page);
    return isQuiet();
  }, { every: 20 }).catch((cause) => {
    const open = [...own.open].map((q) => `${q.method()} ${q.url()}`);
    throw new Error(`${cause.message}; still open: ${open.join(', ')}`, { cause });
  });
}

// A context of its own, whose every complaint is kept: errors in the console, requests to others.
export async function visitor(browser, instance, options = {}) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 }, locale: 'zh-CN', baseURL: instance.url, ...options,
  });
  context.setDefaultTimeout(30000);
  const page = await context.newPage();
  watchTraffic(page);
  const complaints = [];
  const isOwn = (url) => url.startsWith(instance.url) || /^(data|blob|about):/.test(url);
  const isTold = (text) => !/^Failed to load resource/.test(text);
  page.on('console', (m) => m.type() === 'error' && isTold(m.text()) && complaints.push(m.text()));
  page.on('response', (r) => r.status() >= 400 &&
    complaints.push(`${r.status()} ${r.request().method()} ${new URL(r.url()).pathname}`));
  page.on('pageerror', (e) => complaints.push(String(e.stack)));
  page.on('request', (q) => isOwn(q.url()) || complaints.push(`foreign: ${q.url()}`));
  return { context, page, complaints };
}

export async function logIn(page, client) {
  await page.goto('/login');
  await page.getByLabel('用户名').fill(client.username);
  await page.getByLabel('密码', { exact: true }).fill(client.password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.waitForURL((url) => url.pathname !== '/login');
}

export const heading = (page) => page.getByRole('heading', { level: 1 });

// The page has drawn what it loaded.
export async function settled(page) {
  await heading(page).waitFor();
  await page.waitForFunction(() => !globalThis.document.querySelector('.bones'));
}

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

// axe finds nothing serious in the page as it is, by these of its rules.
export async function isAccessible(page, where, runOnly = WCAG) {
  const serious = (v) => ['serious', 'critical'].includes(v.impact);
  assert.deepEqual(await violations(page, { runOnly }, serious), [], `axe at ${where}`);
}

// … as it is drawn now, where it was looked at before by all rules.
export const isDrawnWell = (page, where) => isAccessible(page, where, DRAWN);

export const idOf = (path) => `f${path.replaceAll('/', '-')}`;
export const control = (page, path) => page.locator(`[id="${idOf(path)}"]`);
export const fieldOf = (page, path) => page.locator(`[id="${idOf(path)}-field"]`);

async function sendFile(page, path, field) {
  const accept = field.limits?.accept ?? ['application/pdf'];
  const type = accept.find((t) => makers[t]);
  const name = `${field.label}.${endings[type]}`;
  const file = { name, mimeType: type, buffer: makers[type](unique()) };
  await fieldOf(page, path).locator('input[type=file]').setInputFiles(file);
  await fieldOf(page, path).getByText(name, { exact: true }).waitFor();
}

async function fillList(page, path, field, items) {
  for (const [n, item] of items.entries()) {
    await control(page, path).click();
    if (field.fields) await fillFields(page, field.fields, `${path}/${n}`, item);
    else await control(page, `${path}/${n}`).fill(item);
  }
}

const label = (choices, code) => choices?.find((c) => c.const === code)?.title ?? code;

async function choose(page, path, titles) {
  const box = fieldOf(page, path);
  const select = box.locator('select');
  if (await select.count()) return select.selectOption({ label: titles[0] });
  for (const title of titles)
    await box.locator('label.tick', { hasText: new RegExp(`^\\s*${escape(title)}`) }).click();
}
const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

async function fillArea(page, path, code) {
  const selects = fieldOf(page, path).locator('select');
  for (const [n, length] of [2, 4, 6].entries()) {
    const select = selects.nth(n);
    await select.waitFor();
    const values = await select.locator('option').evaluateAll((o) => o.map((x) => x.value));
    const own = values.find((v) => v && code.startsWith(v.replace(/(00)+$/, '').slice(0, length)));
    await select.selectOption(own ?? code);
    if (own === code) return;
  }
}

// Fills one field with its declared example, as a person would.
export async function fillField(page, field, path, value = field.example, schema = null) {
  const choices = schema?.oneOf ?? schema?.items?.oneOf;
  if (field.type === 'coverage') return;
  if (field.type === 'attachment') return sendFile(page, path, field);
  if (field.type === 'list') return fillList(page, path, field, value);
  if (field.type === 'boolean') return choose(page, path, [value ? '是' : '否']);
  if (field.type === 'choice') return choose(page, path, [label(choices, value)]);
  if (field.type === 'choices') return choose(page, path, value.map((v) => label(choices, v)));
  if (field.widget === 'area') return fillArea(page, path, value);
  await control(page, path).fill(String(value));
  if (field.type === 'date') await control(page, path).dispatchEvent('change');
}

let schemas = null;
export const withSchemas = (schema) => { schemas = schema; };
const below = (schema, name) =>
  (schema?.type === 'array' ? schema.items : schema?.properties?.[name]);
const schemaAt = (path) => path.split('/').slice(1).reduce(below, schemas);

// The rules have answered for what is on the screen.
export const answered = (page) =>
  page.locator('[data-asking="false"]').last().waitFor({ timeout: 15000 });

// A field that depends on others comes with the answer of the rules, or does not; any other is on
// the page, or on its way.
async function isThere(page, path, field) {
  if (!field.required_when) await fieldOf(page, path).waitFor();
  else await answered(page);
  return (await fieldOf(page, path).count()) > 0;
}

export async function fillFields(page, fields, base, values = {}) {
  for (const field of fields) {
    const path = `${base}/${field.name}`;
    const value = values[field.name] ?? field.example;
    const isFilled = value !== undefined || field.type === 'attachment';
    if (!isFilled || !(await isThere(page, path, field))) continue;
    await fillField(page, field, path, value, schemaAt(path));
  }
}

// A form as the core declares it, for the pages that draw it.
export async function declared(instance, kind) {
  const response = await fetch(`${instance.url}${api}/forms/${kind}`);
  const form = await response.json();
  withSchemas(form.schema);
  return form;
}

// The last save has come back.
export const saved = (page) =>
  page.locator('.save-line[data-status="saved"]').waitFor({ timeout: 15000 });

// The dialog has gone; if it stays, what it says is told.
export async function closed(page) {
  const dialog = page.getByRole('dialog');
  await dialog.waitFor({ state: 'hidden' }).catch(async (problem) => {
    problem.message += `\nThe dialog says: ${await dialog.innerText()}`;
    throw problem;
  });
}

// The public pages in a browser: found, read, copied from and printed, with JavaScript and without.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance, isLong } from '../lib/instance.mjs';
import { launch, picture, violations, widthOf } from '../lib/browser.mjs';
import { unique } from '../lib/client.mjs';
import { approvedCompany, publishedAlgorithm, reviewers } from '../lib/way.mjs';

const name = `画眉语音合成算法${unique()}`;
const markup = '<img src=x onerror=alert(1)>';
let instance, browser, filing, hostile, digits;

before(async () => {
  instance = await Instance.start();
  const by = await reviewers(instance);
  const company = await approvedCompany(instance, by);
  filing = await publishedAlgorithm(instance, company, by, name);
  hostile = await publishedAlgorithm(instance, company, by, `百灵${markup}算法`);
  digits = filing.number.replace(/\D/g, '');
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await instance?.end();
});

// A page whose every complaint is kept, also that it spoke with another than the instance.
async function open(path = '/', options = {}) {
  const viewport = { width: 1280, height: 900 };
  const context = await browser.newContext({ viewport, ...options });
  const page = await context.newPage();
  const complaints = [];
  const isOwn = (url) => url.startsWith(instance.url) || /^(data|blob|about):/.test(url);
  page.on('console', (m) => ['error', 'warning'].includes(m.type()) && complaints.push(m.text()));
  page.on('pageerror', (e) => complaints.push(String(e)));
  page.on('request', (q) => isOwn(q.url()) || complaints.push(`foreign: ${q.url()}`));
  page.on('response', (r) => r.status() >= 400 && complaints.push(`${r.status()} ${r.url()}`));
  await page.goto(instance.url + path, { waitUntil: 'load' });
  return { page, complaints, close: () => context.close() };
}

const PAGES = () => ({
  home: '/', register: '/register', found: `/register?q=${encodeURIComponent(name)}`,
  nothing: '/register?q=%E6%B2%A1%E6%9C%89%E8%BF%99%E6%A0%B7&year=1999', short: '/register?q=x',
  entry: `/r/${digits}`, hostile: `/r/${hostile.number.replace(/\D/g, '')}`,
  statistics: '/register/statistics', help: '/help',
});
const MISSING = { wrong: '/r/12345', none: '/nothing' };
const ALL = () => ({ ...PAGES(), ...MISSING, app: '/home' });

async function search(page, text) {
  await page.getByRole('searchbox').fill(text);
  await Promise.all([page.waitForNavigation(), page.getByRole('searchbox').press('Enter')]);
}

test('without JavaScript a search leads to an entry, and back', async () => {
  const { page, complaints, close } = await open('/', { javaScriptEnabled: false });
  assert.match(await page.title(), /算备/);
  await search(page, name);
  assert.match(await page.getByRole('heading', { level: 2 }).first().innerText(), /查到 1 项/);
  await page.getByRole('link', { name }).click();
  assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), name);
  assert.equal(await page.locator('button.copy:visible').count(), 0, 'no button that does nothing');
  await page.getByRole('link', { name: '公示查询' }).last().click();
  await page.getByRole('heading', { name: '公示查询' }).waitFor();
  assert.deepEqual(complaints, []);
  await close();
});

test('what is chosen narrows, stays chosen, and is taken back', async () => {
  const { page, close } = await open('/register', { javaScriptEnabled: false });
  await page.getByLabel('行政区划').selectOption('11');
  await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: '筛选' }).click()]);
  assert.equal(await page.getByLabel('行政区划').inputValue(), '11');
  await page.getByText('查到 2 项').waitFor();
  await page.getByRole('link', { name: '清除全部条件' }).click();
  await page.getByText('全部公示 2 项').waitFor();
  await close();
});

test('the number is copied whole, and the page says that it was', async () => {
  const { page, close } = await open(`/r/${digits}`, {
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const copy = page.getByRole('button', { name: '复制编号' });
  const before_ = await page.locator('.panel').boundingBox();
  await copy.click();
  await page.getByRole('button', { name: '已复制' }).waitFor();
  const read = () => globalThis.navigator.clipboard.readText();
  assert.equal(await page.evaluate(read), filing.number);
  assert.deepEqual(await page.locator('.panel').boundingBox(), before_, 'nothing moved');
  const selected = await page.evaluate(() => {
    const range = globalThis.document.createRange();
    range.selectNodeContents(globalThis.document.querySelector('.number'));
    const selection = globalThis.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    return selection.toString();
  });
  assert.equal(selected, filing.number, 'the gaps are only drawn');
  await close();
});

test('markup in what was filed or searched for is only text', async () => {
  const { page, close } = await open(PAGES().hostile);
  let popped = false;
  page.on('dialog', (d) => ((popped = true), d.dismiss()));
  assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), `百灵${markup}算法`);
  for (const text of ['', markup, '百灵']) {
    await page.goto(`${instance.url}${text && `/register?q=${encodeURIComponent(text)}`}`);
    assert.equal(await page.locator('img[src=x]').count(), 0);
  }
  assert.equal(popped, false);
  await close();
});

test('the keyboard alone searches, and the focus is seen', async () => {
  const { page, close } = await open();
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => globalThis.document.activeElement.textContent), '跳到正文');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  const focused = await page.evaluate(() => {
    const e = globalThis.document.activeElement;
    return { id: e.id, outline: globalThis.getComputedStyle(e).outlineStyle };
  });
  assert.deepEqual(focused, { id: 'q', outline: 'solid' });
  await page.keyboard.type(name);
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  await page.getByText('查到 1 项').waitFor();
  await close();
});

test('headings follow one another without a gap, and no two places have one name', async () => {
  for (const [what, path] of Object.entries({ ...PAGES(), ...MISSING })) {
    const { page, close } = await open(path);
    const { levels, ids } = await page.evaluate(() => {
      const all = (selector) => [...globalThis.document.querySelectorAll(selector)];
      const levels = all('h1,h2,h3,h4').map((h) => Number(h.tagName[1]));
      return { levels, ids: all('[id]').map((e) => e.id) };
    });
    assert.equal(levels[0], 1, what);
    levels.forEach((level, i) => assert.ok(i === 0 || level <= levels[i - 1] + 1, what));
    assert.deepEqual(ids.filter((id, i) => ids.indexOf(id) !== i), [], what);
    await close();
  }
});

test('at 320 pixels, which is 400 % zoom, nothing is cut off', async () => {
  const context = await browser.newContext({ viewport: { width: 320, height: 640 } });
  const page = await context.newPage();
  for (const [what, path] of Object.entries(ALL())) {
    await page.goto(instance.url + path);
    const wide = await widthOf(page);
    assert.ok(wide <= 320, `${what} is ${wide} pixels wide`);
  }
  await context.close();
});

test('an entry prints its content, and nothing to click on', async () => {
  const { page, close } = await open(`/r/${digits}`, { viewport: { width: 660, height: 900 } });
  await page.emulateMedia({ media: 'print' });
  for (const shown of ['h1', '.number', '.disclaimer', '#history'])
    assert.ok(await page.locator(shown).first().isVisible(), shown);
  for (const hidden of ['nav', '.doors', 'button', 'textarea'])
    assert.equal(await page.locator(`${hidden}:visible`).count(), 0, hidden);
  assert.ok((await widthOf(page)) <= 660);
  await close();
});

test('pages are drawn without moving, under their own policy and without a complaint', async () => {
  for (const [what, path] of Object.entries(PAGES())) {
    const { page, complaints, close } = await open(path);
    const moved = await page.evaluate(() => new Promise((resolve) => {
      let sum = 0;
      new globalThis.PerformanceObserver((list) => {
        for (const entry of list.getEntries()) sum += entry.value;
      }).observe({ type: 'layout-shift', buffered: true });
      globalThis.requestAnimationFrame(() => globalThis.requestAnimationFrame(() => resolve(sum)));
    }));
    assert.equal(moved, 0, what);
    assert.deepEqual(complaints, [], what);
    await close();
  }
});

// Writes a page piece by piece, each drawn before the next comes, and adds up what moved meanwhile.
// At most so many pieces: more take long and find no more.
const PIECES = 80;
async function movedWhileArriving(page, path) {
  const html = await (await page.goto(instance.url + path)).text();
  return page.evaluate(async ([html, most]) => {
    const drawn = () => new Promise((resolve) =>
      globalThis.requestAnimationFrame(() => globalThis.setTimeout(resolve)));
    const moved = [];
    const keep = (list) => moved.push(...list.getEntries().map((entry) =>
      `${entry.value} ${entry.sources.map((s) => s.node?.className || s.node?.nodeName)}`));
    new globalThis.PerformanceObserver(keep).observe({ type: 'layout-shift' });
    const tags = [...html.matchAll(/<\/?[a-z]/g)].map((m) => m.index);
    const places = tags.filter((at) => at > html.indexOf('</head>'));
    const every = Math.max(1, Math.floor(places.length / most));
    globalThis.document.open();
    let from = 0;
    for (const to of [...places.filter((_, n) => n % every === 0), html.length]) {
      globalThis.document.write(html.slice(from, to));
      from = to;
      await drawn();
    }
    globalThis.document.close();
    await drawn();
    return moved;
  }, [html, PIECES]);
}

for (const width of [1280, 320]) {
  test(`at ${width} pixels nothing drawn moves while the rest of a page arrives`, async () => {
    const viewport = { width, height: 900 };
    const context = await browser.newContext({ viewport, bypassCSP: true });
    const page = await context.newPage();
    const { home, register, short, entry, statistics } = PAGES();
    const [cancellations, complain] = ['/register/cancellations', '/complain'];
    const paths = { home, register, short, entry, statistics, cancellations, complain };
    for (const [what, path] of Object.entries(paths))
      assert.deepEqual(await movedWhileArriving(page, path), [], what);
    await context.close();
  });
}

// axe is put into the page, which the page's own policy would rightly not allow.
async function look(width, colorScheme) {
  const viewport = { width, height: 900 };
  const context = await browser.newContext({ viewport, colorScheme, bypassCSP: true });
  const page = await context.newPage();
  for (const [what, path] of Object.entries(ALL())) {
    await page.goto(instance.url + path);
    await page.locator('h1').first().waitFor();
    const name_ = `${what}-${width}-${colorScheme}`;
    await picture(page, name_);
    assert.deepEqual(await violations(page), [], name_);
    const wide = await widthOf(page);
    assert.ok(wide <= width, `${name_} is ${wide} pixels wide`);
  }
  await context.close();
}

const MORE = isLong ? [[1280, 'dark'], [390, 'light']] : [];
for (const [width, colorScheme] of [[1280, 'light'], [390, 'dark'], ...MORE])
  test(`axe finds nothing at ${width} pixels, ${colorScheme}`, () => look(width, colorScheme));

// Every page, as who may see it: wide and light, narrow and dark (by those of axe's rules that hang
// on how it is drawn); with LONG=1 by all, and the other ways too.
// It has a heading and a title, axe finds nothing serious, nothing is wider than the smallest
// phone, and the policy of the pages was kept. PICTURES=folder keeps what it looked like.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance, NOBODY_TAKES, isLong, until } from '../lib/instance.mjs';
import { is } from '../lib/client.mjs';
import { picture, violations, widthOf } from '../lib/browser.mjs';
import {
  heading, isAccessible, isDrawnWell, launch, logIn, quiet, settled, visitor,
} from '../lib/pages.mjs';
import {
  actorOf, appPages, everything, publicPages, strangerOf, visitors,
} from '../lib/everything.mjs';
import { routes } from '../../nginx/web/src/routes.js';

const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 390, height: 844 };
const SMALLEST = { width: 360, height: 780 };
let instance, browser, world, pageOf;

before(async () => {
  instance = await Instance.start({
    rules: 'own', env: { RULES_MODE: 'governed' }, settings: NOBODY_TAKES,
  });
  world = await everything(instance);
  await until('something was not delivered', async () =>
    is(await world.admin.get('/outbox'), 200).json.items.length);
  browser = await launch();
  pageOf = visitors(browser, world, { visitor, logIn });
});
after(async () => {
  await browser?.close();
  await instance?.end();
});

// An id in an address is no name for a picture.
const nameOf = (path) => path.replace(/\?.*/, (q) => `-${q.length}`)
  .replace(/[0-9a-z]{20,}|w-\w+/g, 'x').replace(/\W+/g, '-').replace(/^-|-$/g, '') || 'home-public';
// A replay that nobody has asked for yet is asked for and not there.
const isUsual = (complaint) => /^404 GET \S+\/rule-sets\/[0-9a-f]{64}\/replay$/.test(complaint);

async function colours(page, where) {
  const found = await violations(page, { runOnly: ['color-contrast'] });
  assert.deepEqual(found, [], `contrast at ${where}`);
}

// What lies below the buttons that are always in sight would be taken for something too small.
function unstick() {
  for (const e of globalThis.document.querySelectorAll('*'))
    if (globalThis.getComputedStyle(e).position === 'sticky') e.style.position = 'static';
}

async function looked(page, path, n) {
  const id = `page-${String(n).padStart(2, '0')}-${nameOf(path)}`;
  const has = async (size, colorScheme) => {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme });
  };
  await has(WIDE, 'light');
  await page.goto(path);
  await settled(page);
  await quiet(page);
  await page.evaluate(unstick);
  assert.equal(await heading(page).count(), 1, 'one heading');
  assert.match(await page.title(), /\S.*算备|算备.*\S/, 'a title');
  await isAccessible(page, path);
  await picture(page, `${id}-wide-light`);
  if (isLong) {
    await has(WIDE, 'dark');
    await colours(page, `${path}, dark`);
    await picture(page, `${id}-wide-dark`);
    await has(NARROW, 'light');
    await colours(page, `${path}, narrow`);
    await picture(page, `${id}-narrow-light`);
  }
  await has(NARROW, 'dark');
  await (isLong ? isAccessible : isDrawnWell)(page, `${path}, narrow and dark`);
  await picture(page, `${id}-narrow-dark`);
  await page.setViewportSize(SMALLEST);
  assert.ok(await widthOf(page) <= SMALLEST.width, `${path} is ${await widthOf(page)} wide`);
}

test('every page is there for everybody who may see it', async (t) => {
  const pages = [...publicPages(world), ...appPages(world)];
  for (const [n, { path, who }] of pages.entries()) {
    await t.test(`${nameOf(path)} ${who}`, async () => {
      const { page, complaints } = await pageOf(actorOf(world, who));
      complaints.length = 0;
      await looked(page, path, n);
      assert.deepEqual(complaints.filter((c) => !isUsual(c)), [], `complaints at ${path}`);
    });
  }
});

test('a page that one may not see says so, and a stranger comes to the login', async () => {
  const { page } = await pageOf(null);
  const own = appPages(world);
  for (const { path, who } of own) {
    if (who === 'all') continue;
    await page.goto(path);
    await page.waitForURL((url) => url.pathname === '/login');
    assert.equal(new URL(page.url()).searchParams.get('to'), path);
    const stranger = strangerOf(world, who);
    if (!stranger || path === '/home') continue; // /home leads everybody to where they begin
    const other = await pageOf(stranger);
    await other.page.goto(path);
    await settled(other.page);
    assert.match(await heading(other.page).innerText(), /没有查看这个页面的权限/, path);
  }
});

// Remembers the language of somebody's pages, null: none.
async function speaks(page, language) {
  await page.goto('/login/forgotten');
  await page.evaluate((code) => (code === null
    ? globalThis.localStorage.removeItem('suanbei:language')
    : globalThis.localStorage.setItem('suanbei:language', code)), language);
}

test('in English nothing is wider than the smallest phone, nor left in Chinese', async () => {
  const english = new Map(); // whose pages are, and their complaints
  for (const { path, who } of appPages(world)) {
    const { page, complaints } = await pageOf(actorOf(world, who));
    if (!english.has(page)) {
      await page.setViewportSize(SMALLEST);
      await speaks(page, 'en');
      english.set(page, complaints);
    }
    await page.goto(path);
    await settled(page);
    await quiet(page);
    await page.waitForFunction(() => globalThis.document.documentElement.lang === 'en');
    assert.ok(await widthOf(page) <= SMALLEST.width, `${path} is ${await widthOf(page)} wide`);
    const nav = await page.locator('#nav a, .foot a').allTextContents();
    assert.deepEqual(nav.filter((text) => /[\u4e00-\u9fff]/.test(text)), [], `words of ${path}`);
  }
  for (const [page, complaints] of english) {
    await speaks(page, null);
    complaints.length = 0;
  }
});

test('what is not there says so', async () => {
  const { page } = await pageOf(world.company);
  for (const path of ['/filings/0000', '/products/0000', '/no/such/page']) {
    await page.goto(path);
    await settled(page);
    await page.getByText(/没有找到|没有这个/).first().waitFor();
    await isAccessible(page, path);
  }
});

test('the table of routes names each page once', () => {
  const paths = routes.map((r) => r.path);
  assert.deepEqual(paths, [...new Set(paths)]);
});

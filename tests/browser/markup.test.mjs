// What people write is shown as what they wrote: forty texts that look like markup, marks of
// direction and 60 000 characters, wherever something can be typed, on every page, in the tables
// that are saved and as the names of files.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Instance, isLong } from '../lib/instance.mjs';
import { is, makeStaff, register } from '../lib/client.mjs';
import { pdf } from '../lib/files.mjs';
import { all, long, payloads, tame } from '../lib/markup.mjs';
import * as way from '../lib/way.mjs';
import { widthOf } from '../lib/browser.mjs';
import { launch, logIn, quiet, settled, visitor } from '../lib/pages.mjs';
import { actorOf, appPages, everything, publicPages, visitors } from '../lib/everything.mjs';

let instance, browser, world, pageOf, draft, names;
const bidi = payloads.find((p) => p.includes('\u202e'));
const script = payloads[2];

// A text in each place of the form that takes one.
async function evilData(client, attachment) {
  const form = await way.form(client, 'algorithm');
  let n = 0;
  let longs = 0;
  const next = () => payloads[n++ % payloads.length];
  const valueOf = (field) => {
    if (field.type === 'text') return next();
    if (field.type === 'long_text') return longs++ < 3 ? long : all;
    if (field.type === 'list' && field.fields) return [rowOf(field.fields)];
    if (field.type === 'list') return [next(), next()];
    return field.type === 'attachment' ? attachment : undefined;
  };
  const rowOf = (fields) => Object.fromEntries(
    fields.filter((f) => f.widget !== 'area').map((f) => [f.name, valueOf(f)])
      .filter(([, v]) => v !== undefined));
  return Object.fromEntries(form.sections.map((s) => [s.id, rowOf(s.fields)]));
}

async function evilAttachments(client) {
  const ids = [];
  for (const payload of payloads) {
    const r = await client.upload(pdf(payload), 'application/pdf', `${payload}.pdf`);
    if (r.status === 201) ids.push(r.json.id);
  }
  assert.ok(ids.length > 0, 'names of files that look like markup are names');
  return ids;
}

async function evilProduct(client) {
  const data = await way.productData(client, script);
  const tree = { ...data, complete: false };
  tree.paths = payloads.slice(0, 10).map((p, n) => ({
    ...data.paths[0], id: undefined, steps: [p, bidi],
    functions: [{ ...data.paths[0].functions[0], id: undefined, name: payloads[n + 20] }],
  }));
  return is(await client.post('/products', tree), 201).json;
}

before(async () => {
  instance = await Instance.start({ rules: 'own', env: { RULES_MODE: 'governed' } });
  const texts = { 草稿: payloads[0], 产品: payloads[17], 单位: payloads[11], 姓名: payloads[9],
    说明: tame.join('\n'), 修改: payloads[12] };
  const reason = tame.join('\n').slice(0, 1500);
  const reasons = [{ path: '/disclosure/purpose', reason, suggestion: '\u200f' + script }];
  world = await everything(instance, { texts, decision: { outcome: 'return', note: '', reasons } });
  const { company } = world;
  await evilProduct(company);
  const [attachment] = names = await evilAttachments(company);
  draft = await way.draft(company, 'algorithm', await evilData(company, attachment));
  const other = await register(instance, `甲${script}乙`);
  is(await other.put('/account', { contact_name: '张<b>三', mobile: '13800138000',
    email: 'a@example.com' }), [200, 422]);
  await makeStaff(world.admin, { roles: ['auditor'], contact_name: payloads[5] });
  browser = await launch();
  pageOf = visitors(browser, world, { visitor, logIn });
});
after(async () => {
  await browser?.close();
  await instance?.end();
});

const isOurs = (c) => !/^404 GET \S+\/replay$/.test(c);
const evil = (page) => page.evaluate(() => ({
  hasRun: Boolean(globalThis.evil),
  elements: globalThis.document.querySelectorAll('[data-evil], script:not([src])').length,
}));

// A text with a mark that turns what follows must be isolated, or alone in its block.
const unisolated = (page) => page.evaluate(() => {
  const out = [];
  const { document, getComputedStyle, NodeFilter } = globalThis;
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode;
    if (!node.data.includes('\u202e')) continue;
    let e = node.parentElement;
    const style = () => getComputedStyle(e);
    const isAlone = () => e.textContent.trim() === node.data.trim();
    while (e && /^inline$|^contents$/.test(style().display) && !/isolate/.test(style().unicodeBidi))
      e = e.parentElement;
    if (e && e.localName !== 'bdi' && !isAlone()) out.push(e.outerHTML.slice(0, 300));
  }
  return out;
});

async function isHarmless(page, complaints, where) {
  await settled(page);
  await quiet(page);
  assert.deepEqual(await evil(page), { hasRun: false, elements: 0 }, `evil at ${where}`);
  assert.deepEqual(await unisolated(page), [], `marks of direction reach out at ${where}`);
  assert.deepEqual(complaints.splice(0).filter(isOurs), [], `complaints at ${where}`);
}

test('no page comes to life, and none lets a mark of direction out', async (t) => {
  const steps = ['basic', 'detail', 'products', 'confirm']
    .map((s) => ({ path: `/filings/${draft.id}/edit/${s}`, who: 'file' }));
  for (const { path, who } of [...steps, ...appPages(world), ...publicPages(world)]) {
    await t.test(path, async () => {
      const { page, complaints } = await pageOf(actorOf(world, who));
      complaints.length = 0;
      page.once('dialog', (d) => { complaints.push(`dialog ${d.message()}`); d.dismiss(); });
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.goto(path);
      await isHarmless(page, complaints, path);
      await page.setViewportSize({ width: 360, height: 780 });
      assert.ok(await widthOf(page) <= 360, `${path} is ${await widthOf(page)} wide`);
    });
  }
});

test('the texts are there, as they were written', async () => {
  const { page } = await pageOf(world.company);
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto('/products');
  await page.getByText(script).first().waitFor();
  await page.goto('/filings');
  await page.getByText(payloads[0]).first().waitFor();
  await page.goto(`/filings/${world.returned.id}`);
  await page.getByText(payloads[3]).first().waitFor();
  await page.goto(`/filings/${draft.id}/edit/basic`);
  await settled(page);
  await page.locator('textarea').first().waitFor();
  const values = await page.locator('textarea, input[type=text]').evaluateAll((e) =>
    e.map((x) => x.value));
  const lengths = values.map((v) => v.length);
  assert.ok(lengths.includes(long.length), `60 000 characters are all there: ${lengths}`);
  assert.ok(values.some((v) => payloads.includes(v)));
});

test('what is typed on a page comes back as it was typed', async () => {
  const { page, complaints } = await pageOf(world.company);
  for (const path of ['/filings', '/drafts']) {
    const at = `${path}?q=${encodeURIComponent(script)}`;
    await page.goto(at);
    await isHarmless(page, complaints, at);
  }
  // Each text at one of three places; with LONG=1 at all of them.
  const turn = (k) => payloads.filter((_, n) => isLong || n % 3 === k);
  const admin = await pageOf(world.admin);
  for (const payload of turn(0)) {
    const q = encodeURIComponent(payload);
    await admin.page.goto(`/staff?q=${q}`);
    await settled(admin.page);
    assert.equal(await admin.page.getByRole('searchbox').inputValue(),
      payload.replace(/[\r\n]/g, ''));
    assert.deepEqual(await evil(admin.page), { hasRun: false, elements: 0 });
  }
  const stranger = await pageOf(null);
  for (const payload of turn(1)) {
    await stranger.page.goto(`/register?q=${encodeURIComponent(payload)}`);
    assert.deepEqual(await evil(stranger.page), { hasRun: false, elements: 0 });
  }
  for (const payload of turn(2)) {
    await stranger.page.goto(`/login?to=${encodeURIComponent(payload)}`);
    await settled(stranger.page);
    assert.deepEqual(await evil(stranger.page), { hasRun: false, elements: 0 });
  }
  const from = complaintsOf(stranger.complaints);
  assert.deepEqual(from, []);
});
const complaintsOf = (list) => list.splice(0).filter((c) => !/^4\d\d /.test(c));

test('a login leads to no other host', async () => {
  for (const to of ['//evil.example/', 'https://evil.example/', '/\\evil.example', 'javascript:1']) {
    const { page, context, complaints } = await visitor(browser, instance);
    await page.goto(`/login?to=${encodeURIComponent(to)}`);
    await page.getByLabel('用户名').fill(world.company.username);
    await page.getByLabel('密码', { exact: true }).fill(world.company.password);
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.waitForURL((url) => url.pathname !== '/login');
    assert.equal(new URL(page.url()).origin, instance.url);
    assert.deepEqual(complaints.filter((c) => /foreign/.test(c)), []);
    await context.close();
  }
});

test('a table that is saved holds no formula, and the names of files are only names', async () => {
  const { page } = await pageOf(world.auditor);
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto('/audit');
  await settled(page);
  const press = page.getByRole('button', { name: '导出 CSV' }).click();
  const [file] = await Promise.all([page.waitForEvent('download'), press]);
  const text = readFileSync(await file.path(), 'utf8');
  assert.doesNotMatch(text, /(^|,)"?[=+\-@]/m);
  for (const id of names) {
    const r = is(await world.company.get(`/attachments/${id}`), 200);
    const said = r.headers['content-disposition'];
    assert.match(said, /^(attachment|inline); filename="[^"/\\\r\n]*"; /, said);
    assert.match(said, /filename\*=UTF-8''[\w%.!#$&+^`|~-]+/, said);
    assert.equal(r.headers['x-content-type-options'], 'nosniff');
  }
});

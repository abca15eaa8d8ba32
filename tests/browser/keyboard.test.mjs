// A company files an algorithm without a mouse: every field of the form, a file, a list, a product
// made on the way and ticked, the promise, and the submit. Nothing is clicked.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { unique } from '../lib/client.mjs';
import { approvedCompany, reviewers } from '../lib/way.mjs';
import { schemaAt } from '../lib/forms.mjs';
import {
  answered, closed, declared, idOf, launch, saved, settled, visitor,
} from '../lib/pages.mjs';
import { fillFocused, focused, press, tabTo, type } from '../lib/keyboard.mjs';

const name = `键盘填报的算法${unique()}`;
const product = `键盘填报的产品${unique()}`;
let instance, browser, client, page;

before(async () => {
  instance = await Instance.start();
  client = await approvedCompany(instance, await reviewers(instance));
  browser = await launch();
  ({ page } = await visitor(browser, instance));
  // From now on a file dialog is ours: asked for with the key that opens it, it comes too late.
  page.on('filechooser', () => {});
});
after(async () => {
  await browser?.close();
  await instance?.end();
});

// Fields below base by the id of their control, things in lists with the number of the item.
function fieldsOf(form, fields, base, values = {}, out = new Map()) {
  for (const field of fields) {
    const path = `${base}/${field.name}`;
    const value = values[field.name] ?? field.example;
    const schema = schemaAt(form.schema, path);
    const choices = schema?.oneOf ?? schema?.items?.oneOf;
    out.set(idOf(path), { field, value, choices });
    if (field.type !== 'list') continue;
    if (field.fields) fieldsOf(form, field.fields, `${path}/0`, value?.[0], out);
    else out.set(idOf(`${path}/0`), { field: { type: 'text' }, value: value?.[0] });
  }
  return out;
}

const itemsOf = (id) => page.locator(`[id^="${id}-"][id$="-item"]`).count();

/*
 * Goes by Tab through all that can have the focus, fills each that is told in fields once, and
 * stops at what is the end. A list that is empty is given one item, whose fields come next.
 */
async function fillByTab(fields, isEnd) {
  const done = new Set();
  for (let n = 0; n < 400; n++) {
    const at = await focused(page);
    if (isEnd(at)) return done;
    const known = fields.get(at.id) ?? fields.get(at.field);
    const key = at.type === 'checkbox' ? `${at.field} ${at.text}` : fields.has(at.id) ? at.id
      : at.field;
    const isList = known?.field.type === 'list';
    if (known && known.value !== undefined | known.field.type === 'attachment' && !done.has(key)) {
      done.add(key);
      if (isList && at.id === at.field && (await itemsOf(at.id)) === 0) {
        await page.keyboard.press('Enter');
        await page.waitForFunction((id) => globalThis.document.activeElement?.id !== id, at.id);
        continue;
      }
      if (!isList) await fillFocused(page, at, known);
    }
    await page.keyboard.press('Tab');
  }
  return assert.fail('the end of the step is not reached by Tab');
}

const isLink = (text) => (at) => ['A', 'BUTTON'].includes(at.tag) && at.text === text;
const filingOf = () => /filings\/([^/]+)/.exec(page.url())[1];

test('one logs in and begins a filing', async () => {
  await page.goto('/login');
  await settled(page);
  await type(page, '用户名', client.username);
  await type(page, '密码', client.password);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/home');
  await settled(page);
  await press(page, '新增算法备案');
  await page.waitForURL('**/edit/basic');
  await settled(page);
});

test('every field of the steps is reached by Tab and filled by typing', async () => {
  const form = await declared(instance, 'algorithm');
  const values = { basic: { name }, disclosure: { name },
    documents: { report_algorithm_name: name } };
  for (const step of ['basic', 'detail']) {
    await page.waitForURL(`**/edit/${step}`);
    await settled(page);
    const fields = new Map();
    for (const id of form.steps.find((s) => s.id === step).sections)
      fieldsOf(form, form.sections.find((s) => s.id === id).fields, `/${id}`, values[id], fields);
    await fillByTab(fields, isLink('下一步'));
    await saved(page);
    await tabTo(page, isLink('下一步'), '下一步');
    await page.keyboard.press('Enter');
  }
});

test('a product is made in the dialog, and covered', async () => {
  await page.waitForURL('**/edit/products');
  await settled(page);
  const form = await declared(instance, 'product');
  const fields = new Map();
  for (const section of form.sections)
    fieldsOf(form, section.fields, '', { name: product }, fields);
  await press(page, '添加产品');
  await page.getByRole('dialog').waitFor();
  await fillByTab(fields, (at) => at.isDialog && at.text === '填写完成');
  await page.keyboard.press('Enter');
  await closed(page);
  await tabTo(page, (at) => at.type === 'checkbox' && at.text.includes(product), product);
  if (!(await focused(page)).checked) await page.keyboard.press('Space');
  await saved(page);
  assert.equal((await client.get(`/filings/${filingOf()}`)).json.data.service.coverage.length, 1);
});

// Fields that the rules ask for only because of what stands in others may come when the focus has
// gone past them: the summary leads back.
test('what is missing is told on top, and its link leads to the field', async () => {
  const form = await declared(instance, 'algorithm');
  const fields = new Map();
  for (const section of form.sections)
    fieldsOf(form, section.fields, `/${section.id}`, {}, fields);
  await press(page, '下一步');
  for (let n = 0; n < 12; n++) {
    await page.waitForURL('**/edit/confirm');
    await settled(page);
    await answered(page);
    if ((await page.locator('.summary a').count()) === 0) return;
    await tabTo(page, (at) => at.isSummary && at.tag === 'A', 'the first fault', 300);
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => !url.pathname.endsWith('/confirm'));
    await page.waitForFunction(() => globalThis.document.activeElement?.closest('[id$="-field"]'));
    const at = await focused(page);
    await fillFocused(page, at, fields.get(at.id) ?? fields.get(at.field));
    await page.keyboard.press('Tab');
    await saved(page);
    await press(page, /确认提交/);
  }
  assert.fail('faults are left');
});

test('the promise is ticked and the filing submitted', async () => {
  await tabTo(page, (at) => at.type === 'checkbox', 'the promise', 300);
  await page.keyboard.press('Space');
  await press(page, '提交');
  await page.waitForURL(/\/filings\/[^/]+$/);
  const { json } = await client.get(`/filings/${filingOf()}`);
  assert.equal(json.state, 'submitted');
  assert.equal(json.data.basic.name, name);
});

// A change and an end in a browser: asked first, begun from what is in force, old beside new.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { ifMatch, is } from '../lib/client.mjs';
import {
  control, fieldOf, isAccessible, launch, logIn, saved, settled, visitor,
} from '../lib/pages.mjs';
import { picture, widthOf } from '../lib/browser.mjs';
import { approvedCompany, publishedAlgorithm, reviewers, submit } from '../lib/way.mjs';

let instance, browser, by, company, filing, other;
before(async () => {
  instance = await Instance.start();
  by = await reviewers(instance);
  company = await approvedCompany(instance, by);
  filing = await publishedAlgorithm(instance, company, by, '要变更的算法');
  other = await publishedAlgorithm(instance, company, by, '要注销的算法');
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await instance?.end();
});

test('an option that stands alone says so where it is asked, until it is mended', async () => {
  const { context, page } = await visitor(browser, instance);
  await logIn(page, company);
  await page.goto(`/filings/${filing.id}/begin/change`);
  await settled(page);
  const asked = page.getByRole('group', { name: '哪些情况变了' });
  await asked.getByLabel('算法的基础属性').check();
  await asked.getByLabel('都没有变').check();
  await page.getByRole('button', { name: '下一步' }).click();
  const told = asked.getByRole('alert');
  await told.getByText('都没有变').waitFor();
  await isAccessible(page, 'an answer that contradicts itself');
  await page.setViewportSize({ width: 320, height: 740 });
  assert.equal(await widthOf(page), 320);
  await picture(page, 'change-alone-320');
  await asked.getByLabel('都没有变').uncheck();
  await told.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: '下一步' }).click();
  await page.getByLabel('情况是哪一日变的').waitFor();
  await context.close();
});

test('a change is asked about, starts from what is in force and shows old beside new', async () => {
  const { context, page, complaints } = await visitor(browser, instance);
  await logIn(page, company);
  await page.goto(`/filings/${filing.id}`);
  await settled(page);
  await picture(page, 'change-original');
  await page.getByRole('link', { name: '办理变更' }).click();
  await page.getByRole('button', { name: '下一步' }).click();
  await page.getByText('请回答这一问').waitFor();
  await page.getByLabel('算法的基础属性').check();
  await page.getByRole('button', { name: '下一步' }).click();
  await page.getByLabel('情况是哪一日变的').fill('2026-11-20');
  await page.getByRole('button', { name: '下一步' }).click();
  await page.getByRole('heading', { name: '须办理算法变更' }).waitFor();
  await page.getByText('2026-12-04').waitFor();
  await isAccessible(page, 'the verdict');
  await picture(page, 'change-verdict');
  await page.getByRole('button', { name: '开始办理变更' }).click();
  await page.waitForURL('**/edit/**');
  await settled(page);
  assert.equal(await control(page, '/change/changed_on').inputValue(), '2026-11-20');
  await page.getByText('办理变更', { exact: true }).waitFor();
  assert.equal(await control(page, '/basic/class').locator('select, input').count(), 0);
  await fieldOf(page, '/basic/class').getByText('不能变更').waitFor();
  await control(page, '/basic/name').fill('改了名称的算法');
  await fieldOf(page, '/basic/name').locator('.before').getByText('要变更的算法').waitFor();
  await saved(page);
  await isAccessible(page, 'the draft of a change');
  await picture(page, 'change-draft');
  await page.goto(page.url().replace(/edit\/.*/, 'edit/confirm'));
  await settled(page);
  await page.getByRole('link', { name: /算法名称/ }).first().waitFor();
  await picture(page, 'change-confirm');

  await page.goto(`/filings/${filing.id}`);
  await settled(page);
  await page.getByText('有一件正在办理').waitFor();
  assert.equal(await page.getByRole('link', { name: '办理注销' }).count(), 0);
  await isAccessible(page, 'a filing with a change under way');
  assert.deepEqual(complaints, []);
  await context.close();
});

test('what was in force stands beside a change that was handed in', async () => {
  const old = await publishedAlgorithm(instance, company, by, '对照的算法');
  const of = { kind: 'algorithm', action: 'change', of: old.id };
  const { json } = is(await company.post('/filings', of), 201);
  const draft = is(await company.get(`/filings/${json.id}`), 200);
  const text = JSON.stringify(draft.json.data).replaceAll('对照的算法', '对照的算法二');
  const data = { ...JSON.parse(text), change: { changed_on: '2026-11-20', summary: '更名' } };
  const stored = is(await company.put(`/filings/${json.id}`, { data },
    ifMatch(draft.headers.etag)), 200);
  is(await submit(company, { ...json, etag: stored.headers.etag }), 200);
  const { context, page, complaints } = await visitor(browser, instance);
  await logIn(page, company);
  await page.goto(`/filings/${json.id}`);
  await settled(page);
  await page.getByText('变更待审核').first().waitFor();
  await page.getByText('办理之前有效的内容').first().waitFor();
  await page.locator('details[open] .values-row').filter({ hasText: '算法名称' }).first().waitFor();
  await isAccessible(page, 'a change that was handed in');
  await picture(page, 'change-handed-in');
  assert.deepEqual(complaints, []);
  await context.close();
});

test('an end tells its effect first and lets nothing else be altered, on a small screen',
  async () => {
    const viewport = { width: 360, height: 740 };
    const { context, page, complaints } = await visitor(browser, instance, { viewport });
    await logIn(page, company);
    await page.goto(`/filings/${other.id}/begin/deregister`);
    await settled(page);
    await page.getByText('编号不再使用').waitFor();
    assert.ok((await widthOf(page)) <= 360, 'fits 360 pixels');
    await picture(page, 'end-begin');
    await page.getByRole('button', { name: '开始办理注销' }).click();
    await page.waitForURL('**/edit/**');
    await settled(page);
    await control(page, '/ending/ended_on').fill('2026-11-20');
    await page.getByText('办理注销', { exact: true }).waitFor();
    assert.equal(await control(page, '/basic/name').evaluate((e) => e.tagName), 'DIV');
    await saved(page);
    assert.ok((await widthOf(page)) <= 360, 'fits 360 pixels');
    await isAccessible(page, 'the draft of an end');
    await picture(page, 'end-draft');
    const { about, begins } = is(await company.get(`/filings/${other.id}`), 200).json;
    assert.deepEqual([about.length, begins], [1, []]);
    assert.deepEqual(complaints, []);
    await context.close();
  });

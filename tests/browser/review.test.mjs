// Reviewers at work in a browser: a filing goes back with reasons at its fields, comes again
// corrected, is passed by others; what is typed is kept whatever breaks.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { Instance } from '../lib/instance.mjs';
import { launch, violations, widthOf } from '../lib/browser.mjs';
import { is, makeStaff, register, staff, unique } from '../lib/client.mjs';
import {
  algorithmData, approvedCompany, decide as through, draft, product, renamed, reviewers, save,
  subjectData, submit, submittedAlgorithm, taskOf,
} from '../lib/way.mjs';
import {
  bar, button, decide, deskOf, dialog, hasFocus, kept, logIn, pictures, place, shot, sit, write,
} from '../lib/desk.mjs';

const mark = unique();
const name = `云雀推荐算法${mark}`;
let instance, browser, by, admin, company, filing;

before(async () => {
  instance = await Instance.start();
  by = await reviewers(instance);
  admin = await staff(instance, 'system_admin');
  company = await approvedCompany(instance, by);
  filing = await submittedAlgorithm(company, name);
  browser = await launch();
  mkdirSync(pictures, { recursive: true });
});
after(async () => {
  await browser?.close();
  await instance?.end();
});

const reviewer = (more) => makeStaff(admin, { roles: ['preliminary_reviewer'], ...more });

// The company mends what it was told to.
async function correct(change) {
  const open = await company.get(`/filings/${filing.id}`);
  const data = structuredClone(open.json.data);
  change(data);
  const saved = await save(company, { id: filing.id, etag: open.headers.etag }, data);
  is(await submit(company, saved), 200);
}

test('a filing goes back with reasons, which are kept and looked at once more', async () => {
  const { page, complaints } = await sit(browser, by.preliminary);
  await page.getByRole('link', { name, exact: true }).click();
  await page.getByText('领取后可以写理由').waitFor();
  assert.equal(await bar(page).count(), 0, 'nobody decides what is not theirs');
  await button(page, '领取').click();
  await bar(page).waitFor();
  assert.equal(await hasFocus(page.locator('h1')), true);

  await decide(page, '退回补正').click();
  await dialog(page).getByText('还没有写理由').waitFor();
  assert.equal(await dialog(page).getByRole('button', { name: '确认退回补正' }).count(), 0);
  await page.keyboard.press('Escape');

  await write(page, '/basic/scenario', '场景不全');
  await page.locator('#note').fill('先电话问过');
  await kept(page);
  await page.reload();
  const boxes = place(page, '/basic/scenario').getByRole('textbox');
  await boxes.first().waitFor();
  assert.equal(await boxes.first().inputValue(), '场景不全');
  assert.equal(await page.locator('#note').inputValue(), '先电话问过');

  await decide(page, '退回补正').click();
  await dialog(page).getByText('退回补正须写明补正建议').waitFor();
  assert.deepEqual(await violations(page), []);
  await dialog(page).getByRole('button', { name: /^修改/ }).click();
  assert.equal(await hasFocus(boxes.first()), true);
  await boxes.nth(1).fill('写全两种情形');
  await decide(page, '退回补正').click();
  await dialog(page).getByText('写全两种情形', { exact: true }).waitFor();
  await shot(page, 'last-look');
  await dialog(page).getByRole('button', { name: '确认退回补正' }).click();
  await page.getByText('已作出决定：退回补正').waitFor();
  assert.ok(await hasFocus(page.locator('.desk-result')), 'the focus is at what became of it');
  assert.equal(await boxes.count(), 0, 'what was told is not written any more');
  await place(page, '/basic/scenario').getByText('写全两种情形').waitFor();
  assert.deepEqual(complaints, []);
  await page.context().close();

  const told = is(await company.get(`/filings/${filing.id}`), 200).json;
  assert.equal(told.state, 'returned');
  const { items } = is(await company.get(`/filings/${filing.id}/history`), 200).json;
  const reasons = items.find((e) => e.what === 'return').reasons;
  assert.deepEqual(reasons.map((r) => [r.path, r.reason, r.suggestion]),
    [['/basic/scenario', '场景不全', '写全两种情形']]);
});

test('another reviewer sees what was asked for and changed, and passes by keys alone', async () => {
  await correct((data) => { data.basic.scenario += '另有改写标题的情形。'; });
  const other = await reviewer();
  const { page, complaints } = await sit(browser, other, await deskOf(other, filing.id));
  const row = place(page, '/basic/scenario');
  await row.getByText('已补正').waitFor();
  assert.match(await row.locator('ins').innerText(), /另有改写标题的情形/);

  const press = async (key, until) => {
    for (let n = 0; n < 400; n++) {
      await page.keyboard.press(key);
      if (await page.evaluate(until)) return;
    }
    assert.fail(`${key} does not reach ${until}`);
  };
  const onButton = (what) => `document.activeElement.textContent.trim() === '${what}'`;
  await press('Tab', onButton('领取'));
  await page.keyboard.press('Enter');
  await bar(page).waitFor();
  await press('n', 'document.activeElement.id === "p-basic-scenario"');
  await page.keyboard.press('r');
  const boxes = row.getByRole('textbox');
  await boxes.first().waitFor();
  assert.equal(await hasFocus(boxes.first()), true);
  await page.keyboard.type('jk 只是字');
  assert.equal(await boxes.first().inputValue(), 'jk 只是字');
  await page.keyboard.press('Escape');
  assert.equal(await hasFocus(row), true);
  await page.keyboard.press('k');
  assert.equal(await hasFocus(row), false);

  await press('Tab', onButton('通过'));
  await page.keyboard.press('Enter');
  await dialog(page).getByText('通过时不会发给填报方').waitFor();
  await press('Tab', onButton('确认通过'));
  await page.keyboard.press('Enter');
  await page.getByText('已作出决定：通过').waitFor();
  assert.deepEqual(complaints, []);
  await page.goto('/review/done');
  await page.getByRole('link', { name, exact: true }).waitFor();
  await page.getByText('退回补正').waitFor({ state: 'detached' });
  await page.locator('#filter-by').selectOption('all');
  await page.getByText('退回补正').waitFor();
  await shot(page, 'done');
  assert.deepEqual(await violations(page), []);
  await page.context().close();
});

test('the final reviewer passes it, takes the next, and the public finds it', async () => {
  const next = await submittedAlgorithm(company, `另一算法${mark}`);
  await through(by.preliminary, next.id);
  const { page, complaints } = await sit(browser, by.final, await deskOf(by.final, filing.id));
  await button(page, '领取').click();
  await decide(page, '通过').click();
  await dialog(page).getByRole('button', { name: '确认通过' }).click();
  await page.getByText('已作出决定：通过').waitFor();
  await button(page, '领取下一件').click();
  await page.getByRole('heading', { level: 1, name: `另一算法${mark}` }).waitFor();
  await bar(page).waitFor();
  assert.deepEqual(complaints, []);
  await page.context().close();
  const { number } = is(await company.get(`/filings/${filing.id}`), 200).json;
  is(await company.get(`/register/${encodeURIComponent(number)}`), 200);
});

test('what is written survives a server that is gone, a closed browser and a lost session',
  async () => {
    const waiting = await submittedAlgorithm(company);
    const who = await reviewer();
    const at = await deskOf(who, waiting.id);
    const { page, context } = await sit(browser, who, at);
    await button(page, '领取').click();
    await bar(page).waitFor();
    await context.route('**/draft', (route) => route.abort());
    await write(page, '/basic', '整个部分须重写');
    await bar(page).getByText('内容保存在本机').waitFor();
    await page.close();
    await context.unroute('**/draft');

    const again = await context.newPage();
    await again.goto(instance.url + at);
    // The page sent it when it went away, or it comes from the copy on this machine.
    const box = place(again, '/basic').getByRole('textbox');
    await box.first().waitFor();
    assert.equal(await box.first().inputValue(), '整个部分须重写');

    await context.clearCookies();
    await again.locator('#note').fill('会话结束之后写的');
    await dialog(again).getByText('页面上的内容还在').waitFor();
    await logIn(again, who);
    await kept(again);
    const { id } = await taskOf(who, waiting.id);
    const { draft: stored } = is(await who.get(`/review/tasks/${id}`), 200).json;
    assert.equal(stored.note, '会话结束之后写的');
    assert.equal(stored.reasons[0].reason, '整个部分须重写');
    await context.close();
  });

test('the queue counts, filters and remembers in its address', async () => {
  const who = await reviewer();
  const stranger = await register(instance, `查无此名${mark}`);
  is(await submit(stranger, await draft(stranger, 'subject', await subjectData(stranger))), 200);
  const { page, complaints } = await sit(browser, who);
  const rows = page.locator('tbody tr');
  await rows.first().waitFor();
  await shot(page, 'queue');
  assert.deepEqual(await violations(page), []);

  await page.locator('#filter-q').fill(`查无此名${mark}`);
  await page.locator('#filter-q').press('Enter');
  await page.waitForURL('**q=**');
  await rows.nth(1).waitFor({ state: 'detached' });
  assert.equal(await rows.count(), 1);
  await page.getByRole('link', { name: /我在办/ }).click();
  await page.getByText('没有符合条件的任务').waitFor();
  await page.goBack();
  await rows.first().getByText(`查无此名${mark}`).waitFor();
  await page.goto(`${instance.url}/review?view=mine`);
  await page.getByText('没有符合条件的任务').waitFor();
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test('what another works on, and what is not there, says so', async () => {
  const theirs = await submittedAlgorithm(company);
  const one = await reviewer({ contact_name: '李审核' });
  const two = await reviewer();
  const at = await deskOf(one, theirs.id);
  is(await one.post(`/review/tasks/${at.split('/')[2]}/claim`), 200);
  const { page } = await sit(browser, two, at);
  await page.getByText('这件任务由李**办理').waitFor();
  assert.equal(await bar(page).count(), 0);
  assert.equal(await page.locator('[data-write]').count(), 0);
  await page.goto(`${instance.url}/review/01m8cb7gsdzq60ztvb0q1zzzzz`);
  await page.getByRole('heading', { name: '没有找到' }).waitFor();
  assert.deepEqual(await violations(page), []);
  await page.context().close();
});

test('markup and 60 000 characters are text, cut with a way to see the rest', async () => {
  const markup = '<img src=x onerror=alert(1)>';
  const p = await product(company, `${markup}产品`);
  const data = await renamed(company, await algorithmData(company, p), `${markup}算法${mark}`);
  data.basic.scenario = `<script>alert(2)</script>${'长'.repeat(1900)}`;
  const odd = await draft(company, 'algorithm', data);
  is(await submit(company, odd), 200);
  const who = await reviewer();
  const { page } = await sit(browser, who);
  let popped = false;
  page.on('dialog', (d) => ((popped = true), d.dismiss()));
  await page.goto(instance.url + (await deskOf(who, odd.id)));
  await button(page, '领取').click();
  const row = place(page, '/basic/scenario');
  await row.getByText('<script>alert(2)</script>').waitFor();
  assert.ok((await row.innerText()).length < 900, 'it is cut');
  await row.getByRole('button', { name: '显示全文' }).click();
  assert.ok((await row.innerText()).length > 1900);
  await write(page, '/basic/scenario', markup + '理'.repeat(60000), markup);
  await decide(page, '退回补正').click();
  await dialog(page).getByText(markup).first().waitFor();
  await dialog(page).getByRole('button', { name: '确认退回补正' }).click();
  await dialog(page).getByRole('alert').getByText(/./).first().waitFor();
  assert.ok(await widthOf(page) <= 1280);
  assert.equal(await page.locator('img[src=x]').count(), 0);
  assert.equal(popped, false);
  await page.context().close();
});

test('a PDF opens in the page, and its end is seen above the decision', async () => {
  const waiting = await submittedAlgorithm(company);
  const who = await reviewer();
  const { page, complaints } = await sit(browser, who, await deskOf(who, waiting.id));
  await button(page, '领取').click();
  const row = place(page, '/documents/self_assessment');
  await row.getByRole('button', { name: /^查看/ }).click();
  await row.locator('canvas').first().waitFor();
  const closing = row.getByRole('button', { name: /^收起/ }).last();
  await closing.scrollIntoViewIfNeeded();
  await row.locator('.pdf').evaluate((e) => { e.scrollTop = e.scrollHeight; });
  const pdf = await row.locator('.pdf').boundingBox();
  assert.ok(pdf.height < (await bar(page).boundingBox()).y, 'the whole frame fits above the bar');
  assert.deepEqual(complaints, []);
  await page.context().close();
});

for (const colorScheme of ['light', 'dark'])
  for (const [width, height] of [[1280, 900], [640, 450], [360, 740]])
    test(`the desk at ${width} × ${height} ${colorScheme}: nothing is cut, axe is content`,
      async () => {
        const waiting = await submittedAlgorithm(company);
        const who = await reviewer();
        const at = await deskOf(who, waiting.id);
        const options = { viewport: { width, height }, colorScheme };
        const { page } = await sit(browser, who, at, options);
        await button(page, '领取').click();
        await write(page, '/basic/name', '名称不实', '改为实际名称');
        await write(page, '', '全件');
        await kept(page);
        await shot(page, `desk-${width}-${colorScheme}`);
        assert.ok(await widthOf(page) <= width, `${await widthOf(page)} wide`);
        assert.deepEqual(await violations(page), []);
        await page.goto('/review');
        await page.locator('tbody tr').first().waitFor();
        assert.ok(await widthOf(page) <= width, `the queue: ${await widthOf(page)} wide`);
        assert.deepEqual(await violations(page), []);
        await page.context().close();
      });

// Driving the pages of the rules: dialogs, the editor of texts, what trying them said.
import { settled } from './pages.mjs';

export const press = (page, name) => page.getByRole('button', { name, exact: true }).click();
export const inDialog = (page, name) =>
  page.locator('dialog').getByRole('button', { name, exact: true });
export const words = (page, text) => page.getByText(text).first().waitFor();
export const goTo = async (page, path) => {
  await page.goto(path);
  await settled(page);
};

// ---- the editor of texts ------------------------------------------------------------------------

export const text = (page) => page.locator('.cm-content');
// Not over a selection: Chromium would give the new text the look of the old one by an inline
// style, and say that the policy forbids it.
export async function replaceAll(page, content) {
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Backspace');
  await page.keyboard.insertText(content);
}
export async function open(page, file) {
  await page.locator(`.tree-file[title="${file}"]`).click();
  await page.getByRole('heading', { name: file, exact: true }).waitFor();
}
export async function write(page, file, content) {
  await open(page, file);
  await text(page).click();
  await replaceAll(page, content);
}
export async function addFile(page, path, content) {
  await press(page, '新建文件');
  await page.getByLabel('文件名').fill(path);
  await inDialog(page, '新建').click();
  await page.locator('dialog').waitFor({ state: 'detached' });
  await write(page, path, content);
}
export const kept = (page) => page.locator('.work-saved[data-status="saved"]').waitFor();
export const trial = (page) => page.getByRole('region', { name: '试运行的结果' });

// Working a form with the keyboard alone: whatever has the focus is told, filled by typing, and
// left by Tab. Nothing here clicks, and nothing puts the focus anywhere.
import assert from 'node:assert/strict';
import { makers, endings } from './files.mjs';
import { unique } from './client.mjs';

// What has the focus, as one who cannot see the page is told of it.
export const focused = (page) => page.evaluate(() => {
  const at = globalThis.document.activeElement;
  const field = at.closest('[id$="-field"]');
  const style = globalThis.getComputedStyle(at);
  const ring = at.matches(':focus-visible') && style.outlineStyle !== 'none';
  return {
    id: at.id, tag: at.tagName, type: at.type ?? '', value: at.value ?? '', checked: at.checked,
    text: (at.innerText || at.labels?.[0]?.innerText || at.getAttribute('aria-label') || '').trim(),
    field: field?.id.slice(0, -'-field'.length) ?? '', isSeen: ring || style.boxShadow !== 'none',
    isDialog: Boolean(at.closest('dialog')), isSummary: Boolean(at.closest('.summary')),
  };
});

// Tab until the focus is on what is wanted; everything on the way shows that it has it.
export async function tabTo(page, isWanted, what, most = 120) {
  for (let n = 0; n < most; n++) {
    const at = await focused(page);
    if (isWanted(at)) return at;
    await page.keyboard.press('Tab');
    const next = await focused(page);
    assert.ok(next.tag === 'BODY' || next.isSeen, `the focus shows at ${JSON.stringify(next)}`);
  }
  return assert.fail(`${what} is not reached by Tab`);
}

export async function press(page, text, key = 'Enter') {
  const isIt = (at) => ['BUTTON', 'A', 'SUMMARY'].includes(at.tag) &&
    (text instanceof RegExp ? text.test(at.text) : at.text === text);
  await tabTo(page, isIt, `“${text}”`);
  await page.keyboard.press(key);
}

export async function type(page, label, text) {
  const isIt = (at) => ['INPUT', 'TEXTAREA'].includes(at.tag) && at.text.startsWith(label);
  await tabTo(page, isIt, `the field “${label}”`);
  await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
}

const labelOf = (choices, code) => choices?.find((c) => c.const === code)?.title ?? String(code);

// The arrows move through a list of choices until the wanted one stands there.
async function arrowTo(page, isThere, what) {
  for (let n = 0; n < 80; n++) {
    if (isThere(await focused(page))) return;
    await page.keyboard.press('ArrowDown');
  }
  assert.fail(`${what} is not reached by the arrows`);
}

async function sendFile(page, field) {
  const kind = (field.limits?.accept ?? ['application/pdf']).find((t) => makers[t]);
  const name = `${field.label}.${endings[kind]}`;
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.press('Enter');
  const buffer = makers[kind](unique());
  await (await chooser).setFiles({ name, mimeType: kind, buffer });
  await page.getByText(name, { exact: true }).first().waitFor();
}

// The parts stand in the order of the browser's language, not of the page's.
async function typeDay(page, day) {
  const [year, month, date] = day.split('-');
  for (const parts of [[month, date, year], [year, 'ArrowRight', month, date]]) {
    for (let n = 0; n < 3; n++) await page.keyboard.press('ArrowLeft');
    for (const part of parts)
      await (/\d/.test(part) ? page.keyboard.type(part) : page.keyboard.press(part));
    if ((await focused(page)).value === day) return;
  }
  assert.fail(`the day ${day} is not typed`);
}

const digits = (text) => text.replace(/(00)+$/, '');

async function chooseArea(page, code) {
  const isOnTheWay = (value) => value !== '' && code.startsWith(digits(value));
  await arrowTo(page, (at) => isOnTheWay(at.value), `the area ${code}`);
}

/*
 * Whatever has the focus is filled with the value, as its kind is filled. → false: there is nothing
 * to fill here.
 */
export async function fillFocused(page, at, { field, value, choices }) {
  if (field.widget === 'area' && at.tag === 'SELECT') return chooseArea(page, String(value));
  if (at.tag === 'SELECT') {
    const code = String(value);
    return arrowTo(page, (now) => now.value === code, labelOf(choices, code));
  }
  if (at.type === 'radio') {
    const wanted = typeof value === 'boolean' ? (value ? '是' : '否') : labelOf(choices, value);
    await arrowTo(page, (now) => now.text.startsWith(wanted), wanted);
    return (await focused(page)).checked ? undefined : page.keyboard.press('Space');
  }
  if (at.type === 'checkbox') {
    const wanted = [].concat(value).map((v) => labelOf(choices, v));
    const isWanted = wanted.some((w) => at.text.startsWith(w));
    return isWanted === at.checked ? undefined : page.keyboard.press('Space');
  }
  if (at.type === 'date') return typeDay(page, value);
  if (['INPUT', 'TEXTAREA'].includes(at.tag)) {
    await page.keyboard.press('Control+A');
    return page.keyboard.type(String(value));
  }
  if (at.tag === 'BUTTON' && field.type === 'attachment' && at.id === at.field)
    return sendFile(page, field);
  return false;
}

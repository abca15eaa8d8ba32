// The words of the pages in the reader's language. Chinese comes first and with the page; another
// language is loaded when it is chosen.
import chinese from './zh-CN/index.js';

const KEPT = 'suanbei:language';
let words = chinese;
let name = 'zh-CN';

export const language = () => name;

function wanted() {
  try {
    return globalThis.localStorage?.getItem(KEPT) ?? 'zh-CN';
  } catch {
    return 'zh-CN';
  }
}

export async function loadWords() {
  if (wanted() === 'en') {
    words = (await import('./en/index.js')).default;
    name = 'en';
  }
  if (globalThis.document) globalThis.document.documentElement.lang = name;
}

// Chinese words of a room come with its pages where the first page does without them.
export function bring(room, own) {
  for (const [key, text] of Object.entries(own)) chinese[`${room}.${key}`] = text;
}

// The whole page changes its language at once, so it is loaded again.
export function choose(other) {
  globalThis.localStorage.setItem(KEPT, other);
  globalThis.location.reload();
}

// t('filer.days_left', { n: 3 }); the key is whole and in quotes, or the build does not find it.
export function t(key, values) {
  const text = words[key] ?? key;
  return values ? text.replace(/\{(\w+)\}/g, (all, at) => values[at] ?? all) : text;
}

// Keeps the words of the pages whole: the build fails on a key that a page uses and a language
// lacks, on one that no page uses, on languages that differ in their {places}, and on Chinese that
// stands in a page and not in words/.
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';

const LANGUAGES = ['zh-CN', 'en'];

function* filesBelow(folder) {
  for (const e of readdirSync(folder, { withFileTypes: true })) {
    if (e.isDirectory()) yield* filesBelow(join(folder, e.name));
    else yield join(folder, e.name);
  }
}

// → { 'room.key': text }, from one file a room
export async function language(src, name) {
  const folder = join(src, 'words', name);
  const all = {};
  for (const file of readdirSync(folder).filter((f) => f.endsWith('.js') && f !== 'index.js')) {
    const room = file.slice(0, -3);
    const { default: own } = await import(`${pathToFileURL(join(folder, file))}?${Date.now()}`);
    for (const [key, text] of Object.entries(own)) all[`${room}.${key}`] = text;
  }
  return all;
}

const withoutComments = (text) =>
  text.replace(/<!--[\s\S]*?-->/g, '').replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
    .replace(/ \/\/ .*$/gm, '');

export function sources(src) {
  const out = [];
  for (const file of filesBelow(src)) {
    const name = relative(src, file);
    if (!/\.(vue|js)$/.test(name) || name.startsWith('words')) continue;
    out.push({ name, text: withoutComments(readFileSync(file, 'utf8')) });
  }
  return out;
}

const places = (text) => (text.match(/\{\w+\}/g) ?? []).sort().join();

// A key is used where it stands in single quotes; `room.some.${code}` uses all that begin so. It is
// asked for in t('…') and in the titles of the routes.
function usedKeys(files, rooms) {
  const [used, asked] = [new Set(), new Map()];
  const prefixes = new Set();
  const key = new RegExp(`['\`]((?:${rooms.join('|')})\\.[\\w.]+)(['\`]|\\$\\{)`, 'g');
  for (const { name, text } of files) {
    for (const [, word, end] of text.matchAll(key)) {
      if (end === '${') prefixes.add(word);
      else used.add(word);
    }
    const calls = /(?:\bt\(|\btitle: )'([a-z]+\.[\w.]+)'/g;
    for (const [, word] of text.matchAll(calls)) asked.set(word, name);
  }
  return { used, asked, prefixes: [...prefixes] };
}

export function faults(files, words) {
  const out = [];
  const [first, ...others] = LANGUAGES;
  const rooms = [...new Set(Object.keys(words[first]).map((k) => k.split('.')[0]))];
  const { used, asked, prefixes } = usedKeys(files, rooms);
  for (const [word, name] of asked) {
    if (!(word in words[first])) out.push(`${name}: no word ${word}`);
  }
  for (const word of Object.keys(words[first])) {
    if (!used.has(word) && !prefixes.some((p) => word.startsWith(p)))
      out.push(`words/${first}: nobody uses ${word}`);
  }
  for (const other of others) {
    for (const [word, text] of Object.entries(words[first])) {
      if (!(word in words[other])) out.push(`words/${other}: ${word} is missing`);
      else if (places(text) !== places(words[other][word]))
        out.push(`words/${other}: ${word} has other {places}`);
    }
    for (const word of Object.keys(words[other]))
      if (!(word in words[first])) out.push(`words/${other}: ${word} is in no other language`);
  }
  for (const { name, text } of files)
    if (/[\u3400-\u9fff]/.test(text)) out.push(`${name}: Chinese stands in words/, not here`);
  return out;
}

export default function words(src) {
  return {
    name: 'suanbei-words',
    async buildStart() {
      const all = {};
      for (const name of LANGUAGES) all[name] = await language(src, name);
      const found = faults(sources(src), all);
      if (found.length) this.error(found.join('\n'));
    },
  };
}

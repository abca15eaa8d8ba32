// Measures how the C of the project is written and prints it as lines that begin with "# ". They
// inform and never fail anything. A function is counted from its opening to its closing brace, a
// room by its .c files, since each header belongs to one; its header may say why it has many: "has
// a file for each noun".
//   node tests/figures.mjs [folder]   measures the tree in folder (the project's own by default)
//   node tests/figures.mjs --self     measures a planted sample of which the figures are known
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MOST = { columns: 100, solid: 20, parameters: 6, room: 7, header: 120, source: 500 };

// First and last code point of what clang-format counts as two columns.
const WIDE = [
  [0x1100, 0x115f], [0x2e80, 0x303e], [0x3041, 0xa4cf], [0xac00, 0xd7a3], [0xf900, 0xfaff],
  [0xfe30, 0xfe6f], [0xff01, 0xff60], [0xffe0, 0xffe6], [0x1f300, 0x1f64f], [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
];
const isWide = (c) => WIDE.some(([first, last]) => c >= first && c <= last);
const columns = (line) =>
  [...line].reduce((n, c) => n + (c > '\u1000' && isWide(c.codePointAt(0)) ? 2 : 1), 0);

// The parameters between the brackets of a definition. Brackets within are those of a pointer to a
// function, and three dots are none.
function parametersOf(signature) {
  let depth = 0;
  const parts = [''];
  for (const c of signature.slice(signature.indexOf('('))) {
    if (c === ')') depth--;
    if (depth === 1 && c === ',') parts.push('');
    else if (depth > 0) parts[parts.length - 1] += c;
    if (c === '(') depth++;
  }
  return parts.filter((p) => !['', 'void', '...'].includes(p.trim())).length;
}

// Every function that is defined at column 0: its name, where it stands, and its body.
function functionsOf(file, lines) {
  const out = [];
  for (let open = 0; open < lines.length; open++) {
    if (lines[open] !== '{') continue;
    let head = open - 1;
    while (head > 0 && !/^\w+\(/.test(lines[head])) head--;
    const close = lines.indexOf('}', open);
    const signature = lines.slice(head, open).join(' ');
    out.push({
      at: `${file}:${head + 1}`, name: /^\w*/.exec(signature)[0],
      parameters: parametersOf(signature), body: lines.slice(open + 1, close),
    });
    open = close;
  }
  return out;
}

function commentLinesOf(lines) {
  let isInside = false;
  return lines.filter((line) => {
    const isComment = isInside || /^\s*(\/\*|\/\/)/.test(line);
    const rest = line.replaceAll(/\/\*.*?\*\//g, '').replace(/"(\\.|[^"\\])*"/g, '');
    if (isInside ? rest.includes('*/') : rest.includes('/*')) isInside = !isInside;
    return isComment;
  }).length;
}

function filesBelow(root, folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((e) => {
    const path = `${folder}/${e.name}`;
    if (e.isDirectory()) return filesBelow(root, path);
    return /\.[ch]$/.test(e.name) ? [path] : [];
  }).sort();
}

const nth = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];

function measure(root, folder) {
  const files = filesBelow(root, folder).map((file) => {
    const lines = readFileSync(join(root, file), 'utf8').replace(/\n$/, '').split('\n');
    return { file, lines };
  });
  const all = files.flatMap(({ file, lines }) => functionsOf(file, lines));
  const length = (f) => f.body.length + 2;
  const lengths = all.map(length).sort((a, b) => a - b);
  const longest = all.find((f) => length(f) === lengths.at(-1));
  const rooms = new Map();
  for (const { file } of files.filter((x) => x.file.endsWith('.c'))) {
    rooms.set(dirname(file), (rooms.get(dirname(file)) ?? 0) + 1);
  }
  const total = files.reduce((n, { lines }) => n + lines.length, 0);
  const comments = files.reduce((n, { lines }) => n + commentLinesOf(lines), 0);
  const long = (ending, limit) => files
    .filter(({ file, lines }) => file.endsWith(ending) && lines.length > limit)
    .map(({ file, lines }) => `${file}:${lines.length}`);
  const isSolid = ({ body }) => body.length >= MOST.solid && body.every((l) => l.trim() !== '');
  return {
    files: files.length, functions: all.length, median: nth(lengths, 0.5), p90: nth(lengths, 0.9),
    max: lengths.at(-1), longest: `${longest.at} ${longest.name}`,
    comments: (100 * comments) / total,
    rooms: [...rooms].map(([room, n]) => `${room}: ${n}`),
    wide: files.flatMap(({ file, lines }) => lines.flatMap((line, i) => {
      const n = columns(line);
      return n > MOST.columns ? [`${file}:${i + 1} ${n}`] : [];
    })),
    solid: all.filter(isSolid).map((f) => `${f.at} ${f.name} ${f.body.length}`),
    many: all.filter((f) => f.parameters > MOST.parameters)
      .map((f) => `${f.at} ${f.name} ${f.parameters}`),
    full: [...rooms].filter(([, n]) => n > MOST.room)
      .map(([room, n]) => `${room}: ${n}${reasonOf(files, room)}`),
    headers: long('.h', MOST.header),
    sources: long('.c', MOST.source),
  };
}

// A room that is large says why in the comment of its header.
function reasonOf(files, room) {
  const header = `${room}/${room.split('/').at(-1)}.h`;
  const lines = files.find(({ file }) => file === header)?.lines ?? [];
  const text = lines.map((l) => l.replace(/^ \* /, '')).join(' ');
  const why = /has a file for each [a-z ]+/.exec(text);
  return why ? ` (${why[0]})` : ', and nobody says why';
}

function print(folder, m) {
  const say = (words) => console.log(`# ${words}`);
  const list = (words, lines) => {
    say(`  ${words}: ${lines.length}`);
    for (const line of lines) say(`    ${line}`);
  };
  const isTests = folder.startsWith('tests/'); // one program a file, and no room
  say(`${folder}: ${m.files} files, ${m.functions} functions`);
  say(`  lines of a function: median ${m.median}, p90 ${m.p90}, max ${m.max} (${m.longest})`);
  say(`  comment lines: ${m.comments.toFixed(1)} %`);
  if (!isTests) say(`  .c files a room: ${m.rooms.join(', ')}`);
  list(`lines over ${MOST.columns} columns`, m.wide);
  list(`bodies of ${MOST.solid} lines or more without a blank line`, m.solid);
  list(`functions of more than ${MOST.parameters} parameters`, m.many);
  if (!isTests) list(`rooms of more than ${MOST.room} .c files`, m.full);
  list(`headers of more than ${MOST.header} lines`, m.headers);
  list(`.c files of more than ${MOST.source} lines`, m.sources);
}

// ---- the planted sample -------------------------------------------------------------------------

const repeat = (line, n) => `${line}\n`.repeat(n);

function sample() {
  const six = 'int a, int b, int c, int d, int e, int f';
  const odd = `/* one
 * two */
#include "x.h"

static const char *const list[] = {
    "no function /*",
};

// three
static void
short_one(void)
{
    a(); /* not a line of comment */
}

int
seven(${six},
      void (*fn)(int, int))
{
${repeat('    a();', 20)}}

int
six_and_dots(${six}, ...)
{
${repeat('    a();', 10)}
${repeat('    a();', 9)}}
${`"${'x'.repeat(98)}"`}
${`"${'x'.repeat(99)}"`}
${`"${'字'.repeat(49)}"`}
${`"${'字'.repeat(50)}"`}
`;
  const files = { 'c/room/odd.c': odd, 'c/room/x.h': repeat('int x;', 121) };
  files['c/other/long.c'] = repeat('', 501);
  files['c/wide/wide.h'] = '/*\n * It has a file for each\n * colour.\n */\n';
  for (let n = 1; n <= 8; n++) files[`c/wide/f${n}.c`] = 'int x;\n';
  for (let n = 1; n <= 7; n++) files[`c/room/f${n}.c`] = `int\nf${n}(void)\n{\n    x();\n}\n`;
  return files;
}

const known = {
  files: 19, functions: 10, median: 3, p90: 22, max: 22, longest: 'c/room/odd.c:17 seven',
  rooms: ['c/other: 1', 'c/room: 8', 'c/wide: 8'],
  wide: ['c/room/odd.c:67 101', 'c/room/odd.c:69 102'],
  solid: ['c/room/odd.c:17 seven 20'],
  many: ['c/room/odd.c:17 seven 7'],
  full: ['c/room: 8, and nobody says why', 'c/wide: 8 (has a file for each colour)'],
  headers: ['c/room/x.h:121'],
  sources: ['c/other/long.c:501'],
};

function self() {
  const root = mkdtempSync(join(tmpdir(), 'suanbei-figures-'));
  try {
    const files = sample();
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), text);
    }
    const { comments, ...rest } = measure(root, 'c');
    assert.deepEqual(rest, known);
    const lines = Object.values(files).join('').split('\n').length - 1;
    assert.equal(Math.round((comments * lines) / 100), 7);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

const [what] = process.argv.slice(2);
const here = dirname(dirname(fileURLToPath(import.meta.url)));
if (what === '--self') self();
else for (const folder of ['fcgi', 'tests/unit']) print(folder, measure(what ?? here, folder));

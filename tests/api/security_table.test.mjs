// tests/security.md cannot go stale: what it names is there, every point has its row, and no row
// says more than it shows.
//
// A proof is `file › words`. Of a test file (api/x, browser/x, web/x, unit/x) the words are the
// whole name of a test that runs; of any other file, a text that stands in it.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/instance.mjs';

const TABLE = readFileSync(join(root, 'tests', 'security.md'), 'utf8');
const STATES = ['met', 'part', 'open', 'n/a'];

// The points of levels 1 and 2 of ASVS 5.0.0, section by section.
const ASVS = `
1.1: 1 2; 1.2: 1 2 3 4 5 6 7 8 9; 1.3: 1 2 3 4 5 6 7 8 9 10 11; 1.4: 1 2 3; 1.5: 1 2;
2.1: 1 2 3; 2.2: 1 2 3; 2.3: 1 2 3 4; 2.4: 1;
3.2: 1 2; 3.3: 1 2 3 4; 3.4: 1 2 3 4 5 6; 3.5: 1 2 3 4 5; 3.7: 1 2;
4.1: 1 2 3; 4.2: 1; 4.3: 1 2; 4.4: 1 2 3 4;
5.1: 1; 5.2: 1 2 3; 5.3: 1 2; 5.4: 1 2 3;
6.1: 1 2 3; 6.2: 1 2 3 4 5 6 7 8 9 10 11 12; 6.3: 1 2 3 4; 6.4: 1 2 3 4; 6.5: 1 2 3 4 5;
6.6: 1 2 3; 6.8: 1 2 3 4;
7.1: 1 2 3; 7.2: 1 2 3 4; 7.3: 1 2; 7.4: 1 2 3 4 5; 7.5: 1 2; 7.6: 1 2;
8.1: 1 2; 8.2: 1 2 3; 8.3: 1; 8.4: 1;
9.1: 1 2 3; 9.2: 1 2 3 4;
10.1: 1 2; 10.2: 1 2; 10.3: 1 2 3 4; 10.4: 1 2 3 4 5 6 7 8 9 10 11; 10.5: 1 2 3 4 5; 10.6: 1 2;
10.7: 1 2 3;
11.1: 1 2; 11.2: 1 2 3; 11.3: 1 2 3; 11.4: 1 2 3 4; 11.5: 1; 11.6: 1;
12.1: 1 2 3; 12.2: 1 2; 12.3: 1 2 3 4;
13.1: 1; 13.2: 1 2 3 4 5; 13.3: 1 2; 13.4: 1 2 3 4 5;
14.1: 1 2; 14.2: 1 2 3 4; 14.3: 1 2 3;
15.1: 1 2 3; 15.2: 1 2 3; 15.3: 1 2 3 4 5 6 7;
16.1: 1; 16.2: 1 2 3 4 5; 16.3: 1 2 3 4; 16.4: 1 2 3; 16.5: 1 2 3;
17.1: 1; 17.2: 1 2 3 4; 17.3: 1 2`;
const asvs = ASVS.trim().split(/;\s*/).flatMap((line) => {
  const [section, points] = line.split(': ');
  return points.split(' ').map((n) => `${section}.${n}`);
});

// 等保 2.0, third level: the points of a chapter by their letters.
const LETTERS = {
  '8.1.4.1': 'abcd', '8.1.4.2': 'abcdefg', '8.1.4.3': 'abcd', '8.1.4.4': 'abcdef', '8.1.4.5': 'a',
  '8.1.4.6': 'a', '8.1.4.7': 'ab', '8.1.4.8': 'ab', '8.1.4.9': 'abc', '8.1.4.10': 'ab',
  '8.1.4.11': 'ab', '8.1.5.1': 'ab', '8.1.5.2': 'ab', '8.1.5.3': 'ab', '8.1.5.4': 'abcdef',
};
const levels = Object.entries(LETTERS).flatMap(([at, all]) => [...all].map((c) => `${at}${c}`));
const findings = Array.from({ length: 17 }, (_, n) => `S${n + 1}`);

// ---- reading it ---------------------------------------------------------------------------------

// The rows of the table below this heading: [points, state, proofs, open].
function rowsOf(text, heading) {
  const [, part = ''] = text.split(`\n## ${heading}`);
  return part.split('\n## ')[0].split('\n')
    .filter((line) => /^\| [\dVS]/.test(line))
    .map((line) => line.slice(1, -1).split(/(?<!\\)\|/).map((cell) => cell.trim()));
}

const files = new Map();
function textOf(path) {
  if (!files.has(path))
    files.set(path, existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : null);
  return files.get(path);
}

// The names of the tests in a text.
function testsIn(path, text) {
  if (path.endsWith('.c'))
    return [...text.matchAll(/\bTEST(?:_LONG)?(?:_EACH|_MANY)?\((\w+)/g)].map((m) => m[1]);
  const call = /(?:^|[^\w.])(?:t\.)?(?:test|refuses)\(\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1/g;
  return [...text.matchAll(call)].map((m) => m[2].replace(/\\(.)/g, '$1'));
}

// What is wrong with a proof; nothing when it is there.
function faultOf(proof) {
  const [file, words] = proof.split(' › ');
  const short = /^(api|browser|web|unit)\/\w+$/.exec(file);
  const path = !short ? file : `tests/${file}${short[1] === 'unit' ? '_test.c' : '.test.mjs'}`;
  const text = textOf(path);
  if (text === null) return `${path} is not there`;
  const isThere = short ? testsIn(path, text).includes(words) : text.includes(words);
  return isThere ? null : `${path} has no ${short ? 'test' : 'text'} “${words}”`;
}

const proofsIn = (text) =>
  [...text.matchAll(/`([^`\n]* › [^`\n]*)`/g)].map((m) => m[1].replaceAll('\\|', '|'));

function faultsOfRow([points, state, proofs = '', open = '']) {
  const n = proofsIn(proofs).length;
  if (!STATES.includes(state)) return [`${points}: “${state}” is no state`];
  if (state === 'met' && n === 0) return [`${points}: met by nothing`];
  if (state === 'part' && (n === 0 || !open)) return [`${points}: a part is shown, the rest told`];
  if (!open && state !== 'met') return [`${points}: ${state}, and nobody knows why`];
  return [];
}

// Each point once; V9 stands for all of its chapter.
function pointsOf(rows, all) {
  const named = rows.flatMap(([points]) => points.split(', ').flatMap((p) =>
    (/^V/.test(p) ? all.filter((x) => x.startsWith(`${p.slice(1)}.`)) : [p])));
  const twice = named.filter((p, n) => named.indexOf(p) !== n);
  return [
    ...all.filter((p) => !named.includes(p)).map((p) => `${p} has no row`),
    ...named.filter((p) => !all.includes(p)).map((p) => `${p} is no point`),
    ...twice.map((p) => `${p} has two rows`),
  ];
}

const PARTS = [['ASVS', asvs], ['等保', levels], ['S1', findings]];

function faultsOf(text) {
  const out = proofsIn(text).map(faultOf).filter(Boolean);
  for (const [heading, all] of PARTS) {
    const rows = rowsOf(text, heading);
    out.push(...pointsOf(rows, all), ...rows.flatMap(faultsOfRow));
    const count = (state) => rows.filter((r) => r[1] === state)
      .flatMap(([points]) => points.split(', ').flatMap((p) =>
        (/^V/.test(p) ? all.filter((x) => x.startsWith(`${p.slice(1)}.`)) : [p]))).length;
    const sum = `${heading}: ${STATES.map((s) => `${count(s)} ${s}`).join(', ')}`;
    if (!text.includes(sum)) out.push(`the sum is: ${sum}`);
  }
  return out;
}

// ---- the tests ----------------------------------------------------------------------------------

test('every proof that the table names is there, and every point has its row', () => {
  assert.deepEqual(faultsOf(TABLE), []);
});

test('a planted wrong name, a point without a row and an unproved yes are seen', () => {
  const proofs = proofsIn(TABLE);
  const ofTest = proofs.find((p) => p.startsWith('api/'));
  const ofUnit = proofs.find((p) => p.startsWith('unit/'));
  const ofText = proofs.find((p) => p.startsWith('nginx/'));
  for (const [from, to, says] of [
    [ofTest, `${ofTest} too`, /has no test “.* too”/],
    [ofTest, ofTest.slice(0, -1), /has no test/],
    [ofTest, 'api/none › x', /none\.test\.mjs is not there/],
    [ofUnit, ofUnit.replace(/\w+$/, 'no_such_test'), /has no test “no_such_test”/],
    [ofText, `${ofText} heron`, /has no text “.* heron”/],
    [/^\| 2\.2\.1 \|.*\n/m, '', /^2\.2\.1 has no row/],
    [/^\| S5 \|/m, '| S18 |', /^S18 is no point/],
    [/^\| S5 \|/m, '| S4 |', /^S4 has two rows/],
    [/^\| 8\.1\.4\.1a \|/m, '| 8.1.4.1x |', /^8\.1\.4\.1x is no point/],
    [/^\| 2\.2\.1 \| met \|.*$/m, '| 2.2.1 | met | surely | |', /^2\.2\.1: met by nothing/],
    [/^\| 2\.2\.1 \| met \|/m, '| 2.2.1 | part |', /^2\.2\.1: a part is shown/],
    [/^\| 5\.4\.3 \| open \|.*$/m, '| 5.4.3 | open | | |', /^5\.4\.3: open, and nobody/],
    [/^\| 5\.4\.3 \| open \|/m, '| 5.4.3 | done |', /^5\.4\.3: “done” is no state/],
    [/^\| 5\.4\.3 \| open \|/m, '| 5.4.3 | n/a |', /^the sum is: ASVS/],
  ]) {
    const planted = TABLE.replace(from, () => to);
    assert.notEqual(planted, TABLE, `${from} is there to be replaced`);
    const faults = faultsOf(planted);
    assert.ok(faults.some((f) => says.test(f)), `${from} → ${to} is not seen: ${faults}`);
  }
});

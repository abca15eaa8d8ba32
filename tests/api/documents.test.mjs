// Letters and templates as documents that people open: LibreOffice reads each of them back.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { basename, dirname, join } from 'node:path';
import { Instance, program } from '../lib/instance.mjs';
import { Client, is, isProblem } from '../lib/client.mjs';
import {
  approvedCompany, CHANGE, decide, ENDING, handedIn, publishedAlgorithm, reviewers,
  submittedAlgorithm,
} from '../lib/way.mjs';

let instance, by, company, open, made;
before(async () => {
  instance = await Instance.start({ rules: 'own' });
  by = await reviewers(instance);
  company = await approvedCompany(instance, by);
  open = new Client(instance);
  made = await lettered();
  made.letters = await eachLetter(made.ids);
});
after(() => instance?.end());

const list = async (client, id) => is(await client.get(`/filings/${id}/letters`), 200).json.items;
const letter = async (client, id, n) =>
  is(await client.get(`/filings/${id}/letters/${n}`), 200).json;

// Raw bytes of a file, which the client would read as text.
async function bytes(client, path) {
  const r = await fetch(`${instance.url}/api/v1${path}`, {
    headers: { Authorization: `Bearer ${client.token}` },
  });
  assert.equal(r.status, 200);
  return { type: r.headers.get('content-type'), body: Buffer.from(await r.arrayBuffer()) };
}

const lined = (text) =>
  text.replace(/^\ufeff/, '').split(/\r?\n/).map((x) => x.trim()).filter((x) => x !== '');

// What LibreOffice reads in each document of the folder, by name, without a repair: one call.
async function readBack(folder, names) {
  await promisify(execFile)('soffice', ['--headless', `-env:UserInstallation=file://${folder}/home`,
    '--convert-to', 'txt:Text (encoded):UTF8', '--outdir', folder,
    ...names.map((x) => join(folder, `${x}.docx`))]);
  const texts = {};
  for (const name of names)
    texts[name] = lined(await readFile(join(folder, `${name}.txt`), 'utf8'));
  return texts;
}

// A filing of each course that ends in a letter, so that every letter stands in one of them.
async function lettered() {
  const old = await publishedAlgorithm(instance, company, by, '文档算法');
  const { id } = await submittedAlgorithm(company);
  const hostile = { reasons: [{ path: '', reason: '<w:p>& ]]> “引号”', suggestion: '改' }] };
  await decide(by.preliminary, id, { ...hostile, outcome: 'refuse' });
  const { id: back } = await submittedAlgorithm(company);
  await decide(by.preliminary, back, { ...hostile, outcome: 'return' });
  const ids = [company.subject.id, old.id, id, back];
  for (const [action, changes] of [['change', CHANGE], ['deregister', ENDING]]) {
    const refused = await handedIn(company, old.id, action, changes);
    await decide(by.preliminary, refused, { ...hostile, outcome: 'refuse' });
    const passed = await handedIn(company, old.id, action, changes);
    await decide(by.preliminary, passed);
    await decide(by.final, passed);
    ids.push(refused, passed);
  }
  for (const how of ['revoke', 'deregister']) {
    const taken = await publishedAlgorithm(instance, company, by, `文档算法${how}`);
    const reason = '以虚假材料取得备案。';
    const proposal = await by.preliminary.post(`/filings/${taken.id}/${how}`, { reason });
    is(await by.final.post(`/proposals/${is(proposal, 201).json.id}/confirm`), 200);
    ids.push(taken.id);
  }
  return { old, ids };
}

const LETTERS = ['acceptance', 'approval', 'change', 'correction', 'deregistration', 'ending',
  'refusal', 'refusal_change', 'refusal_deregistration', 'revocation', 'subject_approval'];

// One letter of each code that these filings have, with where it is.
async function eachLetter(ids) {
  const letters = [], codes = new Set();
  for (const filing of ids) {
    for (const x of await list(company, filing)) {
      if (codes.has(x.code)) continue;
      codes.add(x.code);
      const { text } = await letter(company, filing, x.n);
      letters.push({ ...x, text, at: `/filings/${filing}/letters/${x.n}` });
    }
  }
  assert.deepEqual([...codes].sort(), LETTERS);
  return letters;
}

const squeezed = (text) => text.replace(/\s/g, '');
const run = promisify(execFile);

test('LibreOffice opens each letter and each template, the same bytes each time', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'suanbei-letters-'));
  try {
    const said = {};
    const keep = async (name, at) => {
      const { type, body } = await bytes(company, at);
      assert.match(type, /wordprocessingml\.document$/);
      assert.ok(body.equals((await bytes(company, at)).body));
      await writeFile(join(folder, `${name}.docx`), body);
      said[name] = [];
    };
    for (const x of made.letters) {
      await keep(`letter_${x.code}`, `${x.at}?format=docx`);
      said[`letter_${x.code}`] = lined(x.text);
    }
    const templates = is(await open.get('/templates'), 200).json.items;
    for (const { code, kind } of templates) {
      await keep(`empty_${code}`, `/templates/${code}`);
      const filing = kind === 'subject' ? company.subject.id : made.old.id;
      await keep(`filled_${code}`, `/templates/${code}?filing=${filing}`);
    }
    const read = await readBack(folder, Object.keys(said));
    for (const [name, lines] of Object.entries(said))
      assert.deepEqual(read[name].slice(0, lines.length), lines, name);
    for (const x of made.letters) {
      assert.equal(read[`letter_${x.code}`].at(-2), `核验码：${x.verify}`);
      assert.equal(read[`letter_${x.code}`].at(-1), `核验地址：${instance.url}${x.verify_path}`);
    }
    const { organization } = is(await company.get('/session'), 200).json;
    for (const { code, version } of templates) {
      assert.match(read[`filled_${code}`].at(-1), new RegExp(`^模板：.+，第 ${version} 版$`));
      assert.ok(read[`filled_${code}`].join().includes(organization.name), code);
      assert.ok(!read[`empty_${code}`].join().includes(organization.name), code);
      assert.ok(!read[`empty_${code}`].join().includes('{{'), code);
    }
    assert.ok(read.filled_disclosure.includes('算法名称：文档算法'));
    assert.ok(read.filled_disclosure.includes('算法类型：生成合成类'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

// What a PDF says, and what its last page says, without spaces and the numbers of pages; its fonts;
// the QR codes of the last page.
async function lookedAt(file) {
  const said = squeezed((await run('pdftotext', ['-raw', file, '-'])).stdout
    .replace(/—\s*\d+\s*—/g, '').replace(/\f$/, '').replace(/\f/g, '\u{e000}'));
  const [, , ...fonts] = (await run('pdffonts', [file])).stdout.trim().split('\n');
  await run('pdftoppm', ['-r', '150', '-gray', file, file]);
  const pages = (await readdir(dirname(file))).filter((x) => x.startsWith(`${basename(file)}-`));
  const last = join(dirname(file), pages.sort().at(-1));
  const codes = (await run('zbarimg', ['-q', '--raw', last])).stdout.trim().split('\n');
  const parts = said.split('\u{e000}');
  return { text: parts.join(''), end: parts.at(-1), fonts, codes };
}

test('each letter is a PDF with its fonts in it and a code of the address that verifies it',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'suanbei-letters-'));
    try {
      for (const x of made.letters) {
        const { type, body } = await bytes(company, `${x.at}?format=pdf`);
        assert.equal(type, 'application/pdf');
        const file = join(folder, `${x.code}.pdf`);
        await writeFile(file, body);
        const { text, end, fonts, codes } = await lookedAt(file);
        const address = `${instance.url}${x.verify_path}`;
        assert.equal(text, squeezed(`${x.text}核验码：${x.verify}核验地址：${address}`), x.code);
        // No signature stands alone on a page, and no code.
        assert.match(end, /^(?!核验码).{8,}受理单位\d{4}年\d+月\d+日核验码：/, x.code);
        assert.deepEqual(codes, [address], x.code);
        assert.ok(fonts.length > 0);
        for (const font of fonts) assert.match(font, /NotoS\w+CJKsc.* yes yes yes /, x.code);
      }
      const { at } = made.letters[0];
      const once = await bytes(by.final, `${at}?format=pdf`);
      assert.ok(once.body.equals((await bytes(company, `${at}?format=pdf`)).body));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

test('of many who ask for a PDF at once some are told to come again, and all get it', async () => {
  const path = `/api/v1${made.letters[0].at}?format=pdf`;
  const headers = { Authorization: `Bearer ${company.token}` };
  let turned = 0;
  const ask = async () => {
    for (;;) {
      const r = await fetch(`${instance.url}${path}`, { headers });
      const body = Buffer.from(await r.arrayBuffer());
      if (r.status === 200) return body;
      assert.equal(r.status, 503);
      assert.equal(JSON.parse(body).code, 'presses_many');
      assert.ok(Number(r.headers.get('retry-after')) > 0);
      turned++;
    }
  };
  const [first, ...others] = await Promise.all(Array.from({ length: 12 }, ask));
  assert.ok(turned > 0);
  for (const x of others) assert.ok(x.equals(first));
});

test('nobody has the letter of another pressed', async () => {
  const stranger = await approvedCompany(instance, by);
  const { at } = made.letters[0];
  isProblem(await stranger.get(`${at}?format=pdf`), 404, 'not_found');
  isProblem(await open.get(`${at}?format=pdf`), 401);
  isProblem(await company.get(`${at}?format=odt`), 400, 'parameter_invalid');
});

test('a template that changes says which version it is', async () => {
  const path = join(instance.rules, 'templates/templates.lua');
  const text = await readFile(path, 'utf8');
  const { hash } = is(await open.get('/rule-sets/active'), 200).json;
  const again = "'算法备案承诺书', version = 2, since = '2026-01-01'";
  await writeFile(path, text.replace("'算法备案承诺书', version = 1", again));
  await instance.until('the new set', async () =>
    is(await open.get('/rule-sets/active'), 200).json.hash !== hash);
  const { items } = is(await open.get('/templates'), 200).json;
  const { version, since } = items.find((x) => x.code === 'commitment');
  assert.deepEqual({ version, since }, { version: 2, since: '2026-01-01' });
  assert.equal(items.find((x) => x.code === 'disclosure').since, null);
  const page = await (await fetch(`${instance.url}/templates`)).text();
  assert.match(page, /算法备案承诺书<\/b><\/a>（Word，第 2 版，自<time[^>]*>2026年1月1日<\/time>起使用）/);
  const r = await fetch(`${instance.url}/api/v1/templates/commitment`);
  assert.match(decodeURIComponent(r.headers.get('content-disposition')), /承诺书 第2版\.docx/);
});

test('where fonts are not there, check says so and what to install', async () => {
  const at = await mkdtemp(join(tmpdir(), 'suanbei-check-'));
  const config = join(at, 'config.json');
  const check = async (fonts_folder) => {
    await writeFile(config, JSON.stringify({ fonts_folder }));
    const args = ['check', '--allow-root', '--state', join(at, 'state'), '--config', config];
    return (await run(program, args)).stdout;
  };
  try {
    assert.doesNotMatch(await check('/usr/share/fonts/opentype/noto'), /fonts-noto-cjk/);
    assert.match(await check(at), /提示：.*fonts-noto-cjk/);
  } finally {
    await rm(at, { recursive: true, force: true });
  }
});

test('nobody fills in a template with what another filed', async () => {
  const { id } = await submittedAlgorithm(company);
  const stranger = await approvedCompany(instance, by);
  isProblem(await stranger.get(`/templates/disclosure?filing=${id}`), 404, 'not_found');
});

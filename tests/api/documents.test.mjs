// Letters and templates as documents that people open: LibreOffice reads each of them back.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { join } from 'node:path';
import { Instance } from '../lib/instance.mjs';
import { Client, is, isProblem } from '../lib/client.mjs';
import {
  approvedCompany, CHANGE, decide, ENDING, handedIn, publishedAlgorithm, reviewers,
  submittedAlgorithm,
} from '../lib/way.mjs';

let instance, by, company, open;
before(async () => {
  instance = await Instance.start({ rules: 'own' });
  by = await reviewers(instance);
  company = await approvedCompany(instance, by);
  open = new Client(instance);
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

test('LibreOffice opens each letter and each template, the same bytes each time', async () => {
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
  const folder = await mkdtemp(join(tmpdir(), 'suanbei-letters-'));
  try {
    const said = {}, codes = new Set();
    const keep = async (name, at) => {
      const { type, body } = await bytes(company, at);
      assert.match(type, /wordprocessingml\.document$/);
      assert.ok(body.equals((await bytes(company, at)).body));
      await writeFile(join(folder, `${name}.docx`), body);
      said[name] = [];
    };
    for (const filing of ids) {
      for (const x of await list(company, filing)) {
        if (codes.has(x.code)) continue;
        codes.add(x.code);
        await keep(`letter_${x.code}`, `/filings/${filing}/letters/${x.n}?format=docx`);
        said[`letter_${x.code}`] = lined((await letter(company, filing, x.n)).text);
      }
    }
    assert.deepEqual([...codes].sort(), ['acceptance', 'approval', 'change', 'correction', 'ending',
      'refusal', 'refusal_change', 'refusal_deregistration', 'subject_approval']);
    const templates = is(await open.get('/templates'), 200).json.items;
    for (const { code, kind } of templates) {
      await keep(`empty_${code}`, `/templates/${code}`);
      const filing = kind === 'subject' ? company.subject.id : old.id;
      await keep(`filled_${code}`, `/templates/${code}?filing=${filing}`);
    }
    const read = await readBack(folder, Object.keys(said));
    for (const [name, lines] of Object.entries(said))
      assert.deepEqual(read[name].slice(0, lines.length), lines, name);
    for (const code of codes)
      assert.match(read[`letter_${code}`].at(-1), /^核验码：([0-9a-z]{4}-){4}[0-9a-z]{4}/);
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

test('a template that changes says which version it is', async () => {
  const path = join(instance.rules, 'templates/templates.lua');
  const text = await readFile(path, 'utf8');
  const { hash } = is(await open.get('/rule-sets/active'), 200).json;
  const again = "'算法备案承诺书', version = 2";
  await writeFile(path, text.replace("'算法备案承诺书', version = 1", again));
  await instance.until('the new set', async () =>
    is(await open.get('/rule-sets/active'), 200).json.hash !== hash);
  const { items } = is(await open.get('/templates'), 200).json;
  assert.equal(items.find((x) => x.code === 'commitment').version, 2);
  const r = await fetch(`${instance.url}/api/v1/templates/commitment`);
  assert.match(decodeURIComponent(r.headers.get('content-disposition')), /承诺书 第2版\.docx/);
});

test('nobody fills in a template with what another filed', async () => {
  const { id } = await submittedAlgorithm(company);
  const stranger = await approvedCompany(instance, by);
  isProblem(await stranger.get(`/templates/disclosure?filing=${id}`), 404, 'not_found');
});

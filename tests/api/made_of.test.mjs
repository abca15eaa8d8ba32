// Which template a document was written on: what it says of itself, and what follows from that.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { join } from 'node:path';
import { Instance, program, root } from '../lib/instance.mjs';
import { Client, is, register } from '../lib/client.mjs';
import { docx, docxType } from '../lib/files.mjs';

let instance, company, open;
before(async () => {
  instance = await Instance.start();
  company = await register(instance);
  open = new Client(instance);
});
after(() => instance?.end());

const run = promisify(execFile);
const bytes = async (path) =>
  Buffer.from(await (await fetch(`${instance.url}/api/v1${path}`)).arrayBuffer());

test('what was uploaded before the newer version of its template is pointed out', async () => {
  const newer = (code, kind, field, since, more = '') => `template {
    code = '${code}', title = '新的${code}', version = 3, since = '${since}',
    law = '算法推荐管理规定 24.1', kind = '${kind}', field = '${field}', text = { '${code}.txt' }, ${more}
  }\n`;
  const expected = (name, form, facts, expect) => `case {
    name = '${name}', form = '${form}', today = '2026-11-24', facts = { ${facts} },
    expect = { verdict = 'acceptable', ${expect} },
  }\n`;
  const told = (path) => `findings = { {
    rule = 'form.template', path = '${path}', severity = 'notice', says = '第 3 版启用的 2026-06-01',
  } }`;
  const untold = "absent = { 'form.template' }";
  const on = (name, day) => `['/attachments/att_${name}/uploaded_on'] = '${day}'`;
  const of = (name, what) => `['/attachments/att_${name}/made_of'] = '${what}'`;
  const said = (says) => `findings = { {
    rule = 'form.template', path = '/attachments/commitment', severity = 'notice', says = '${says}',
  } }`;
  const local = await mkdtemp(join(tmpdir(), 'suanbei-layer-'));
  try {
    await mkdir(join(local, 'templates'));
    await mkdir(join(local, 'cases'));
    await writeFile(join(local, 'templates/ours.lua'),
      newer('commitment', 'subject', 'attachments.commitment', '2026-06-01') +
      newer('responsibility', 'subject', 'attachments.responsibility', '2026-11-25') +
      newer('disclosure', 'algorithm', 'documents.disclosure_document', '2026-06-01',
        "when = { ['basic.role'] = 'supporter' },"));
    await writeFile(join(local, 'cases/templates.lua'),
      expected('前一日', 'subject', on('commitment', '2026-05-31'), told('/attachments/commitment')) +
      expected('当日', 'subject', on('commitment', '2026-06-01'), untold) +
      expected('不知哪日', 'subject', "['/attachments/att_commitment/filename'] = 'a'", untold) +
      expected('还未启用', 'subject', on('responsibility', '2026-11-23'), untold) +
      expected('不是这种角色', 'algorithm', on('disclosure_document', '2026-05-31'), untold) +
      expected('写明是现行的，不论哪日', 'subject',
        `${on('commitment', '2026-05-31')}, ${of('commitment', 'commitment/3')}`, untold) +
      expected('写明是旧的，不论哪日', 'subject',
        `${on('commitment', '2026-11-24')}, ${of('commitment', 'commitment/2')}`,
        said('第 2 版写的，现行的是第 3 版')) +
      expected('还未启用的，写明是旧的也不说', 'subject',
        of('responsibility', 'responsibility/2'), untold) +
      expected('写明是另一份', 'subject', of('commitment', 'responsibility/3'),
        said('另一份模板写的，这里用的是模板《新的commitment》')));
    await run(program, ['rules', 'test', '--local', local, join(root, 'rules')]);
  } finally {
    await rm(local, { recursive: true, force: true });
  }
});

test('a document that was written on a template says which, also when another program saved it',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'suanbei-made-of-'));
    try {
      const body = await bytes('/templates/commitment');
      const written = join(folder, 'commitment.docx');
      await writeFile(written, body);
      await run('soffice', ['--headless', `-env:UserInstallation=file://${folder}/home`,
        '--convert-to', 'docx', '--outdir', join(folder, 'saved'), written]);
      const saved = await readFile(join(folder, 'saved/commitment.docx'));
      assert.notDeepEqual(saved, body);
      const version = is(await open.get('/templates'), 200).json.items
        .find((x) => x.code === 'commitment').version;
      for (const file of [body, saved]) {
        const { id, made_of } = is(await company.upload(file, docxType, '承诺书.docx'), 201).json;
        assert.equal(made_of, `commitment/${version}`);
        const { items } = is(await company.get('/attachments'), 200).json;
        assert.equal(items.find((x) => x.id === id).made_of, made_of);
      }
      const mine = is(await company.upload(docx('mine'), docxType, '自拟.docx'), 201).json;
      assert.equal(mine.made_of, null);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

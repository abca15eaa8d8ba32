// What a file is, is told by its content, read to its end, whatever is declared; and in words.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Instance } from '../lib/instance.mjs';
import { ifMatch, is, isProblem, register } from '../lib/client.mjs';
import { docx, docxType, jpeg, mp4, ofd, pdf, png, zip } from '../lib/files.mjs';

let instance, filer;
before(async () => {
  instance = await Instance.start({ rules: 'own' });
  filer = await register(instance);
});
after(() => instance?.end());

const open = 'http://schemas.openxmlformats.org';
const send = (bytes, type, name) => filer.upload(bytes, type, name);
async function refused(bytes, name, says, type = 'application/octet-stream') {
  const p = isProblem(await send(bytes, type, name), 422, 'attachment_type');
  assert.match(p.detail, says);
  return p.detail;
}

test('content that fits its name is taken, whatever desktops call its type', async () => {
  const declared = [
    docxType, `${docxType}; charset=binary`, docxType.toUpperCase(), 'application/zip',
    'application/x-zip-compressed', 'application/wps-office.docx', 'application/vnd.ms-office',
    'application/msword', 'application/kswps', 'text/plain', '',
  ];
  for (const type of declared) {
    const r = is(await send(docx(type), type, '报告.docx'), 201, type);
    assert.equal(r.json.media_type, docxType);
  }
  is(await send(pdf(), 'APPLICATION/PDF', '报告.PDF'), 201);
  is(await send(jpeg(), 'image/pjpeg', '照片.jfif'), 201);
  is(await send(ofd(), 'application/octet-stream', '公文.ofd'), 201);
});

test('a name without an ending is taken unless what is declared is another kind', async () => {
  is(await send(pdf('a'), 'application/pdf', '报告'), 201);
  is(await send(pdf('b'), 'application/octet-stream', '报告1.0版'), 201);
  isProblem(await send(pdf('c'), 'image/png', '报告'), 422, 'attachment_type');
});

test('a name that says another kind is refused, and told which it is', async () => {
  await refused(png(), '报告.pdf', /“\.pdf”.*PNG/, 'application/pdf');
  await refused(docx(), '报告.pdf', /“\.pdf”.*DOCX/);
  await refused(ofd(), '报告.docx', /“\.docx”.*OFD/);
  await refused(mp4(), '录像.mov', /“\.mov”.*MP4/);
});

test('what phones and offices send instead is called by its name, with a way out', async () => {
  const heic = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1');
  const ole = (stream) => Buffer.concat([
    Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(504),
    Buffer.from(`${stream}\0`, 'utf16le'), Buffer.alloc(300),
  ]);
  const sheet = docx('x', {
    '[Content_Types].xml': `<Types xmlns="${open}/package/2006/content-types">
<Override PartName="/word/document.xml"
 ContentType="${docxType.replace(/word.*/, 'spreadsheetml')}.sheet.main+xml"/></Types>`,
  });
  await refused(heic, '身份证.jpg', /HEIC.*另存为 JPG/, 'image/jpeg');
  await refused(mp4('x', 'qt  '), '录像.mp4', /MOV.*MP4/, 'video/mp4');
  await refused(ole('WordDocument'), '报告.docx', /旧版 Word（\.doc）或 WPS 文字（\.wps）/, docxType);
  await refused(ole('EncryptedPackage'), '报告.docx', /打开密码/, docxType);
  await refused(ole('Workbook'), '表.docx', /旧版 Excel/, docxType);
  await refused(sheet, '表.docx', /Excel 表格（\.xlsx）/, docxType);
  await refused(Buffer.from('RIFF\x20\0\0\0WEBPVP8 ', 'latin1'), '图.jpg', /WebP/, 'image/jpeg');
  await refused(Buffer.from('GIF89a\x01\0\x01\0\0\0\0;', 'latin1'), '图.png', /GIF/, 'image/png');
  await refused(zip({ 'a.txt': 'x' }), '材料.docx', /ZIP 压缩包.*解压/, docxType);
  await refused(Buffer.from('<!DOCTYPE html><html></html>'), '承诺书.pdf', /网页/, 'application/pdf');
  await refused(Buffer.from('你好'), '承诺书.pdf', /纯文本/, 'application/pdf');
  const words = await refused(Buffer.from([1, 2, 3, 4, 5]), 'x.pdf', /认不出/);
  assert.match(words, /系统接收 PDF、DOCX、OFD、JPG、PNG、MP4/);
});

test('half a file of any kind is refused as such', async () => {
  for (const [bytes, name] of [
    [pdf(), 'a.pdf'], [png(), 'a.png'], [jpeg(), 'a.jpg'], [docx(), 'a.docx'], [ofd(), 'a.ofd'],
    [mp4('x'.repeat(500)), 'a.mp4'],
  ]) await refused(bytes.subarray(0, bytes.length * 0.8), name, /不完整/);
});

test('macros, templates from elsewhere, bombs and paths are refused in a DOCX', async () => {
  const away = (type) => docx('x', {
    'word/_rels/settings.xml.rels': `<Relationships xmlns="${open}/package/2006/relationships">
<Relationship Id="a" Type="${open}/officeDocument/2006/relationships/${type}"
 Target="http://e.example/t" TargetMode="External"/></Relationships>`,
  });
  await refused(docx('x', { 'word/vbaProject.bin': 'x' }), 'a.docx', /宏/);
  await refused(away('attachedTemplate'), 'a.docx', /引用了它以外的内容/);
  await refused(away('oleObject'), 'a.docx', /引用了它以外的内容/);
  await refused(docx('x', { '../evil.xml': '<a/>' }), 'a.docx', /“\.\.”/);
  is(await send(away('hyperlink'), docxType, 'a.docx'), 201);
});

test('a name keeps its ending when it is cut, and nothing in it turns or hides text', async () => {
  const long = is(await send(pdf('1'), 'application/pdf', `${'长'.repeat(300)}.pdf`), 201).json;
  assert.match(long.filename, /^长+\.pdf$/);
  assert.ok(Buffer.byteLength(long.filename) <= 200);
  for (const mark of ['\u202e', '\u2067', '\u200f', '\u200b', '\ufeff', '\u2028', '\u0085']) {
    const r = is(await send(pdf(mark), 'application/pdf', `材料${mark}gpj.pdf`), 201).json;
    assert.equal(r.filename, '材料gpj.pdf');
  }
});

test('a form may ask for OFD and MP4, and its rules say who sends something else', async () => {
  const file = join(instance.rules, 'forms', 'subject.lua');
  const text = await readFile(file, 'utf8');
  const films = "accept = { JPG, PNG, 'video/mp4', 'application/ofd' }";
  await writeFile(file, text.replace('accept = { JPG, PNG }', films));
  await instance.until('the form asks for films', async () => {
    const { schema } = is(await filer.get('/forms/subject'), 200).json;
    return JSON.stringify(schema).includes('"video/mp4","application/ofd"]');
  });
  const written = is(await send(docx('x'), docxType, 'a.docx'), 201).json.id;
  const film = is(await send(mp4('x'), 'video/mp4', 'a.mp4'), 201).json.id;
  const begun = await filer.post('/filings', { kind: 'subject', action: 'initial' });
  const { id: filing } = is(begun, 201).json;
  for (const [id, wanted] of [[written, 1], [film, 0]]) {
    const now = is(await filer.get(`/filings/${filing}`), 200);
    const data = { legal_representative: { document_image: id } };
    is(await filer.put(`/filings/${filing}`, { data }, ifMatch(now.headers.etag)), 200);
    const r = is(await filer.post(`/filings/${filing}/check`), 200).json;
    const at = r.findings.filter((f) => f.path === '/legal_representative/document_image');
    assert.equal(at.length, wanted, JSON.stringify(at));
    if (wanted) assert.match(at[0].message + at[0].suggestion, /不接受 DOCX.*JPG、PNG、MP4、OFD/);
  }
  await writeFile(file, text);
});

test('readers are gone when their files are read', async () => {
  const six = Array.from({ length: 6 }, (_, i) => pdf(`${i}`));
  await Promise.all(six.map((bytes) => send(bytes, 'application/pdf', 'a.pdf')));
  assert.ok(!instance.processes().some((p) => /suanbei reader/.test(p.command)));
});

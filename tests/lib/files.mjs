// Makes small files that are what they say: PDF, PNG, JPEG, MP4, and DOCX and OFD (by a writer of
// stored zips).
import zlib from 'node:zlib';

const table = Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});
function crc(buffer) {
  if (zlib.crc32) return zlib.crc32(buffer);
  let c = 0xffffffff;
  for (const byte of buffer) c = table[(c ^ byte) & 255] ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

// Makes a PDF of one page. mark makes it unique, size pads it with a stream to about so many bytes.
export function pdf(mark = 'suanbei', size = 0) {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R >>',
  ];
  const stream = Buffer.from(`% ${mark}\n`);
  const pad = Buffer.alloc(Math.max(0, size - 700), 0x20);
  const parts = [Buffer.from('%PDF-1.4\n%\xe2\xe3\xcf\xd3\n', 'latin1')];
  const offsets = [];
  let at = parts[0].length;
  const put = (b) => (parts.push(b), (at += b.length));
  objects.forEach((text, n) => {
    offsets.push(at);
    put(Buffer.from(`${n + 1} 0 obj\n${text}\nendobj\n`));
  });
  offsets.push(at);
  put(Buffer.from(`4 0 obj\n<< /Length ${stream.length + pad.length} >>\nstream\n`));
  put(stream);
  put(pad);
  put(Buffer.from('\nendstream\nendobj\n'));
  const xref = at;
  const rows = offsets.map((o) => `${String(o).padStart(10, '0')} 00000 n \n`).join('');
  put(Buffer.from(`xref\n0 5\n0000000000 65535 f \n${rows}`));
  put(Buffer.from(`trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n${xref}\n%%EOF\n`));
  return Buffer.concat(parts);
}

export function png(mark = 'suanbei') {
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const out = Buffer.alloc(8);
    out.writeUInt32BE(data.length, 0);
    out.writeUInt32BE(crc(body), 4);
    return Buffer.concat([out.subarray(0, 4), body, out.subarray(4)]);
  };
  const head = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0]);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('tEXt', Buffer.from(`Comment\0${mark}`)),
    chunk('IDAT', zlib.deflateSync(Buffer.from([0, 255, 255, 255]))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const jpegBase = Buffer.from(`
  /9j/4AAQSkZJRgABAQEAYABgAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcp
  LDAxNDQ0Hyc5PTgyPC4zNDL/wAALCAABAAEBAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgED
  AwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RF
  RkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJ
  ytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/9oACAEBAAA/APn+v//Z`, 'base64');
export function jpeg(mark = 'suanbei') {
  const text = Buffer.from(mark);
  const size = text.length + 2;
  const comment = Buffer.concat([Buffer.from([0xff, 0xfe, size >> 8, size & 255]), text]);
  return Buffer.concat([jpegBase.subarray(0, 20), comment, jpegBase.subarray(20)]);
}

export function zip(files) {
  const local = [];
  const central = [];
  let at = 0;
  for (const [name, text] of Object.entries(files)) {
    const n = Buffer.from(name);
    const data = Buffer.from(text);
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(0x21, 8);
    head.writeUInt32LE(crc(data), 10);
    head.writeUInt32LE(data.length, 14);
    head.writeUInt32LE(data.length, 18);
    head.writeUInt16LE(n.length, 22);
    const entry = Buffer.concat([Buffer.from('PK\x03\x04'), head, n, data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), head, tail, n]));
    local.push(entry);
    at += entry.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(central.length, 4);
  end.writeUInt16LE(central.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...local, directory, Buffer.from('PK\x05\x06'), end]);
}

const docxType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
// changes: names with their text, which is left out when it is null.
export function docx(mark = 'suanbei', changes = {}) {
  const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
  const package_ = 'http://schemas.openxmlformats.org/package/2006';
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006';
  return zip(Object.fromEntries(Object.entries({
    '[Content_Types].xml': `${xml}
<Types xmlns="${package_}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="${docxType}.main+xml"/>
</Types>`,
    '_rels/.rels': `${xml}
<Relationships xmlns="${package_}/relationships">
<Relationship Id="rId1" Type="${office}/relationships/officeDocument" Target="word/document.xml"/>
</Relationships>`,
    'word/document.xml': `${xml}
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:body><w:p><w:r><w:t>${mark}</w:t></w:r></w:p></w:body></w:document>`,
    ...changes,
  }).filter(([, text]) => text !== null)));
}

export const ofdType = 'application/ofd';
export function ofd(mark = 'suanbei') {
  const named = 'xmlns:ofd="http://www.ofdspec.org/2016"';
  return zip({
    'OFD.xml': `<ofd:OFD ${named} Version="1.1" DocType="OFD"><ofd:DocBody>
<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`,
    'Doc_0/Document.xml': `<ofd:Document ${named}><ofd:Pages>
<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>`,
    'Doc_0/Pages/Page_0/Content.xml': `<ofd:Page ${named}><!-- ${mark} --></ofd:Page>`,
  });
}

export function mp4(mark = 'suanbei', brand = 'isom') {
  const box = (type, ...parts) => {
    const body = Buffer.concat([Buffer.from(type), ...parts.map((p) => Buffer.from(p))]);
    const size = Buffer.alloc(4);
    size.writeUInt32BE(body.length + 4);
    return Buffer.concat([size, body]);
  };
  const zeros = (n) => Buffer.alloc(n);
  const track = box('mdia', box('hdlr', zeros(8), 'vide', zeros(13)));
  return Buffer.concat([
    box('ftyp', brand, zeros(4), brand),
    box('moov', box('mvhd', zeros(100)), box('trak', box('tkhd', zeros(84)), track)),
    box('mdat', mark),
  ]);
}

export const makers = {
  'application/pdf': pdf, 'image/png': png, 'image/jpeg': jpeg, [docxType]: docx,
  [ofdType]: ofd, 'video/mp4': mp4,
};
export const endings = {
  'application/pdf': 'pdf', 'image/png': 'png', 'image/jpeg': 'jpg', [docxType]: 'docx',
  [ofdType]: 'ofd', 'video/mp4': 'mp4',
};
export { docxType };

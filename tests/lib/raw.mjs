// What node:http would not send as it is: bytes to a port or to the pool's own socket.
import { spawnSync } from 'node:child_process';
import net from 'node:net';

function take(socket, bytes) {
  return new Promise((resolve, reject) => {
    const parts = [];
    socket.setTimeout(20000, () => socket.destroy(new Error('no answer in 20 s')));
    socket.on('data', (d) => parts.push(d));
    socket.on('error', reject);
    socket.on('close', () => resolve(Buffer.concat(parts)));
    socket.on('connect', () => socket.write(bytes));
  });
}

function answerOf(bytes) {
  const text = bytes.toString('utf8');
  const end = text.indexOf('\r\n\r\n');
  const [first = '', ...lines] = text.slice(0, end).split('\r\n');
  const headers = {};
  for (const line of lines) {
    const at = line.indexOf(':');
    headers[line.slice(0, at).toLowerCase()] = line.slice(at + 1).trim();
  }
  const body = text.slice(end + 4);
  const json = /json/.test(headers['content-type'] ?? '') && body ? JSON.parse(body) : undefined;
  const status = Number(/\d{3}/.exec(first)?.[0]);
  const type = headers['content-type'] ?? '';
  return { status, headers, text: body, json, type, method: '', path: '' };
}

// One HTTP request of these lines (texts or bytes). → status, headers, json
export async function raw(port, lines, body = '') {
  const bytes = Buffer.from(body);
  const all = [...lines, `Content-Length: ${bytes.length}`, 'Connection: close', ''];
  const head = all.flatMap((l) => [Buffer.from(l), Buffer.from('\r\n')]);
  return answerOf(await take(net.connect(port, '127.0.0.1'), Buffer.concat([...head, bytes])));
}

// ---- FastCGI: a record is version, type, id, length, padding ------------------------------------

const record = (type, content) => {
  const head = Buffer.from([1, type, 0, 1, content.length >> 8, content.length & 255, 0, 0]);
  return Buffer.concat([head, content]);
};
const sized = (n) => Buffer.from(n < 128 ? [n] : [n >>> 24 | 128, n >> 16, n >> 8, n]);
const pair = ([name, value]) => {
  const [k, v] = [Buffer.from(name), Buffer.from(value)];
  return Buffer.concat([sized(k.length), sized(v.length), k, v]);
};

// What a web server sends for one request.
export function fastcgi(params, body = '') {
  const all = Buffer.concat(Object.entries(params).map(pair));
  const input = body ? [record(5, Buffer.from(body))] : [];
  const begin = record(1, Buffer.from([0, 1, 0, 0, 0, 0, 0, 0]));
  return Buffer.concat([
    begin, record(4, all), record(4, Buffer.alloc(0)), ...input, record(5, Buffer.alloc(0)),
  ]);
}

function stdoutOf(bytes) {
  const parts = [];
  for (let at = 0; at + 8 <= bytes.length;) {
    const n = bytes.readUInt16BE(at + 4);
    if (bytes[at + 1] === 6) parts.push(bytes.subarray(at + 8, at + 8 + n));
    at += 8 + n + bytes[at + 6];
  }
  return Buffer.concat(parts);
}

// One request to the pool itself, as nginx would put it. → status, headers, json
export async function direct(socketPath, method, uri, { json, headers = {}, params = {} } = {}) {
  const body = json === undefined ? '' : JSON.stringify(json);
  const [path, query = ''] = uri.split('?');
  const sent = {
    REQUEST_METHOD: method, DOCUMENT_URI: `/api/v1${path}`, QUERY_STRING: query,
    REMOTE_ADDR: '127.0.0.1', HTTP_HOST: 'suanbei.example.cn',
    ...(body && { CONTENT_TYPE: 'application/json' }),
    CONTENT_LENGTH: String(Buffer.byteLength(body)),
  };
  for (const [k, v] of Object.entries(headers))
    sent[`HTTP_${k.toUpperCase().replaceAll('-', '_')}`] = v;
  const bytes = fastcgi({ ...sent, ...params }, body);
  return answerOf(stdoutOf(await take(net.connect(socketPath), bytes)));
}

// Sends bytes to the pool and says whether the pool closed the connection in so many ms, and what
// it said.
export function peer(socketPath, bytes) {
  const socket = net.connect(socketPath);
  const parts = [];
  const closed = new Promise((resolve, reject) => {
    socket.on('data', (d) => parts.push(d));
    socket.on('error', reject);
    socket.on('close', () => resolve(Buffer.concat(parts)));
  });
  socket.on('connect', () => bytes.length && socket.write(bytes));
  return { socket, closed };
}

const stranger = `
const [path, hex] = process.argv.slice(1);
const s = require('net').connect(path);
let n = 0;
s.on('data', (d) => { n += d.length; });
s.on('error', (e) => { if (e.code !== 'EPIPE' && e.code !== 'ECONNRESET') n = e.code; });
s.on('close', () => console.log(n));
s.on('connect', () => s.write(Buffer.from(hex, 'hex')));
`;

// The same sent by another user of this machine, which only root can try. → how many bytes came
// back, or the code of what kept it from connecting
export function asUser(uid, gid, socketPath, bytes) {
  const args = ['-e', stranger, socketPath, bytes.toString('hex')];
  const options = { uid, gid, encoding: 'utf8', cwd: '/', timeout: 30000 };
  const said = spawnSync(process.execPath, args, options).stdout.trim();
  return /^\d+$/.test(said) ? Number(said) : said;
}

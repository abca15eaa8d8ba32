// One HTTP request over node:http, since fetch would tidy paths, headers and bodies that must go
// out exactly as a test gives them.
import http from 'node:http';

// Idle connections end here before nginx ends them (30 s), so that no request meets a closing one.
const agent = new http.Agent({ keepAlive: true, maxSockets: 64, timeout: 10000 });

// Reads what came in, and its JSON unless that is compressed. Throws when it is broken.
function read(answer, buffer, method, path) {
  const text = buffer.toString('utf8');
  const type = answer.headers['content-type'] ?? '';
  const r = { status: answer.statusCode, headers: answer.headers, raw: answer.rawHeaders };
  try {
    const isJson = /json/.test(type) && buffer.length && !answer.headers['content-encoding'];
    const json = isJson ? JSON.parse(text) : undefined;
    return { ...r, buffer, type, json, text, method, path };
  } catch (cause) {
    const words = `${method} ${path} answered ${r.status} with broken JSON: ${text.slice(0, 300)}`;
    throw new Error(words, { cause });
  }
}

// from: the address that it comes from, another of this machine's own.
export function request(base, method, path, options = {}) {
  const { headers = {}, body, timeout = 30000, chunks, from } = options;
  const { hostname: host, port } = new URL(base);
  const how = { host, port, method, path, headers: { ...headers }, agent, timeout };
  if (from) how.localAddress = from;
  return new Promise((resolve, reject) => {
    const q = http.request(how, (answer) => {
      const parts = [];
      answer.on('data', (d) => parts.push(d));
      answer.on('error', reject);
      answer.on('end', () => {
        try {
          resolve(read(answer, Buffer.concat(parts), method, path));
        } catch (error) {
          reject(error);
        }
      });
    });
    q.on('timeout', () => q.destroy(new Error(`${method} ${path}: no answer in ${timeout} ms`)));
    q.on('error', (error) => {
      // The server may close a kept connection just as it is used again. Nothing was answered then,
      // so what may be repeated is sent once more on a new one.
      const isClosed = q.reusedSocket && error.code === 'ECONNRESET' && !chunks;
      const isRepeatable = method === 'GET' || headers['Idempotency-Key'];
      if (!isClosed || !isRepeatable) reject(error);
      else request(base, method, path, options).then(resolve, reject);
    });
    if (chunks) chunks(q);
    else q.end(body);
  });
}

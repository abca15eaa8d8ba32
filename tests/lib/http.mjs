// One HTTP request over node:http, without any of fetch's help: paths, headers and bodies go out exactly as given.
import http from 'node:http';

// Idle connections end here before they end in nginx (30 s), so that no request goes into a closing one.
const agent = new http.Agent({ keepAlive: true, maxSockets: 64, timeout: 10000 });

export function request(base, method, path, { headers = {}, body, timeout = 30000, chunks } = {}) {
  const url = new URL(base);
  return new Promise((resolve, reject) => {
    const q = http.request({ host: url.hostname, port: url.port, method, path, headers: { ...headers }, agent, timeout }, (answer) => {
      const parts = [];
      answer.on('data', (d) => parts.push(d));
      answer.on('error', reject);
      answer.on('end', () => {
        const buffer = Buffer.concat(parts);
        const type = answer.headers['content-type'] ?? '';
        let json;
        if (/json/.test(type) && buffer.length) {
          try {
            json = JSON.parse(buffer.toString('utf8'));
          } catch (error) {
            reject(new Error(`${method} ${path} answered ${answer.statusCode} with broken JSON: ${buffer.toString('utf8').slice(0, 300)}`, { cause: error }));
            return;
          }
        }
        resolve({ status: answer.statusCode, headers: answer.headers, raw: answer.rawHeaders, buffer, type, json, text: buffer.toString('utf8'), method, path });
      });
    });
    q.on('timeout', () => q.destroy(new Error(`${method} ${path}: no answer in ${timeout} ms`)));
    q.on('error', (error) => {
      // A kept connection that the server closed just then: nothing was answered, try once more on a new one.
      if (q.reusedSocket && error.code === 'ECONNRESET' && !chunks && (method === 'GET' || headers['Idempotency-Key'])) {
        request(base, method, path, { headers, body, timeout }).then(resolve, reject);
      } else reject(error);
    });
    if (chunks) chunks(q);
    else q.end(body);
  });
}

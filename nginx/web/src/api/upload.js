// Sends a file with its progress: fetch tells none, so this is XMLHttpRequest.
import { loggedInAgain } from './client.js';
import { Problem, offline } from './problem.js';

const read = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
};

// Whole characters: half of one cannot be encoded.
const nameOf = (file) => Array.from(file.name).slice(-200).join('');

function send(file, request, told) {
  return new Promise((resolve, reject) => {
    request.upload.onprogress = (e) => told(e.loaded, e.lengthComputable ? e.total : file.size);
    request.onload = () => {
      const body = read(request.responseText);
      if (request.status < 300) resolve(body);
      else reject(new Problem(request.status, body));
    };
    request.onerror = () => reject(offline());
    request.onabort = () => reject(new DOMException('', 'AbortError'));
    request.open('POST', '/api/v1/attachments');
    request.setRequestHeader('Content-Type', file.type || 'application/octet-stream');
    request.setRequestHeader('X-Filename', encodeURIComponent(nameOf(file)));
    request.send(file);
  });
}

// → { done: promise of the attachment, stop() }. told(sent, total) is called while it goes.
export function upload(file, told = () => {}) {
  let request = new XMLHttpRequest();
  const done = send(file, request, told).catch(async (problem) => {
    if (problem.kind !== 'login' || !(await loggedInAgain())) throw problem;
    request = new XMLHttpRequest();
    return send(file, request, told);
  });
  return { done, stop: () => request.abort() };
}

export const addressOf = (id) => `/api/v1/attachments/${encodeURIComponent(id)}`;

// What the core tells of a file in its headers, where nothing else has told it.
export async function described(id) {
  const response = await fetch(addressOf(id), { method: 'HEAD', credentials: 'same-origin' });
  if (!response.ok) return null;
  const disposition = response.headers.get('Content-Disposition') ?? '';
  const name = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1];
  return {
    filename: name ? decodeURIComponent(name) : '',
    media_type: (response.headers.get('Content-Type') ?? '').split(';')[0],
    size_bytes: Number(response.headers.get('Content-Length') ?? 0),
  };
}

// Organizations whose credit code is taken: who asks for one, answers, decides. In requests.
import { get, list, newKey, post } from '../../../api/client.js';
import { upload } from '../../../api/upload.js';

export const MOST = 4000; // characters
export const left = (text) => MOST - [...text].length;
export const ACCEPTED = '.pdf,.png,.jpg,.jpeg';
export const takeovers = (cursor, over) =>
  list('/takeovers', { limit: 20, cursor, over: over ? 'true' : undefined });
export const takeover = (id) => get(`/takeovers/${id}`);
export const stepOf = (id, step, body = {}) =>
  post(`/takeovers/${id}/${step}`, body, { key: newKey(), quiet: true });
export const ask = (body) => post('/takeovers', body, { key: newKey(), quiet: true });
export const canStep = (x, step) => x.steps.some((s) => s.step === step);
const KINDS = { granted: 'good', declined: 'bad', waiting: 'brand' };
export const kindOf = (x) => KINDS[x.state] ?? 'plain';

// Files are sent once each, however often the form is.
export function makeSender() {
  const sent = new Map();
  return async (files) => {
    const ids = [];
    for (const file of files) {
      if (!sent.has(file)) sent.set(file, (await upload(file).done).id);
      ids.push(sent.get(file));
    }
    return ids;
  };
}

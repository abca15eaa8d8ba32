// What went wrong, as a page needs it: one class for a refusal by the core, for a server that does
// not answer and for an answer that nobody understands.
import { t } from '../words/index.js';

export class Problem extends Error {
  constructor(status, body = {}) {
    super(body.detail || body.title || t('app.problem_unknown'));
    this.status = status;
    this.code = body.code ?? '';
    this.title = body.title ?? '';
    this.detail = body.detail ?? '';
    this.findings = body.findings ?? body.errors ?? [];
    this.request_id = body.request_id ?? '';
    this.body = body;
  }

  // What a page does about it: offline | again | login | denied | missing | stale | refused
  get kind() {
    const { status } = this;
    if (status === 0) return 'offline';
    if (status === 401) return 'login';
    if (status === 403) return 'denied';
    if (status === 404) return 'missing';
    if (status === 412) return 'stale';
    if (status === 429 || status >= 500) return 'again';
    return 'refused';
  }

  // May the same request succeed a little later?
  get isPassing() {
    return this.kind === 'offline' || this.kind === 'again';
  }
}

export const offline = () =>
  new Problem(0, { title: t('app.offline_title'), detail: t('app.offline_detail') });

export async function problemOf(response) {
  const body = await response.json().catch(() => ({}));
  if (body.title) return new Problem(response.status, body);
  const title = t('app.problem_title', { status: response.status });
  return new Problem(response.status, { title, detail: t('app.problem_unknown') });
}

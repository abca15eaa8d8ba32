// The public page searches the register, shows an entry and checks a number. Everything that comes
// from the server is set as text, never as markup.
const $ = (id) => document.getElementById(id);
const API = '/api/v1';
const MIN = 2;
const statuses = { filed: '已备案', deregistered: '已注销', revoked: '已撤销' };
const changes = { filed: '予以备案并公示', changed: '变更', deregistered: '注销', revoked: '撤销' };
let asking = 0; // answers to older questions are dropped
let more = null;

class Problem extends Error {}

async function get(path) {
  let response;
  try {
    response = await fetch(API + path, { headers: { Accept: 'application/json' } });
  } catch {
    throw new Problem('无法连接服务器，请检查网络后再试。');
  }
  const body = await response.json().catch(() => null);
  if (response.ok && body) return body;
  const silence = `服务器没有正常应答（${response.status}），请稍后再试。`;
  const problem = new Problem(body?.detail || body?.title || silence);
  problem.code = body?.code;
  problem.status = response.status;
  problem.requestId = body?.request_id;
  throw problem;
}

function make(tag, text, className) {
  const e = document.createElement(tag);
  if (text !== undefined) e.textContent = text;
  if (className) e.className = className;
  return e;
}

function say(text, isBad = false) {
  $('say').textContent = text;
  $('say').classList.toggle('bad', isBad);
}

function complain(error) {
  const id = error.status >= 500 && error.requestId ? `（请求编号 ${error.requestId}）` : '';
  say(error instanceof Problem ? error.message + id : '页面出错了，请刷新后再试。', true);
  if (!(error instanceof Problem)) throw error;
}

function tag(status) {
  return make('span', statuses[status] ?? status, status === 'filed' ? 'tag' : 'tag ended');
}
const hrefOf = (number) => `/register/${encodeURIComponent(number)}`;

function facts(pairs) {
  const dl = make('dl');
  for (const [name, value] of pairs) {
    if (value === undefined || value === null || value === '') continue;
    dl.append(make('dt', name), make('dd', value));
  }
  return dl;
}

const mainFacts = (x) => facts([
  ['算法类别', x.algorithm_type_label ?? x.algorithm_type],
  ['角色', x.role_label ?? x.role],
  ['主体名称', x.organization],
  ['应用产品', x.products],
  ['主要用途', x.purpose],
  ['备案日期', x.filed_on],
  ['备注', x.note],
]);

function item(x) {
  const li = make('li');
  const head = make('div', undefined, 'head');
  const title = make('h3');
  const link = make('a', x.algorithm_name);
  link.href = hrefOf(x.number);
  title.append(link);
  head.append(title, tag(x.status));
  li.append(head, make('p', x.number, 'number'), mainFacts(x));
  return li;
}

// ---- the list -----------------------------------------------------------------------------------

async function page(query, cursor) {
  const mine = ++asking;
  const isMore = cursor !== undefined;
  if (!isMore) $('items').replaceChildren();
  $('entry').hidden = true;
  $('more').hidden = !isMore;
  $('more').disabled = true;
  say(isMore ? '正在读取…' : query ? '正在检索…' : '');
  const params = new URLSearchParams({ limit: query ? '20' : '5' });
  if (query) params.set('q', query);
  if (isMore) params.set('cursor', cursor);
  try {
    const answer = await get(`/register?${params}`);
    if (mine !== asking) return;
    const first = answer.items.map(item);
    $('items').append(...first);
    const shown = $('items').childElementCount;
    $('list').hidden = shown === 0;
    $('list-title').textContent = query ? `“${query}”的检索结果` : '最近公示';
    if (shown > 0) say(query ? `${answer.next ? '已显示前' : '共'} ${shown} 条。` : '');
    else if (!query) say('目前还没有公示的备案。');
    else say(`没有找到与“${query}”有关的公示。可以换一个更短的词，或核对编号。`);
    more = answer.next && query ? () => page(query, answer.next) : null;
    if (isMore) first[0]?.querySelector('a').focus();
  } catch (error) {
    if (mine !== asking) return;
    $('list').hidden = $('items').childElementCount === 0;
    complain(error);
  } finally {
    if (mine === asking) {
      $('more').disabled = false;
      $('more').hidden = more === null;
    }
  }
}

function search(query) {
  more = null;
  if (query && [...query].length < MIN) {
    asking++;
    $('items').replaceChildren();
    $('list').hidden = true;
    $('more').hidden = true;
    $('entry').hidden = true;
    say('请至少输入两个字再检索。', true);
    return;
  }
  page(query);
}

// ---- one entry ----------------------------------------------------------------------------------

// Labels and order are the form's own, so that a field added to the rules has its name and place
// here too.
async function disclosureFacts(disclosure) {
  let fields = {}, order = [];
  try {
    const form = await get('/forms/algorithm');
    fields = form.schema?.properties?.disclosure?.properties ?? {};
    order = form.sections?.find((s) => s.id === 'disclosure')?.fields?.map((f) => f.name) ?? [];
  } catch {
    fields = {};
  }
  const named = new Set([...order, ...Object.keys(disclosure)].filter((n) => n in disclosure));
  return facts([...named].map((name) => {
    const field = fields[name];
    const choices = field?.oneOf ?? field?.items?.oneOf ?? [];
    const plain = (v) => (typeof v === 'object' ? JSON.stringify(v) : String(v));
    const word = (v) => choices.find((c) => c.const === v)?.title ?? plain(v);
    const values = [disclosure[name] ?? []].flat();
    return [field?.title ?? name, values.map(word).join('、')];
  }));
}

function historyList(history) {
  const list = make('ol', undefined, 'history');
  for (const x of history) {
    const what = x.label ?? changes[x.what] ?? x.what ?? '';
    list.append(make('li', `${x.on ?? ''} ${what}`.trim()));
  }
  return list;
}

async function entry(number) {
  const mine = ++asking;
  more = null;
  $('list').hidden = true;
  $('entry').hidden = true;
  say('正在读取…');
  try {
    const x = await get(`/register/${encodeURIComponent(number)}`);
    const isDisclosed = Object.keys(x.disclosure ?? {}).length > 0;
    const disclosed = isDisclosed ? await disclosureFacts(x.disclosure) : null;
    if (mine !== asking) return;
    const head = make('div', undefined, 'head');
    head.append(make('p', x.number, 'number'), tag(x.status));
    const body = [head, mainFacts(x)];
    if (disclosed) body.push(make('h3', '公示内容'), disclosed);
    if (x.history?.length) body.push(make('h3', '备案记录'), historyList(x.history));
    body.push(make('h3', '声明'), make('p', x.disclaimer));
    $('entry-title').textContent = x.algorithm_name;
    $('entry-body').replaceChildren(...body);
    $('entry').hidden = false;
    document.title = `${x.algorithm_name} · 算备`;
    say('');
    $('entry-title').focus({ preventScroll: false });
  } catch (error) {
    if (mine === asking) complain(error);
  }
}

async function verify(number) {
  const verdict = $('verdict');
  verdict.className = '';
  verdict.textContent = '正在核验…';
  try {
    const x = await get(`/register/${encodeURIComponent(number)}`);
    const link = make('a', x.algorithm_name);
    link.href = hrefOf(x.number);
    verdict.replaceChildren(tag(x.status), ' ', link, `（${x.organization}，${x.filed_on ?? ''}）`);
  } catch (error) {
    verdict.className = 'bad';
    verdict.textContent = error instanceof Problem ? error.message : '页面出错了，请刷新后再试。';
  }
}

// What the rules in use say otherwise than this page does, and whom they name to ask.
async function about() {
  try {
    const { disclaimer, office } = await get('/rule-sets/active');
    $('disclaimer').textContent = disclaimer;
    if (!office) return;
    $('office').textContent = `受理单位：${[office.name, office.contact].filter(Boolean).join('，')}`;
    $('office').hidden = false;
  } catch {
    // The page stands as it is.
  }
}

// ---- where we are -------------------------------------------------------------------------------

function show() {
  const params = new URLSearchParams(location.search);
  let number = params.get('number')?.trim();
  const path = /^\/register\/(.+)$/.exec(location.pathname);
  if (path) {
    try {
      number = decodeURIComponent(path[1]);
    } catch {
      number = path[1];
    }
  }
  if (number) return entry(number);
  document.title = '算备 · 互联网信息服务算法备案公示查询';
  $('q').value = params.get('q') ?? '';
  return search($('q').value.trim());
}

function go(href) {
  if (href !== location.pathname + location.search) history.pushState(null, '', href);
  show();
}

$('search').addEventListener('submit', (event) => {
  event.preventDefault();
  const query = $('q').value.trim();
  go(query ? `/?q=${encodeURIComponent(query)}` : '/');
});
$('check').addEventListener('submit', (event) => {
  event.preventDefault();
  const number = $('number').value.trim();
  if (number) verify(number);
  else $('verdict').textContent = '请输入要核验的编号。';
});
$('more').addEventListener('click', () => more?.());
document.addEventListener('click', (event) => {
  const link = event.target.closest('a[href^="/register/"], a#entry-back');
  const { button, ctrlKey, metaKey, shiftKey, altKey } = event;
  if (!link || button !== 0 || ctrlKey || metaKey || shiftKey || altKey) return;
  event.preventDefault();
  go(link.getAttribute('href'));
});
window.addEventListener('popstate', show);
show();
about();

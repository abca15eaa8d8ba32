// That somebody came from another page, told by the router and taken by the page that is shown.
import { nextTick } from 'vue';
import { t } from '../words/index.js';

let isNew = false;

export function arrive() {
  isNew = true;
}

export function takeArrival() {
  const was = isNew;
  isNew = false;
  return was;
}

export function nameThePage(title) {
  nextTick(() => { document.title = `${title} · ${t('app.name')}`; });
}

// Walks the table of routes: names the page, asks who is logged in, and sends strangers to the
// login and back. Whether somebody may see a page is decided here and shown by App.
import { createRouter, createWebHistory } from 'vue-router';
import { routes } from './routes.js';
import { known, may, session } from './api/session.js';
import { arrive, nameThePage } from './kit/arrival.js';
import { t } from './words/index.js';

const rows = routes.map(({ path, page, who, title, nav, frame }) => ({
  path, component: page, meta: { who, title, nav, frame },
}));
const missing = {
  path: '/:rest(.*)*', component: () => import('./shell/Missing.vue'),
  meta: { who: 'all', title: 'app.missing_title' },
};

// The first page of somebody who just logged in: the first row of the header that they may see.
export function startOf() {
  if (session.due) return '/account/first';
  const own = routes.filter((r) => r.nav && may(r.who)).sort((a, b) => a.nav - b.nav);
  return own[0]?.path ?? '/account';
}

export const isAllowed = ({ who }) => who === 'all' || who === 'account' || may(who);

async function guard(to) {
  const here = await known().catch(() => null);
  // What is due comes before all but what is for everybody.
  if (here?.due && to.meta.who !== 'all' && to.path !== '/account/first') return '/account/first';
  // The way home is one address for everybody; whose home is another one goes there.
  if (to.path === '/home' && here?.account && !may('read_own')) return startOf();
  if (to.meta.who === 'all' || here?.account || !here) return true;
  return { path: '/login', query: { to: to.fullPath } };
}

export function makeRouter() {
  const router = createRouter({
    history: createWebHistory(),
    routes: [...rows, missing],
    scrollBehavior: (to, from, saved) =>
      saved ?? (to.hash ? { el: to.hash, top: 16 } : to.path !== from.path ? { top: 0 } : false),
  });
  router.beforeEach(guard);
  router.afterEach((to, from, failure) => {
    if (failure || to.path === from.path) return;
    if (from.matched.length) arrive();
    nameThePage(t(to.meta.title));
  });
  return router;
}

// Every page: its path, the file that draws it, who may see it and the words of its title. A page
// is added by a row here, its words in words/*/<room>.js and its folder below pages/.
//   who    'all', 'account' (anybody logged in), or an act of session.may
//   nav    its place in the header for those who may see it; rows without one are not there
//   frame  'bare': without the header's navigation
export const routes = [
  // account
  { path: '/login', who: 'all', title: 'account.login_title', frame: 'bare',
    page: () => import('./pages/account/login/page.vue') },
  { path: '/join', who: 'all', title: 'account.join_title', frame: 'bare',
    page: () => import('./pages/account/join/page.vue') },
  { path: '/login/forgotten', who: 'all', title: 'account.forgotten_title', frame: 'bare',
    page: () => import('./pages/account/forgotten/page.vue') },
  { path: '/login/reset', who: 'all', title: 'account.reset_title', frame: 'bare',
    page: () => import('./pages/account/reset/page.vue') },
  { path: '/account/first', who: 'account', title: 'account.first_title', frame: 'bare',
    page: () => import('./pages/account/first/page.vue') },
  { path: '/account', who: 'account', title: 'account.account_title',
    page: () => import('./pages/account/account/page.vue') },
  { path: '/notices', who: 'account', title: 'notices.title',
    page: () => import('./pages/notices/page.vue') },

  // filer
  { path: '/home', who: 'read_own', title: 'filer.home_title', nav: 1,
    page: () => import('./pages/filer/home/page.vue') },
  { path: '/subject', who: 'read_own', title: 'filer.subject_title', nav: 2,
    page: () => import('./pages/filer/subject/page.vue') },
  { path: '/products', who: 'read_own', title: 'filer.products_title', nav: 3,
    page: () => import('./pages/filer/products/page.vue') },
  { path: '/products/:id', who: 'file', title: 'filer.product_title',
    page: () => import('./pages/filer/product/page.vue') },
  { path: '/filings', who: 'read_own', title: 'filer.filings_title', nav: 4,
    page: () => import('./pages/filer/filings/page.vue') },
  { path: '/drafts', who: 'read_own', title: 'filer.drafts_title',
    page: () => import('./pages/filer/filings/page.vue') },
  { path: '/filings/:id/edit/:step?', who: 'file', title: 'filer.edit_title',
    page: () => import('./pages/filer/edit/page.vue') },
  { path: '/filings/:id/begin/:action', who: 'file', title: 'filer.begin_title',
    page: () => import('./pages/filer/begin/page.vue') },
  { path: '/filings/start/:code', who: 'file', title: 'filer.start_title',
    page: () => import('./pages/filer/start/page.vue') },
  { path: '/filings/:id', who: 'read_own', title: 'filer.filing_title',
    page: () => import('./pages/filer/filing/page.vue') },

  // people
  { path: '/members', who: 'keep_members', title: 'people.members_title', nav: 5,
    page: () => import('./pages/people/members/page.vue') },
  { path: '/members/mandates', who: 'keep_members', title: 'people.mandates_title',
    page: () => import('./pages/people/mandates/page.vue') },
  { path: '/account/mandates', who: 'account', title: 'people.agent_title',
    page: () => import('./pages/people/agent/page.vue') },
  { path: '/takeovers', who: 'account', title: 'takeovers.title',
    page: () => import('./pages/people/takeovers/page.vue') },
  { path: '/takeovers/:id', who: 'account', title: 'takeovers.title',
    page: () => import('./pages/people/takeover/page.vue') },
  { path: '/account/tokens', who: 'account', title: 'people.tokens_title',
    page: () => import('./pages/people/tokens/page.vue') },

  // supervision
  { path: '/supervision', who: 'read_filing', title: 'supervision.title', nav: 8,
    page: () => import('./pages/supervision/list/page.vue') },
  { path: '/supervision/:id', who: 'read_filing', title: 'supervision.title',
    page: () => import('./pages/supervision/matter/page.vue') },

  // audit
  { path: '/audit', who: 'read_audit', title: 'audit.title', nav: 10,
    page: () => import('./pages/audit/page.vue') },

  // admin
  { path: '/staff', who: 'keep_staff', title: 'admin.staff_title', nav: 30,
    page: () => import('./pages/admin/staff/page.vue') },
  { path: '/accounts', who: 'keep_staff', title: 'admin.accounts_title', nav: 31,
    page: () => import('./pages/admin/accounts/page.vue') },
  { path: '/organizations', who: 'keep_staff', title: 'admin.organizations_title', nav: 32,
    page: () => import('./pages/admin/organizations/page.vue') },
  { path: '/status', who: 'read_status', title: 'admin.status_title', nav: 33,
    page: () => import('./pages/admin/status/page.vue') },
  { path: '/outbox', who: 'keep_staff', title: 'admin.outbox_title',
    page: () => import('./pages/admin/outbox/page.vue') },

  // review
  { path: '/review', who: 'review', title: 'review.queue_title', nav: 1,
    page: () => import('./pages/review/queue/page.vue') },
  { path: '/review/done', who: 'review', title: 'review.done_title',
    page: () => import('./pages/review/done/page.vue') },
  { path: '/review/figures', who: 'read_figures', title: 'review.figures_title', nav: 40,
    page: () => import('./pages/review/figures/page.vue') },
  { path: '/review/board', who: 'review', title: 'review.board_title',
    page: () => import('./pages/review/board/page.vue') },
  { path: '/review/workload', who: 'review', title: 'review.load_title',
    page: () => import('./pages/review/workload/page.vue') },
  { path: '/review/proposals', who: 'review', title: 'proposals.title', nav: 9,
    page: () => import('./pages/review/proposals/page.vue') },
  { path: '/review/proposals/:id', who: 'review', title: 'proposals.one',
    page: () => import('./pages/review/proposal/page.vue') },
  { path: '/review/filings/:id', who: 'review', title: 'proposals.filing',
    page: () => import('./pages/review/filing/page.vue') },
  { path: '/review/assign', who: 'assign', title: 'review.assign_title',
    page: () => import('./pages/review/assign/page.vue') },
  { path: '/review/:task', who: 'review', title: 'review.desk_title',
    page: () => import('./pages/review/desk/page.vue') },

  // rules
  { path: '/rule-sets', who: 'read_rules', title: 'rules.title', nav: 20,
    page: () => import('./pages/rules/sets/page.vue') },
  { path: '/rule-sets/parameters', who: 'read_rules', title: 'rules.parameters_title',
    page: () => import('./pages/rules/parameters/page.vue') },
  { path: '/rule-sets/playground', who: 'read_rules', title: 'rules.playground_title',
    page: () => import('./pages/rules/playground/page.vue') },
  { path: '/rule-sets/work/:id', who: 'edit_rules', title: 'rules.work_title',
    page: () => import('./pages/rules/work/page.vue') },
  { path: '/rule-sets/:hash', who: 'read_rules', title: 'rules.set_title',
    page: () => import('./pages/rules/set/page.vue') },
];

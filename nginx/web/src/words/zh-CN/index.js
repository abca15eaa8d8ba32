// One file a room; the keys get its name: account.js has username → account.username. Those of
// replay come with the pages of rules (pages/rules/shared/words.js).
import account from './account.js';
import admin from './admin.js';
import app from './app.js';
import audit from './audit.js';
import filer from './filer.js';
import form from './form.js';
import kit from './kit.js';
import notices from './notices.js';
import people from './people.js';
import proposals from './proposals.js';
import review from './review.js';
import rules from './rules.js';
import supervision from './supervision.js';
import takeovers from './takeovers.js';

const rooms = {
  account, admin, app, audit, filer, form, kit, notices, people, proposals, review, rules,
  supervision, takeovers,
};
const all = {};
for (const [room, words] of Object.entries(rooms))
  for (const [key, text] of Object.entries(words)) all[`${room}.${key}`] = text;

export default all;

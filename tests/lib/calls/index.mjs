// For each operation of openapi.json, by its id: the calls that it answers with success, in each
// of its ways, and with problems of its own.
import account from './account.mjs';
import delivery from './delivery.mjs';
import filing from './filing.mjs';
import mandate from './mandate.mjs';
import member from './member.mjs';
import letter from './letter.mjs';
import notice from './notice.mjs';
import product from './product.mjs';
import proposal from './proposal.mjs';
import public_ from './public.mjs';
import review from './review.mjs';
import rules from './rules.mjs';
import supervision from './supervision.mjs';
import takeover from './takeover.mjs';
import token from './token.mjs';

export { makeWorld } from './world.mjs';
export const calls = {
  ...public_, ...account, ...delivery, ...member, ...mandate, ...filing, ...letter, ...notice,
  ...product, ...proposal, ...review, ...rules, ...supervision, ...takeover,
  ...token,
};

// Whose turn a proposal is, in words and a colour.
import { t } from '../../words/index.js';

export const canStep = (proposal, step) => proposal.steps.some((s) => s.step === step);

export function turnOf(proposal) {
  if (proposal.state !== 'waiting') return proposal.state_label;
  return canStep(proposal, 'confirm') ? t('proposals.your_turn') : t('proposals.their_turn');
}

const KINDS = { confirmed: 'bad', sent_back: 'plain', taken_back: 'plain', lapsed: 'plain' };
export const kindOf = (proposal) =>
  KINDS[proposal.state] ?? (canStep(proposal, 'confirm') ? 'warn' : 'brand');

// Characters as the core counts them, and how many are allowed.
export const MOST = 4000;
export const left = (text) => MOST - [...text].length;

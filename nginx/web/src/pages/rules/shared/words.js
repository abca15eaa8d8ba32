// Codes of rule sets in words, and the colour that repeats them.
import { number } from '../../../words/when.js';
import { bring, t } from '../../../words/index.js';
import replay from '../../../words/zh-CN/replay.js';

bring('replay', replay);

const KINDS = {
  active: 'good', approved: 'brand', candidate: 'plain', retired: 'plain', taken_back: 'plain',
};

export const stateKind = (state) => KINDS[state] ?? 'plain';
export const activationText = (kind) => t(`rules.activation_${kind}`);
export const changeText = (change) => t(`rules.change_${change}`);
export const changeKind = (change) =>
  ({ added: 'good', removed: 'bad', modified: 'warn' })[change] ?? 'plain';
export const nameOf = (who) => who?.username ?? t('rules.by_system');

const SEVERITIES = { error: 'bad', warning: 'warn', notice: 'brand' };
export const severityText = (severity) => t(`rules.severity_${severity}`);
export const severityKind = (severity) => SEVERITIES[severity] ?? 'plain';

const VERDICTS = { acceptable: 'good', not_acceptable: 'bad', needs_human: 'warn' };
export const verdictText = (verdict) => (verdict ? t(`rules.verdict_${verdict}`) : '—');
export const verdictKind = (verdict) => VERDICTS[verdict] ?? 'plain';

// How much was replayed, and how much of it comes out otherwise.
export const scopeOf = (report) => t('replay.report_scope', {
  n: number(report.decisions), changed: number(report.changed), of: number(report.filings),
});

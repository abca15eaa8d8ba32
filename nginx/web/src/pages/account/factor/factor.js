// The second factor of one's own account, in requests.
import { call, list, post } from '../../../api/client.js';

const quiet = { quiet: true };
const proof = ({ password, code }) => ({ password, ...(code ? { code } : {}) });

export const factors = () => list('/account/factors');
export const begin = (by) => post('/account/factors', proof(by), quiet);
export const confirm = (code) => post('/account/factors/confirm', { code }, quiet);
export const renew = (by) => post('/account/factors/codes', proof(by), quiet);
export const drop = (by) => call('DELETE', '/account/factors', { body: proof(by), ...quiet });
export const sessions = () => list('/account/sessions');
export const resets = () => list('/account/resets');
export const seen = () => post('/account/resets/seen', {}, quiet);
export const endOthers = () => call('DELETE', '/account/sessions', { body: { which: 'others' } });

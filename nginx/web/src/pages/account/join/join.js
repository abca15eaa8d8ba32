// Registering, in requests.
import { get, post } from '../../../api/client.js';

export const formOf = () => get('/forms/account');
export const check = (data) =>
  post('/check', { kind: 'account', action: 'initial', data }, { quiet: true });
export const join = (body, key) => post('/accounts', body, { key, quiet: true });

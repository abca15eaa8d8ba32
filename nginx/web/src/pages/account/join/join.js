// Registering, in requests.
import { get, post } from '../../../api/client.js';

export const formOf = () => get('/forms/account');
export const check = (data) =>
  post('/check', { kind: 'account', action: 'initial', data }, { quiet: true });
export const join = (body, key) => post('/accounts', body, { key, quiet: true });
// Whose invitation that is.
export const lookAt = (invitation) =>
  post('/organization/invitation', { invitation }, { quiet: true });
export const joinAs = (invitation) => post('/organization/join', { invitation }, { quiet: true });

// Of somebody who is invited the form does not ask what the invitation says.
export const without = (form, name) => ({
  ...form,
  sections: form.sections.map((s) => ({ ...s, fields: s.fields.filter((f) => f.name !== name) }))
    .filter((s) => s.fields.length),
});

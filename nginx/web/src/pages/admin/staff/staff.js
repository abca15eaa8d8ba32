// What a dialog about an account of staff holds, and what is sent of it.
import { post, patch } from '../../../api/client.js';
import { isAll } from './scope.js';

export const blank = () => ({
  id: null, username: '', contact_name: '', roles: [], scope: [], organization: null,
});

export const draftOf = (row) => ({
  ...blank(), ...row, roles: [...row.roles],
  scope: isAll(row.scope) ? [] : row.scope.map((s) => ({ ...s })),
});

const scopeOf = (rows) => (rows.length ? rows : [{ area: '', class: '' }])
  .map(({ area, class: of, pool }) => ({ area, class: of, ...(pool ? { pool } : {}) }));

// A new account, or roles and scope of one that is there. → the row as it now is
export async function keep(draft) {
  const { roles, scope } = draft;
  const body = { roles, scope: scopeOf(scope) };
  if (draft.id) return patch(`/staff/${draft.id}`, body);
  return post('/staff', {
    ...body, username: draft.username.trim(),
    ...(draft.contact_name.trim() ? { contact_name: draft.contact_name.trim() } : {}),
    ...(draft.organization ? { organization: draft.organization } : {}),
  });
}

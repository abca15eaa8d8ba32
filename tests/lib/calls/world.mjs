// Who calls, and what there is to call about. Each call makes for itself whatever it uses up.
import { people } from '../govern.mjs';
import { Client, staff } from '../client.mjs';
import { approvedCompany, publishedAlgorithm, reviewers } from '../way.mjs';

export const NOTHING = '0'.repeat(26);

export async function makeWorld(instance) {
  const by = await reviewers(instance);
  const company = await approvedCompany(instance, by);
  const governors = await people(instance);
  const admin = await staff(instance, 'system_admin');
  return {
    instance, company, by, governors, admin, ...governors,
    open: new Client(instance),
    published: await publishedAlgorithm(instance, company, by, '契约算法'),
    as: {
      filer: company, preliminary_reviewer: by.preliminary, final_reviewer: by.final,
      rule_editor: governors.editor, rule_approver: governors.approver,
      auditor: governors.auditor, system_admin: admin,
    },
  };
}

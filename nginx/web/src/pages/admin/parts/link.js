// A link by which somebody sets a password, as it is shown once.
import { moment } from '../../../words/when.js';
import { t } from '../../../words/index.js';

export const linkRows = (username, reset) => [
  { label: t('admin.username'), text: username, mayCopy: true },
  { label: t('admin.link'), text: globalThis.location.origin + reset.path, isSecret: true },
  { label: t('admin.link_until'), text: moment(reset.expires_at) },
];

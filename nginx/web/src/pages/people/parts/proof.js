// That it is really the account's owner who asks: the password, and the code of a second factor.
import { t } from '../../../words/index.js';

export const proofRows = () => [
  { id: 'password', path: '/password', label: t('people.password'), type: 'password',
    auto: 'current-password' },
  { id: 'code', path: '/code', label: t('people.code'), auto: 'one-time-code' },
];

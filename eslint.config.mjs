import js from '@eslint/js';
import globals from 'globals';

export default [
  { ignores: ['build/', 'var/', 'node_modules/'] },
  js.configs.recommended,
  {
    files: ['**/*.mjs', '**/*.js'],
    languageOptions: { ecmaVersion: 2022, sourceType: 'module', globals: { ...globals.node } },
    rules: {
      'no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-var': 'error',
      'prefer-const': 'error',
      eqeqeq: ['error', 'smart'],
      'max-lines': ['error', 300],
      'max-len': ['error', { code: 100, ignoreUrls: true }],
    },
  },
  {
    files: ['tests/browser/**', 'nginx/web/**'],
    languageOptions: { globals: { ...globals.browser } },
  },
];

import js from '@eslint/js';
import globals from 'globals';
import vue from 'eslint-plugin-vue';

export default [
  { ignores: ['build/', 'var/', 'node_modules/'] },
  js.configs.recommended,
  ...vue.configs['flat/essential'],
  {
    files: ['**/*.mjs', '**/*.js', '**/*.vue'],
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
    rules: {
      'vue/multi-word-component-names': 'off',
      'vue/no-v-html': 'error',
      // The policy of the pages forbids what stands in an attribute.
      'vue/no-static-inline-styles': 'error',
    },
  },
];

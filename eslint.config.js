import js from '@eslint/js';
import globals from 'globals';

// A page is hostile: its text is only ever put in as text, and nothing of it is run.
const AS_TEXT_ONLY = ['innerHTML', 'outerHTML', 'srcdoc'].map((name) => ({
  selector: `AssignmentExpression > MemberExpression.left[property.name='${name}']`,
  message: 'Text of a page is put in with textContent only.',
}));
const NO_MARKUP = {
  selector:
    'CallExpression[callee.property.name=/^(insertAdjacentHTML|write|writeln|parseFromString|createContextualFragment|setHTMLUnsafe)$/]',
  message: 'Text of a page is put in with textContent only.',
};
// A fetch from a content script carries the page's origin and is stopped by Local Network Access: the background asks.
const NO_NETWORK = ['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource'].map((name) => ({
  name,
  message: 'Content scripts never talk to a server; they ask the background.',
}));

export default [
  { ignores: ['**/node_modules/**', '**/.venv*/**', 'build/**'] },
  js.configs.recommended,
  {
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-restricted-syntax': ['error', ...AS_TEXT_ONLY, NO_MARKUP],
      'no-var': 'error',
      'no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      'prefer-const': 'error',
      'max-lines': ['error', 400],
      'max-lines-per-function': ['error', { max: 60, skipComments: true, skipBlankLines: true }],
    },
    languageOptions: { globals: { ...globals.browser, ...globals.webextensions } },
  },
  {
    files: ['extension/content/*.js', 'extension/sites/*.js'],
    languageOptions: { sourceType: 'script', globals: { SecondLook: 'writable' } },
    rules: { 'no-restricted-globals': ['error', ...NO_NETWORK], strict: 'off' },
  },
  { files: ['extension/sites/index.js'], languageOptions: { sourceType: 'module' } },
  {
    files: ['tests/extension/**', '*.config.js'],
    languageOptions: { globals: { ...globals.node, SecondLook: 'readonly' } },
    rules: { 'max-lines-per-function': 'off', 'no-restricted-syntax': 'off' },
  },
];

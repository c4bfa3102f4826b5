// Source: several open readers of the page, the newest of 2026. No row has an id, and none a time.
SecondLook.site({
  id: 'badoo',
  name: 'Badoo',
  hosts: ['badoo.com'],
  verified: '2026-09',
  conversation: (url) => url.pathname.match(/^\/messages\/([\w-]+)/)?.[1] ?? null,
  root: '.csms-chat-messages',
  row: '[data-qa="chat-message"]',
  me: '[data-qa-message-direction="out"]',
  them: '[data-qa-message-direction="in"]',
  text: '.csms-chat-message-content-text__message',
  exclude: '.csms-a11y-visually-hidden, [data-qa="chat-message"] [class*="reply"]',
  compose: '#chat-composer-input-message',
});

// Source: Ajaxy/telegram-tt, src/components/middle/message/Message.tsx and MessageMeta.tsx. The full time is in a title
// that appears after the pointer was over it; until then the time stays unknown.
SecondLook.site({
  id: 'telegram-a',
  name: 'Telegram Web (A)',
  hosts: ['web.telegram.org'],
  path: '/a/',
  verified: '2026-10',
  conversation: (url) => url.hash.match(/^#(-?\d+)/)?.[1] ?? null,
  group: (url) => url.hash.startsWith('#-'),
  root: '#MiddleColumn .MessageList .messages-container',
  row: '.Message.message-list-item',
  skip: '.ActionMessage, .sponsored-message',
  pending: '.icon-message-pending, [data-message-id*="."]', // an id with a fraction is the page's own, until it is sent
  key: (row) => row.getAttribute('data-message-id') ?? row.id.match(/^message-?(\d+)$/)?.[1] ?? null,
  me: '.Message.own',
  them: '.Message:not(.own)', // the client writes `own` on every row of the person's, and on nothing else
  text: '.text-content',
  exclude: '.EmbeddedMessage, .MessageMeta, .Reactions, .WebPage, .translation-animation',
  sentAt: (row) => SecondLook.time(row.querySelector('.message-time')?.getAttribute('title')?.split('\n')[0]),
  compose: '#editable-message-text',
  send: '.Composer .main-button, .Composer .Button.send',
});

// Source: many open readers of the page, the newest of August 2026. Rows of the other one say so. The person's own say
// nothing: they are told by the sign that a message was sent, or, where the page does mark rows, by having no mark.
SecondLook.site({
  id: 'linkedin',
  name: 'LinkedIn',
  hosts: ['www.linkedin.com'],
  verified: '2026-08',
  conversation: (url) => url.pathname.match(/^\/messaging\/thread\/(?!new\b)([^/]+)/)?.[1] ?? null,
  root: '.msg-s-message-list:not(.msg-overlay-conversation-bubble *)',
  row: '.msg-s-event-listitem[data-event-urn]',
  key: (row) => row.getAttribute('data-event-urn'),
  me: '.msg-s-event-with-indicator__sending-indicator--sent',
  them: '.msg-s-event-listitem--other',
  direction: (row) =>
    row.closest('.msg-s-message-list')?.querySelector('.msg-s-event-listitem--other') ? 'me' : 'unknown',
  text: '.msg-s-event-listitem__body',
  exclude: 'time, .msg-s-event-listitem [class*="edited"], .msg-s-event-listitem [class*="repl"], blockquote',
  author: (row) => row.querySelector('.msg-s-message-group__name')?.textContent?.trim() ?? null,
  compose: '.msg-form__contenteditable',
  send: '.msg-form__send-button',
});

// Source: conversejs/converse.js 14, src/shared/chat/templates/message.js and plugins/chatboxviews. A retracted message
// keeps its row and its id; a quote is a blockquote inside the text.
SecondLook.site({
  id: 'converse',
  name: 'Converse.js (XMPP)',
  hosts: [],
  verified: '2026-11',
  signature: 'converse-root, converse-chats, .conversejs',
  conversation: (_url, doc, root) => {
    const chat = root?.closest('converse-chat') ?? doc.querySelector('converse-chat, converse-muc');
    return chat ? (chat.getAttribute('jid') ?? '') : null;
  },
  group: (_url, doc, root) => !root && !!doc.querySelector('converse-muc'),
  root: 'converse-chat converse-chat-content',
  row: '.chat-msg[data-msgid]',
  key: (row) => row.getAttribute('data-msgid'),
  me: '.chat-msg__content--me',
  them: '.chat-msg__content--them',
  deleted: '.chat-msg--retracted, .retraction',
  text: '.chat-msg__text',
  exclude: 'blockquote, converse-reply-context, .chat-msg__heading',
  sentAt: (row) => SecondLook.time(row.getAttribute('data-isodate')),
  compose: '.chat-textarea',
  send: '.send-button',
});

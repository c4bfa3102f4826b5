// Source: thelounge/thelounge 4.5, client/components/Message.vue and Chat.vue. Ids of rows and channels start anew with
// the program, so a message is known by its words and its time, and a chat by network and nick.
SecondLook.site({
  id: 'the-lounge',
  name: 'The Lounge (IRC)',
  hosts: [],
  verified: '2026-11',
  signature: '#chat-container .chat-view[data-type]',
  conversation: (_url, doc) => {
    const view = doc.querySelector('#chat-container .chat-view[data-type="query"], .chat-view[data-type="channel"]');
    if (!view) return null;
    const network = doc.querySelector('.channel-list-item.active')?.closest('.network')?.id ?? '';
    return `${network} ${view.getAttribute('aria-label')?.toLowerCase() ?? ''}`.trim();
  },
  group: (_url, doc) => !!doc.querySelector('#chat-container .chat-view[data-type="channel"]'),
  root: '.chat .messages[role="log"]',
  row: '.msg[data-type="message"][data-from], .msg[data-type="action"][data-from]',
  me: '.msg.self',
  them: '.msg:not(.self)', // only the person's own rows carry `self`, and every row of a query is by one of the two
  text: '.content',
  exclude: '.preview, .reply-context, .msg-reply, .toggle-button, .user',
  sentAt: (row) => SecondLook.time(row.querySelector('.time')?.getAttribute('aria-label')),
  compose: '#input',
  send: '#submit',
});

// Source: several open readers of the page, the newest of October 2026. Chats are drawn into an open shadow root; rows of
// the page before that, which are still met, do not say who wrote them. The address names two people, or one group.
SecondLook.site({
  id: 'x',
  name: 'X (Twitter)',
  hosts: ['x.com'],
  verified: '2026-10',
  conversation: (url) => url.pathname.match(/^\/(?:i\/chat|messages)\/(g?\d+(?:-\d+)?)/)?.[1] ?? null,
  group: (url) => !/\/\d+-\d+/.test(url.pathname),
  shadow: '[data-testid="xchatEmbedRoute"]',
  root: '[data-testid="dm-message-scroller"], [data-testid="dm-message-list"], [data-testid="DmScrollerContainer"]',
  row: '[data-dm-message-row], [data-testid^="message-"]:not([data-testid^="message-text-"]), [data-testid="messageEntry"]',
  skip: '[data-dm-message-row] *, [data-testid^="message-"][class*="justify-"] *',
  pending: '[data-send-status="pending"], [data-send-status="sending"], [data-send-status="failed"]',
  key: (row) => row.getAttribute('data-testid')?.match(/^message-(.+)/)?.[1] ?? null,
  direction: (row) => {
    const [me, them] = ['justify-end', 'justify-start'].map((name) => row.classList.contains(name));
    if (me === them) return 'unknown';
    return me ? 'me' : 'them';
  },
  text: '[data-testid^="message-text-"] [dir="auto"], [data-testid="tweetText"]',
  exclude:
    'time, blockquote, [id$="-time"], [id$="-sender"], [id$="-kind"], [data-testid*="reply"], [data-testid*="quote"]',
  compose: '[data-testid="dm-composer-textarea"], [data-testid="dmComposerTextInput"]',
  send: '[data-testid="dm-composer-send-button"], [data-testid="dmComposerSendButton"]',
});

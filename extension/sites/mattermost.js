// Source: mattermost/mattermost, webapp/channels/src/components/post/post_component.tsx and post_view. A deleted message
// keeps its row without its text; an id with a colon is the page's own, until it is sent. Bots post in people's names.
SecondLook.site({
  id: 'mattermost',
  name: 'Mattermost',
  hosts: [],
  verified: '2026-10',
  signature: '#channel_view.channel-view',
  conversation: (url) => url.pathname.match(/\/(?:messages|channels)\/(@?[\w.-]+)/)?.[1] ?? null,
  group: (url) => !/\/messages\/@|\/channels\/[a-z0-9]+__[a-z0-9]+/.test(url.pathname),
  root: '.post-list__content',
  row: '.post[id^="post_"]',
  skip: '.post--system',
  pending: '.post[id*=":"], .pending-post-actions',
  key: (row) => row.id.replace(/^post_/, ''),
  me: '.post.current--user:not(.post--bot)',
  them: '.post:not(.current--user, .post--bot)', // the client marks the person's own posts, and every post but notices is one
  deleted: '.post--hide-controls:not(:has(.post-message__text, .pending-post-actions))',
  text: '.post-message__text',
  exclude: 'blockquote, .post-edited__indicator, .attachment, .post__embed-container',
  sentAt: (row) => SecondLook.time(row.querySelector('time.post__time')?.getAttribute('datetime')),
  compose: '#post_textbox',
  send: '[data-testid="SendMessageButton"]',
});

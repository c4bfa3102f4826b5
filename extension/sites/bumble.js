// Source: several open readers of the page, the newest of 2026. No row has an id. One of them says that the person's own
// bubbles may stand on the left, so where a row stands is never asked.
SecondLook.site({
  id: 'bumble',
  name: 'Bumble',
  hosts: ['bumble.com', 'eu1.bumble.com', 'us1.bumble.com'],
  verified: '2026-09',
  conversation: (url, doc) => {
    const [isChats, id] = url.pathname.match(/^\/app\/connections(?:\/([\w-]+))?/) ?? [];
    return isChats ? (id ?? (doc.querySelector('.messages-header__name')?.textContent?.trim() || null)) : null;
  },
  root: '[data-qa-role="message-list"], .messages-list',
  row: '.message:not(.contact__message)',
  me: '.message--out',
  them: '.message--in',
  text: '.message-bubble__text',
  exclude: '.message [class*="quote"], .message [class*="replied"], .message-group__timestamp',
});

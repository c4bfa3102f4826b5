// Source: two open readers of the page, checked against each other in 2026. No row has an id.
SecondLook.site({
  id: 'tinder',
  name: 'Tinder',
  hosts: ['tinder.com'],
  verified: '2026-09',
  conversation: (url) => url.pathname.match(/^\/app\/messages\/(\w+)/)?.[1] ?? null,
  root: '[role="log"]',
  row: '[role="article"]',
  me: String.raw`.Ta\(e\)`,
  them: String.raw`.Ta\(start\)`,
  direction: (row) =>
    /^you\b/i.test(row.querySelector('strong.Hidden')?.textContent?.trim() ?? '') ? 'me' : 'unknown',
  text: 'span.text, .msg > span',
  exclude: 'strong.Hidden, time',
  sentAt: (row) => SecondLook.time(row.querySelector('time')?.getAttribute('datetime')),
});

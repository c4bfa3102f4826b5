// Source: open readers of the page, the newest of 2026. No row has an id or a time. The picture of the other one stands on
// the last of several rows only: those above it are read while they are the last, and unknown if they never were.
SecondLook.site({
  id: 'instagram',
  name: 'Instagram',
  hosts: ['www.instagram.com'],
  verified: '2026-09',
  conversation: (url) => url.pathname.match(/^\/direct\/t\/(\w+)/)?.[1] ?? null,
  root: '[data-pagelet="IGDMessagesList"], [aria-label^="Conversation"]:not(:has([data-pagelet="IGDMessagesList"]))',
  row: '[role="group"]',
  skip: '[role="group"] [role="group"]',
  atEnd: true,
  them: 'a[aria-label^="Open the profile page of"], a[href] > img[alt="user-profile-picture"]',
  text: '[dir="auto"]',
  exclude:
    '[role="button"]:not(:has([role="presentation"])), [role="heading"], h1, h2, h3, h4, h5, h6, [aria-hidden="true"]',
  author: (row) => row.querySelector('a[aria-label^="Open the profile page of"]')?.getAttribute('href') ?? null,
});

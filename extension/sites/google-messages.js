// Source: several open readers of the page, the newest of September 2026. The label of a row ends in `Received on August 9,
// 2026 at 10:07 PM.`, or in a day of the week; what comes before was written by somebody, and may say the like.
{
  const label = (/** @type {Element} */ row) =>
    row.querySelector('mws-text-message-part[aria-label]')?.getAttribute('aria-label') ?? '';

  SecondLook.site({
    id: 'google-messages',
    name: 'Google Messages',
    hosts: ['messages.google.com'],
    verified: '2026-09',
    conversation: (url) => url.pathname.match(/^\/web\/conversations\/(?!new\b)([\w-]+)/)?.[1] ?? null,
    root: 'mws-messages-list',
    row: 'mws-message-wrapper',
    skip: '[data-e2e-message-tombstone], :has([data-e2e-message-tombstone])',
    pending: '[msg-id^="tmp_"], [data-e2e-message-id^="tmp_"]',
    key: (row) =>
      row.getAttribute('msg-id') ??
      row.querySelector('[data-e2e-message-id]')?.getAttribute('data-e2e-message-id') ??
      null,
    me: '[data-e2e-message-outgoing="true"], [is-outgoing="true"]',
    them: '[data-e2e-message-outgoing="false"], [is-outgoing="false"]',
    text: 'mws-text-message-part',
    exclude: '.embed-msg-part-container, mws-link-preview, [data-e2e-link-preview], mw-message-reactions-display',
    sentAt: (row) => {
      const end =
        label(row)
          .split(/(?:Sent|Received) on /)
          .at(-1) ?? '';
      const [, day, hour] = end.match(/^(\p{L}+ \d+, \d{4}) at (\d+:\d+\s[AP]M)\./u) ?? [];
      return day ? SecondLook.time(`${day} ${hour.replace(/\s/, ' ')}`) : null;
    },
    author: (row) => label(row).match(/^(.+?) said: /)?.[1] ?? null,
    compose: 'textarea[data-e2e-message-input-box]',
    send: '[data-e2e-send-text-button]',
  });
}

// Source: several open readers of the page, newest of autumn 2026; the classes differ between builds, so each question
// is asked in more than one way. The chat has no address of its own: its name is in the header.
{
  const header = (/** @type {Document} */ doc) =>
    doc.querySelector(
      '#main header [data-testid="conversation-info-header-chat-title"], #main header span[dir="auto"]',
    );

  /** The name that WhatsApp writes before a copied message: `[18:05, 24/11/2026] Anna: `.
   * @param {Element} row */
  const prefix = (row) => row.querySelector('[data-pre-plain-text]')?.getAttribute('data-pre-plain-text') ?? '';
  const author = (/** @type {Element} */ row) => prefix(row).match(/\]\s*(.+?):\s*$/)?.[1] ?? null;

  SecondLook.site({
    id: 'whatsapp',
    name: 'WhatsApp Web',
    hosts: ['web.whatsapp.com'],
    verified: '2026-10',
    conversation: (_url, doc) =>
      doc.querySelector('#main')
        ? (header(doc)?.getAttribute('title') ?? header(doc)?.textContent?.trim() ?? '')
        : null,
    root: '#main [data-testid="conversation-panel-messages"], #main [role="application"]',
    row: '[data-id]',
    skip: '[data-id] [data-id]',
    pending: '[data-icon="msg-time"]',
    key: (row) => row.getAttribute('data-id'),
    me: '.message-out, [data-icon^="msg-check"], [data-icon^="msg-dblcheck"], [data-icon="tail-out"], [data-id^="true_"]',
    them: '.message-in, [data-icon="tail-in"], [data-id^="false_"]',
    direction: (row) => {
      const name = header(row.ownerDocument)?.textContent?.trim();
      return name && author(row) === name ? 'them' : 'unknown'; // another name may be one's own, or a nickname
    },
    deleted: '[data-icon="recalled"], [data-testid="recalled"]',
    text: '[data-testid="selectable-text"], span.selectable-text, .copyable-text span[dir]',
    exclude: '[data-testid="quoted-message"], .quoted-mention, [aria-label="Quoted message"], [data-testid="msg-meta"]',
    sentAt: (row) => SecondLook.clock(prefix(row), row.closest('#main')),
    author,
    compose: 'footer [contenteditable="true"]',
    send: ':is(button, [role="button"]):has([data-icon="send"], [data-icon="wds-ic-send-filled"])',
  });
}

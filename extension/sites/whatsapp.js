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

  const CLOCK =
    /\[(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?\s*([ap])?\.?\s?m?\.?,?\s+(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})\]/i;

  /** @type {(a: number, b: number, c: number) => 'ymd' | 'dmy' | 'mdy' | null} what three numbers of a date prove */
  const orderOf = (a, b, c) => {
    if (a > 31) return 'ymd';
    if (c <= 31) return null;
    return a > 12 ? 'dmy' : b > 12 ? 'mdy' : null;
  };

  /** @type {WeakMap<Element, 'ymd' | 'dmy' | 'mdy'>} */
  const orders = new WeakMap();

  /**
   * Reads `[18:05, 24/11/2026]`. Whether the day or the month comes first differs by locale and is taken from whichever
   * date in `scope` proves it; while none does, the time stays unknown.
   * @param {string} stamp
   * @param {Element | null} scope
   */
  const clock = (stamp, scope) => {
    const found = CLOCK.exec(stamp);
    if (!found) return null;
    const [a, b, c] = found.slice(5, 8).map(Number);
    let order = (scope && orders.get(scope)) ?? orderOf(a, b, c);
    for (const other of order || !scope ? [] : scope.querySelectorAll('[data-pre-plain-text]')) {
      const numbers = CLOCK.exec(other.getAttribute('data-pre-plain-text') ?? '')
        ?.slice(5, 8)
        .map(Number);
      if (numbers && (order = orderOf(numbers[0], numbers[1], numbers[2]))) break;
    }
    if (!order) return null;
    if (scope) orders.set(scope, order);
    const [year, month, day] = { ymd: [a, b, c], dmy: [c, b, a], mdy: [c, a, b] }[order];
    const half = found[4]?.toLowerCase();
    const hour = (Number(found[1]) % (half ? 12 : 24)) + (half === 'p' ? 12 : 0);
    return SecondLook.time(new Date(year, month - 1, day, hour, Number(found[2]), Number(found[3] ?? 0)).getTime());
  };

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
    sentAt: (row) => clock(prefix(row), row.closest('#main')),
    author,
    compose: 'footer [contenteditable="true"]',
    send: ':is(button, [role="button"]):has([data-icon="send"], [data-icon="wds-ic-send-filled"])',
  });
}

// When a message was sent, as ISO UTC, or null where the page does not say for certain.
{
  const CLOCK =
    /\[(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?\s*([ap])?\.?\s?m?\.?,?\s+(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})\]/i;

  /** @param {string | number | null | undefined} value  epoch milliseconds, ISO, or English words
   * @returns {string | null} */
  SecondLook.time = (value) => {
    const at = value ? new Date(value) : null;
    return at && at.getFullYear() > 1990 && at.getFullYear() < 2999 ? at.toISOString() : null;
  };

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
  SecondLook.clock = (stamp, scope) => {
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
}

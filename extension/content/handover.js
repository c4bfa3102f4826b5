// What a page hands to the side panel: how much of the chat it holds, the pieces that can be looked up, or, when the
// person saves the chat, every message. It hands over when asked and keeps no copy.
{
  /** @param {Ledger | null} ledger */
  const known = (ledger) =>
    (ledger?.order ?? []).flatMap((key) => {
      const entry = ledger?.entries.get(key);
      return entry && !entry.deleted ? [entry] : [];
    });

  /** @param {Ledger | null} ledger  @returns {Extent} */
  const extent = (ledger) => {
    const entries = known(ledger);
    const times = entries.flatMap(({ sent_at }) => sent_at ?? []).sort();
    const gaps = (ledger?.order ?? []).filter((key) => !ledger?.entries.has(key)).length;
    return { n: entries.length, from: times.at(0) ?? null, to: times.at(-1) ?? null, gaps };
  };

  /** Null for a message that the page does not hold: it was read on another day.
   * @param {Ledger | null} ledger  @param {Record<string, Spans>} spans  @returns {Record<string, string[] | null>} */
  const pieces = (ledger, spans) => {
    const cut = (/** @type {string} */ key, /** @type {Spans} */ places) => {
      const entry = ledger?.entries.get(key);
      return entry && !entry.deleted ? places.map(([from, to]) => entry.text.slice(from, to)) : null;
    };
    return Object.fromEntries(Object.entries(spans).map(([key, places]) => [key, cut(key, places)]));
  };

  /** @param {Pick<Chat, 'conversation' | 'ledger'> | null} open  the chat that is open, if one is
   * @param {HandOver} asked */
  SecondLook.handOver = (open, asked) => {
    const ledger = open?.conversation === asked.conversation ? open.ledger : null; // the person may have gone on to another
    if (asked.what === 'extent') return extent(ledger);
    if (asked.what === 'pieces') return pieces(ledger, asked.spans);
    return known(ledger).map(({ sender, text, sent_at }) => ({ sender, text, sent_at }));
  };
}

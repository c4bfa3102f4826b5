// What is known of one conversation, and what the server has not acknowledged yet. Lives in page memory only.
{
  const OVERLAP = 7; // rows sent again on either side of new ones: they place them and give them context
  const MAX_NEW = 186; // with the overlap, at most 200 messages a batch
  const MAX_UNITS = 50_000; // of text in a batch, so that a body stays far below the server's limit
  const GONE_AFTER_MS = 2000; // a row that vanished between two others is only then a deleted one
  const ECHO_MS = 5000; // one's own message drawn under two ids: same words, same moment
  const GAP = ''; // stands in `order` where two stretches of history were never seen side by side

  /** @type {(a: Message, b: Message) => boolean} */
  const isEcho = (a, b) =>
    a.sender === 'me' &&
    b.sender === 'me' &&
    a.text === b.text &&
    (!a.sent_at || !b.sent_at || Math.abs(Date.parse(a.sent_at) - Date.parse(b.sent_at)) <= ECHO_MS);

  SecondLook.Ledger = class Ledger {
    constructor() {
      /** @type {string[]} */
      this.order = [];
      /** @type {Map<string, Entry>} */
      this.entries = new Map();
      /** @type {Set<string>} */
      this.dirty = new Set();
      /** @type {Map<string, string>} a second id of an own message, and the id it is known by */
      this.aliases = new Map();
    }

    /** @param {Message[]} messages  @returns {boolean} true where none of them was seen before */
    isElsewhere(messages) {
      return this.entries.size > 0 && messages.length > 0 && !messages.some((m) => this.entries.has(m.key));
    }

    /**
     * Takes in what the page shows now.
     * @param {Message[]} messages  in page order
     * @param {Set<string>} held  keys that are there but not ready (being sent, text not drawn)
     * @param {number} now_ms
     * @returns {number | null} milliseconds after which to look again, for rows that may have been deleted
     */
    update(messages, held, now_ms) {
      const shown = this.withoutEchoes(messages, held);
      this.place(shown);
      for (const message of shown) this.note(message);
      return this.missing(shown, held, now_ms);
    }

    /** An own message under a second id, beside its first or in the place of it, is the same message.
     * @param {Message[]} messages  @param {Set<string>} held */
    withoutEchoes(messages, held) {
      const present = new Set(messages.map((m) => m.key));
      /** @type {Map<string, Message>} */
      const shown = new Map();
      let above = '';
      for (const message of messages) {
        if (!this.entries.has(message.key) && message.sender === 'me' && !this.aliases.has(message.key)) {
          const twin = this.twin(message, shown.get(above), above, present, held);
          if (twin) this.aliases.set(message.key, twin);
        }
        above = this.aliases.get(message.key) ?? message.key;
        if (!shown.has(above)) shown.set(above, { ...message, key: above });
      }
      return [...shown.values()];
    }

    /** @type {(own: Message, before: Message | undefined, above: string, present: Set<string>, held: Set<string>) => string | null} */
    twin(own, before, above, present, held) {
      if (before && isEcho(before, own)) return above;
      const place = above ? this.order.indexOf(above) : -1;
      if (above && place < 0) return null;
      const entry = this.entries.get(this.order[place + 1]);
      const stillThere = entry && (present.has(entry.key) || held.has(entry.key));
      return entry && !stillThere && isEcho(entry, own) ? entry.key : null;
    }

    /** Gives new keys a place beside their neighbours on the page.
     * @param {Message[]} messages */
    place(messages) {
      const fresh = messages.filter((m) => !this.entries.has(m.key));
      if (fresh.length === 0) return;
      const first = messages.find((m) => this.entries.has(m.key));
      if (!first) {
        if (this.order.length > 0) this.order.push(GAP);
        this.order.push(...messages.map((m) => m.key));
        return;
      }
      /** @type {Map<string, string[]>} */
      const after = new Map();
      /** @type {string[]} */
      const lead = [];
      let bucket = lead;
      for (const { key } of messages) {
        if (this.entries.has(key)) after.set(key, (bucket = []));
        else bucket.push(key);
      }
      this.order = this.order.flatMap((key) => [...(key === first.key ? lead : []), key, ...(after.get(key) ?? [])]);
    }

    /** @param {Message} message */
    note(message) {
      const known = this.entries.get(message.key);
      const same = known && known.text === message.text && known.sender === message.sender;
      if (known && same && known.deleted === message.deleted) {
        known.gone_ms = null;
        return;
      }
      const version = (known?.version ?? 0) + 1;
      this.entries.set(message.key, { ...known, ...message, version, acked: known?.acked ?? 0, gone_ms: null });
      this.dirty.add(message.key);
    }

    /** A row missing between two that are there was deleted; one missing at an end was only scrolled away.
     * @param {Message[]} messages  @param {Set<string>} held  @param {number} now_ms */
    missing(messages, held, now_ms) {
      const present = new Set(messages.map((m) => m.key));
      const from = this.order.findIndex((key) => present.has(key));
      const to = this.order.findLastIndex((key) => present.has(key));
      let again = null;
      /** @type {Entry[]} */
      let run = [];
      for (const key of this.order.slice(Math.max(from, 0), to + 1)) {
        if (key === GAP) run = [];
        const entry = this.entries.get(key);
        if (entry && !present.has(key) && !held.has(key)) run.push(entry);
        if (!present.has(key)) continue;
        for (const lost of run) if (this.lose(lost, now_ms)) again = GONE_AFTER_MS;
        run = [];
      }
      return again;
    }

    /** @param {Entry} entry  @param {number} now_ms  @returns {boolean} whether it must be looked at again */
    lose(entry, now_ms) {
      if (entry.deleted) return false;
      entry.gone_ms ??= now_ms;
      if (now_ms - entry.gone_ms < GONE_AFTER_MS) return true;
      this.note({ ...entry, text: '', deleted: true });
      return false;
    }

    /** The next window to send, or null when everything was acknowledged.
     * @param {number} [most]  new rows in it
     * @returns {Batch | null} */
    next(most = MAX_NEW) {
      const start = this.order.findIndex((key) => this.dirty.has(key));
      if (start < 0) return null;
      const size = (/** @type {number} */ i) => this.entries.get(this.order[i])?.text.length ?? 0;
      let units = size(start);
      let last = start;
      for (let i = start + 1, between = 0; i < this.order.length && this.order[i] !== GAP; i++) {
        between += size(i);
        if (i - start >= most || i - last > 2 * OVERLAP || units + between > MAX_UNITS || this.isRefused(i)) break;
        if (!this.dirty.has(this.order[i])) continue;
        [last, units, between] = [i, units + between, 0];
      }
      let [from, to] = [start, last];
      const mayAdd = (/** @type {number} */ i) => {
        const key = this.order[i];
        if (!key || this.dirty.has(key) || this.isRefused(i) || units + size(i) > MAX_UNITS) return false;
        units += size(i);
        return true;
      };
      while (start - from < OVERLAP && mayAdd(from - 1)) from -= 1;
      while (to - last < OVERLAP && mayAdd(to + 1)) to += 1;
      return this.order.slice(from, to + 1).map((key) => ({ .../** @type {Entry} */ (this.entries.get(key)) }));
    }

    /** @param {number} i  @returns {boolean} whether the server takes no batch with this row in it */
    isRefused(i) {
      const entry = this.entries.get(this.order[i]);
      return !!entry && entry.refused === entry.version;
    }

    /** The server takes this batch in no way. @param {Batch} batch  @returns {boolean} whether less of it may do */
    refuse(batch) {
      const fresh = batch.filter(({ key }) => this.dirty.has(key));
      if (fresh.length > 1) return true;
      for (const { key, version } of fresh) /** @type {Entry} */ (this.entries.get(key)).refused = version;
      this.acknowledge(batch);
      return false;
    }

    /** @param {Batch} batch  as it was sent; what changed since then stays to be sent */
    acknowledge(batch) {
      for (const sent of batch) {
        const entry = this.entries.get(sent.key);
        if (!entry) continue;
        entry.acked = sent.version;
        if (entry.version === sent.version) this.dirty.delete(sent.key);
      }
    }

    /** The id by which the page now shows the message that is known as `key`.
     * @param {string} key */
    otherName(key) {
      return [...this.aliases].find(([, known]) => known === key)?.[0];
    }

    /** Everything must be sent again: the server did not keep it. */
    resend() {
      for (const key of this.entries.keys()) this.dirty.add(key);
    }
  };
}

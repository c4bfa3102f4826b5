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
      /** @type {Map<string, number>} rows that may have been deleted, and since when */
      this.lost = new Map();
      /** @type {Map<string, string>} a second id of an own message, and the id it is known by */
      this.aliases = new Map();
    }

    /** @param {Message[]} messages  @returns {boolean} true where none of them was seen before */
    isElsewhere(messages) {
      return this.entries.size > 0 && messages.length > 0 && !messages.some((m) => this.entries.has(m.key));
    }

    /**
     * Takes in what is new on the page.
     * @param {Message[]} messages  that stand one after the other there: all of them, or fewer
     * @param {{ has: (key: string) => boolean }} page  what else is there, also what is being sent or has no words yet
     * @param {number} now_ms
     * @returns {number | null} milliseconds after which to look again, for rows that may have been deleted
     */
    update(messages, page, now_ms) {
      const keys = new Set(messages.map(({ key }) => key));
      const isThere = (/** @type {string} */ key) => keys.has(key) || page.has(key);
      const shown = this.withoutEchoes(messages, isThere);
      this.place(shown.map(({ key }) => key));
      for (const message of shown) this.note(message);
      return this.missing(shown, (key) => isThere(key) || isThere(this.otherName(key) ?? GAP), now_ms);
    }

    /** An own message under a second id, beside its first or in the place of it, is the same message.
     * @param {Message[]} messages  @param {(key: string) => boolean} isThere */
    withoutEchoes(messages, isThere) {
      /** @type {Map<string, Message>} */
      const shown = new Map();
      let above = '';
      for (const message of messages) {
        if (!this.entries.has(message.key) && message.sender === 'me' && !this.aliases.has(message.key)) {
          const twin = this.twin(message, shown.get(above), above, isThere);
          if (twin) this.aliases.set(message.key, twin);
        }
        above = this.aliases.get(message.key) ?? message.key;
        if (!shown.has(above)) shown.set(above, { ...message, key: above });
      }
      return [...shown.values()];
    }

    /** @type {(own: Message, before: Message | undefined, above: string, isThere: (key: string) => boolean) => string | null} */
    twin(own, before, above, isThere) {
      if (before && isEcho(before, own)) return above;
      const place = above ? this.order.lastIndexOf(above) : -1;
      if (above && place < 0) return null;
      const entry = this.entries.get(this.order[place + 1]);
      return entry && !isThere(entry.key) && isEcho(entry, own) ? entry.key : null;
    }

    /** Gives new keys a place beside their neighbours on the page.
     * @param {string[]} keys */
    place(keys) {
      const known = keys.find((key) => this.entries.has(key));
      if (!known && keys.length > 0 && this.order.length > 0) this.order.push(GAP);
      let at = known ? this.order.lastIndexOf(known) : this.order.length;
      for (const key of keys) {
        if (!this.entries.has(key)) this.order.splice(at++, 0, key);
        else at = (this.order[at] === key ? at : this.order.lastIndexOf(key)) + 1;
      }
    }

    /** @param {Message} message */
    note(message) {
      const known = this.entries.get(message.key);
      const same = known && known.text === message.text && known.sender === message.sender;
      if (known && same && known.deleted === message.deleted) return;
      const version = (known?.version ?? 0) + 1;
      this.entries.set(message.key, { ...known, ...message, version, acked: known?.acked ?? 0 });
      this.dirty.add(message.key);
    }

    /** A row missing between two that are there was deleted; one missing at an end was only scrolled away.
     * @param {Message[]} shown  @param {(key: string) => boolean} isThere  @param {number} now_ms */
    missing(shown, isThere, now_ms) {
      const [from, to] = [shown.at(0), shown.at(-1)].map((message) => this.order.lastIndexOf(message?.key ?? '?'));
      for (const key of this.order.slice(Math.max(from, 0), to + 1))
        if (!isThere(key) && this.entries.get(key)?.deleted === false && !this.lost.has(key))
          this.lost.set(key, now_ms);
      let again = null;
      for (const [key, since_ms] of this.lost) {
        const isLost = !isThere(key) && this.isBetween(key, isThere);
        if (isLost && now_ms - since_ms < GONE_AFTER_MS) again = GONE_AFTER_MS;
        else {
          this.lost.delete(key);
          if (isLost) this.note({ .../** @type {Entry} */ (this.entries.get(key)), text: '', deleted: true });
        }
      }
      return again;
    }

    /** @param {string} key  @param {(key: string) => boolean} isThere */
    isBetween(key, isThere) {
      const at = this.order.lastIndexOf(key);
      const meetsOne = (/** @type {1 | -1} */ step) => {
        let i = at + step;
        while (this.order[i] && !isThere(this.order[i])) i += step; // neither past an end nor over a gap
        return !!this.order[i];
      };
      return meetsOne(-1) && meetsOne(1);
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

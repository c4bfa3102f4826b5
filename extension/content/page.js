// What a page shows of one chat, kept from look to look. Only rows that something happened to are read again, so a new
// message costs the same however long the chat is.
{
  const ASKED = 20; // rows of nobody's that are asked about again at a look, by turns
  const MAX_CHANGED = 200; // rows that are noted while nobody looks
  const SAID = /** @type {const} */ (['key', 'sender', 'text', 'sent_at', 'deleted', 'ready', 'author']);

  const wordsOf = (/** @type {Row} */ { sent_at, text }) => `${sent_at ?? ''}\n${text}`;

  /** The keys that a row may have: its own id, or what it says and its number among those that say the same.
   * @param {Read} read */
  const keysOf = ({ key, hashes, n }) => (key ? [key] : hashes.map((hash) => `${hash}.${n}`));

  /** @param {Node} node  @param {string} row */
  const rowsIn = (node, row) =>
    node instanceof Element ? [...(node.matches(row) ? [node] : []), ...node.querySelectorAll(row)] : [];

  SecondLook.Page = class Page {
    /** @param {Site} site  @param {Element} root  @param {string} [conversation]
     * @param {Owners} [owners]  in which chat a row was read */
    constructor(site, root, conversation = '', owners = new WeakMap()) {
      this.site = site;
      this.root = root;
      this.conversation = conversation;
      this.owners = owners;
      /** @type {Read[]} in page order */
      this.rows = [];
      /** @type {Read[]} the rows when news were last taken */
      this.told = [];
      /** @type {WeakMap<Element, Read>} */
      this.reads = new WeakMap();
      /** @type {Set<Element>} */
      this.changed = new Set();
      /** @type {Element[] | null} null where rows may have come or gone anywhere */
      this.added = null;
      this.turn = 0;
      this.clear();
      this.look();
    }

    clear() {
      /** @type {Map<string, Element>} */
      this.elements = new Map(); // of the messages
      /** @type {Set<string>} */
      this.held = new Set(); // keys of rows that are there but not ready
      /** @type {Set<string>} */
      this.authors = new Set();
      /** @type {Map<string, number>} */
      this.equals = new Map(); // the last number of rows that say the same
      /** @type {number} */
      this.unknown = 0; // rows left out since nobody can tell who wrote them
    }

    /** Notes what changed, for the next look. @param {MutationRecord[]} records */
    note(records) {
      const { row } = this.site;
      for (const { type, target, addedNodes, removedNodes } of records) {
        let at = (target instanceof Element ? target : target.parentElement)?.closest(row);
        const isAround = type === 'attributes' && !at; // it may make rows of what is in it, or have been one
        if (isAround || [...removedNodes].some((node) => rowsIn(node, row).length > 0)) this.added = null;
        if (addedNodes.length > MAX_CHANGED) this.added = null;
        this.added?.push(...[...addedNodes].flatMap((node) => rowsIn(node, row)));
        for (; at; at = at.parentElement?.closest(row)) this.changed.add(at);
      }
      if (this.changed.size <= MAX_CHANGED) return;
      [this.reads, this.added] = [new WeakMap(), null];
      this.changed.clear();
    }

    /** Reads what changed since the last look. */
    look() {
      const all = () => rowsIn(this.root, this.site.row).map((element) => this.read(element));
      const rows = this.grown() ?? all();
      if (this.unknown > 0) this.askAgain(rows);
      const hasGrown = this.rows.length > 0 && this.rows.every((read, i) => read === rows[i]);
      if (!hasGrown) this.clear();
      for (let i = hasGrown ? this.rows.length : 0; i < rows.length; i++) rows[i] = this.counted(rows[i]);
      [this.rows, this.added] = [rows, []];
      this.changed.clear();
    }

    /** The rows, where new ones stand behind those that were there; else null. */
    grown() {
      if (!this.added) return null;
      const rows = [...this.rows];
      for (const element of new Set(this.added)) {
        const last = rows.at(-1)?.element;
        if (last && !(last.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING)) return null;
        rows.push(this.read(element));
      }
      for (const element of this.changed) {
        const i = rows.findLastIndex((read) => read.element === element);
        if (i < 0) return null;
        rows[i] = this.read(element);
      }
      return rows;
    }

    /** What was read of a row before, unless it says something else now. @param {Element} element */
    read(element) {
      const before = this.reads.get(element);
      const isChanged = this.changed.delete(element);
      if (before && !isChanged) return before;
      const row = SecondLook.readRow(this.site, element);
      if (before && SAID.every((name) => before[name] === row[name])) return before;
      const n = before && wordsOf(before) === wordsOf(row) ? before.n : 0;
      return this.keep(Object.assign(row, { element, n, hashes: [] }));
    }

    /** @param {Read} read */
    keep(read) {
      if (!read.key && read.ready) {
        const sides = read.sender === 'unknown' ? ['me', 'them'] : [read.sender];
        read.hashes = sides.map((who) => SecondLook.hash(`${who}\n${wordsOf(read)}`));
      }
      this.reads.set(read.element, read);
      return read;
    }

    /** What says who wrote a row may stand outside of it, and come later; then it often says it of more than one.
     * @param {Read[]} rows */
    askAgain(rows) {
      const unknown = [...rows.keys()].filter((i) => rows[i].ready && rows[i].sender === 'unknown');
      const canTell = (/** @type {number} */ i) => {
        const sender = SecondLook.senderOf(this.site, rows[i].element);
        if (sender !== 'unknown') rows[i] = this.keep({ ...rows[i], sender });
        return sender !== 'unknown';
      };
      const some = unknown.splice(unknown.length > ASKED ? (this.turn += ASKED) % unknown.length : 0, ASKED);
      if (some.filter(canTell).length > 0) unknown.forEach(canTell);
    }

    /** Counts a row in, under its key. Numbers among equals never fall: those above may only have been scrolled away.
     * @param {Read} read */
    counted(read) {
      if (read.ready && !read.key) {
        const words = wordsOf(read);
        const n = Math.max(read.n, (this.equals.get(words) ?? -1) + 1);
        this.equals.set(words, n);
        if (n !== read.n) read = this.keep({ ...read, n });
      }
      const keys = keysOf(read);
      if (!read.ready || read.sender === 'unknown') {
        // It may have been known before: a page may show a picture on the last row of several only.
        for (const key of keys) this.held.add(key);
        if (read.ready) this.unknown += 1;
      } else if (!this.elements.has(keys[0]) && this.isOurs(read)) {
        this.elements.set(keys[0], read.element); // else it is drawn twice, as in a sticky header
        if (read.author && read.sender === 'them') this.authors.add(read.author);
      }
      return read;
    }

    /** A row that was read in one chat and did not change since is not read in another: the page is not done yet.
     * @param {Read} read */
    isOurs(read) {
      const owner = this.owners.get(read.element);
      const isOthers = owner && owner.conversation !== this.conversation;
      if (isOthers && owner.read.key === read.key && owner.read.text === read.text) return false;
      this.owners.set(read.element, { conversation: this.conversation, read });
      return true;
    }

    /** @param {string} key  @returns {boolean} whether a message is there, ready or not */
    has(key) {
      return this.elements.has(key) || this.held.has(key);
    }

    /** The message of a row, or none. @param {Read} read  @returns {Message[]} */
    messageOf(read) {
      const { element, sender, text, sent_at, deleted } = read;
      const [key] = keysOf(read);
      return this.elements.get(key) === element ? [{ key, sender, text, sent_at, deleted }] : [];
    }

    /** All of them, in page order. */
    get messages() {
      return this.rows.flatMap((read) => this.messageOf(read));
    }

    /** What came, changed or went since news were taken, between the message before and the one after.
     * @returns {Message[]} */
    news() {
      const [before, now] = [this.told, this.rows];
      let [from, to, end] = [0, now.length, before.length];
      while (from < Math.min(to, end) && before[from] === now[from]) from += 1;
      for (; from < Math.min(to, end) && before[end - 1] === now[to - 1]; to -= 1) end -= 1;
      if (from === to && from === end) return [];
      while (from > 0 && this.messageOf(now[--from]).length === 0);
      while (to < now.length && this.messageOf(now[to++]).length === 0);
      return now.slice(from, to).flatMap((read) => this.messageOf(read));
    }

    /** The news were taken. */
    taken() {
      this.told = this.rows;
    }
  };
}

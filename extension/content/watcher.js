// Looks at the page: which site, which chat, which rows; again whenever they change. It reads nothing while the page is
// hidden, on pages where people log in or pay, or where more than one chat could be meant.
{
  const FIRST_MS = 8; // after a change: long enough for the page to finish a row, far below what a person notices
  const GAP_MS = 100; // between two looks while the page keeps changing
  const POLL_MS = 1000; // for what no observer sees: the address, the root put in anew
  const SWITCH_MS = 300; // an entirely different history may mean that another chat is being opened
  const PATIENCE_MS = 8000; // then an unreadable page is said to be one
  const CHANGES = {
    childList: true,
    subtree: true,
    characterData: true,
    attributeFilter: [
      ...['class', 'id', 'aria-label', 'data-id', 'data-icon', 'data-mid', 'data-message-id', 'data-msgid', 'msg-id'],
      ...['data-event-id', 'data-event-urn', 'data-send-status'],
    ],
  };
  const PRIVATE =
    /(?:^|[/#!.-])(?:log-?in|sign-?(?:in|up)|auth|register|settings|preferences|account|checkout|pay(?:ment)?s?|billing)(?:[/?#]|$)/i;

  const isVisible = (/** @type {Element} */ element) =>
    element.checkVisibility?.({ visibilityProperty: true }) ?? !element.closest('[hidden]');

  SecondLook.Watcher = class Watcher {
    /** @param {WatcherEvents} events */
    constructor(events) {
      this.events = events;
      this.observer = new MutationObserver((records) => this.changed(records));
      /** @type {Site | null} */
      this.site = null;
      /** @type {Element | null} */
      this.root = null;
      /** @type {string | null} */
      this.conversation = null;
      /** @type {ReturnType<Watcher['openChat']>} */
      this.open = null;
      this.owners = /** @type {Owners} */ (new WeakMap());
      /** @type {Page | null} */
      this.page = null;
      this.timer = /** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined);
      this.due_ms = 0;
      this.looked_ms = 0;
      this.blind_ms = 0; // since when nothing could be read
      this.strange_ms = 0; // since when all of the history is another one
      this.report = '';
      this.wake = () => this.look();
    }

    start() {
      this.poll = setInterval(() => this.tick(), POLL_MS);
      for (const name of ['popstate', 'hashchange']) addEventListener(name, this.wake);
      document.addEventListener('visibilitychange', this.wake);
      this.look();
    }

    stop() {
      clearInterval(this.poll);
      clearTimeout(this.timer);
      this.observer.disconnect();
      for (const name of ['popstate', 'hashchange']) removeEventListener(name, this.wake);
      document.removeEventListener('visibilitychange', this.wake);
    }

    /** @param {MutationRecord[]} records */
    changed(records) {
      this.page?.note(records);
      this.soon(Math.max(FIRST_MS, this.looked_ms + GAP_MS - Date.now()));
    }

    /** @param {number} wait_ms */
    soon(wait_ms) {
      const due_ms = Date.now() + wait_ms;
      if (this.timer && this.due_ms <= due_ms) return;
      clearTimeout(this.timer);
      this.due_ms = due_ms;
      this.timer = setTimeout(() => this.look(this.stillOpen()), wait_ms);
    }

    tick() {
      const settled = this.root?.isConnected && isVisible(this.root) && !this.blind_ms;
      const open = this.openChat(this.stillOpen()?.site);
      if (!settled || open?.root !== this.root || open?.conversation !== this.conversation) this.look(open);
    }

    /** What is open now, without reading it. @param {Site} [known]  whose page this is, if that is sure */
    openChat(known) {
      const url = new URL(location.href);
      const site = known ?? SecondLook.siteFor(url, document);
      if (!site) return null;
      let roots = SecondLook.rootsOf(site, document).filter(isVisible);
      if (roots.length > 1) roots = [roots.find((root) => root.contains(document.activeElement)) ?? roots].flat();
      const root = roots.length === 1 ? roots[0] : null;
      const conversation = site.conversation(url, document, root);
      return { url, site, root, conversation, many: roots.length > 1 };
    }

    /** What was open at the last look, if it is: then only its name is asked anew. A tick looks for all of it, as that
     * takes longer the longer the page is. */
    stillOpen() {
      const { open } = this;
      if (!open?.root?.isConnected || !isVisible(open.root) || open.url.href !== location.href) return undefined;
      return { ...open, conversation: open.site.conversation(open.url, document, open.root) };
    }

    look(open = this.openChat()) {
      clearTimeout(this.timer);
      this.timer = undefined;
      if (document.hidden) return;
      this.looked_ms = Date.now();
      this.open = open;
      if (open?.conversation && !SecondLook.Page) return this.events.onFound();
      this.follow(open);
      this.read(open);
      const state = this.stateOf(open);
      this.tell(state);
      if (state !== 'reading' || !this.page) return;
      const again_ms = this.events.onMessages(this.page);
      if (again_ms) this.soon(again_ms);
    }

    /** Keeps the observer on the root that is shown, and notices another chat.
     * @param {ReturnType<Watcher['openChat']>} open */
    follow(open) {
      const site = open?.site ?? null;
      const conversation = open?.conversation || null;
      if (site !== this.site || conversation !== this.conversation) {
        if (site !== this.site) this.owners = new WeakMap();
        [this.site, this.conversation, this.page] = [site, conversation, null];
        this.blind_ms = this.strange_ms = 0;
        this.events.onChat(site && conversation ? { site: site.id, conversation } : null);
      }
      if ((open?.root ?? null) === this.root) return;
      this.observer.disconnect();
      [this.root, this.page] = [open?.root ?? null, null];
      if (this.root) this.observer.observe(this.root, CHANGES);
    }

    /** Reads what is open, if it may be read.
     * @param {ReturnType<Watcher['openChat']>} open */
    read(open) {
      if (!open?.root || !open.conversation || this.isPrivate() || this.isGroup(open)) this.page = null;
      else if (this.page) {
        this.page.note(this.observer.takeRecords());
        this.page.look();
      } else this.page = new SecondLook.Page(open.site, open.root, open.conversation, this.owners);
    }

    /** @param {ReturnType<Watcher['openChat']>} open  @returns {PageState} */
    stateOf(open) {
      const isGroup = (this.page?.authors.size ?? 0) > 1;
      if (this.page && this.page.elements.size > 0 && !isGroup) {
        this.blind_ms = 0;
        return 'reading';
      }
      if (this.isPrivate()) return 'private';
      if (!open) return this.blind();
      if (open.conversation === null) return 'no_chat';
      if (open.many) return 'many';
      if (isGroup || this.isGroup(open)) return 'group';
      if (this.page && this.page.unknown > 0) return 'unknown_sender';
      const hasWords = (open.root?.textContent ?? '').trim().length > 80;
      return this.page && !hasWords ? 'empty' : this.blind();
    }

    /** @param {NonNullable<ReturnType<Watcher['openChat']>>} open */
    isGroup({ site, url, root }) {
      return !!site.group?.(url, document, root);
    }

    /** Where people log in, pay or change settings, nothing is read. */
    isPrivate() {
      const asks = [...document.querySelectorAll('input[type="password"]')].some(isVisible);
      return asks || PRIVATE.test(location.pathname + location.hash);
    }

    /** How long still to wait, in ms, where all of the history is another one: the page may be about to name another
     * chat. Asked by whoever keeps the ledger. @param {boolean} strange */
    waitFor(strange) {
      this.strange_ms = strange ? this.strange_ms || Date.now() : 0;
      return strange ? Math.max(0, this.strange_ms + SWITCH_MS - Date.now()) : 0;
    }

    /** Nothing to be read: only after a while is that said to be a page that cannot be read. @returns {PageState} */
    blind() {
      this.blind_ms ||= Date.now();
      return Date.now() - this.blind_ms < PATIENCE_MS ? 'looking' : 'unreadable';
    }

    /** @param {PageState} state */
    tell(state) {
      const { site, conversation, page } = this;
      const seen = { site: site?.id ?? null, conversation, state, unknown: page?.unknown ?? 0 };
      const report = JSON.stringify(seen);
      if (report !== this.report) this.events.onSeen(seen);
      this.report = report;
    }
  };
}

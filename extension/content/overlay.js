// What is shown in a page: one host element with a closed shadow root, there only while there is something to say.
// Focus is never taken; the person goes there, or not.
{
  const { h, t } = SecondLook;
  const SIGNS = { none: '', caution: 'i', warning: '!', danger: '!!' };
  const MAX_REASONS = 6;
  const MAX_LINKS = 4;
  const THANKS_MS = 8000;

  const list = (/** @type {(Node | string)[]} */ items) => h('ul', {}, ...items.map((item) => h('li', {}, item)));
  const nameOf = (/** @type {Alert} */ alert) => `${alert.level} ${alert.raised_at}`;

  /** Findings by tactic, the surest first.
   * @param {Finding[]} findings */
  const byTactic = (findings) => {
    /** @type {Map<string, Finding[]>} */
    const groups = new Map();
    for (const finding of findings) groups.set(finding.tactic, [...(groups.get(finding.tactic) ?? []), finding]);
    const surest = (/** @type {Finding[]} */ group) => Math.max(...group.map(({ probability }) => probability));
    return [...groups.values()].sort((a, b) => surest(b) - surest(a)).slice(0, MAX_REASONS);
  };

  SecondLook.Overlay = class Overlay {
    /** @param {OverlayActions} actions */
    constructor(actions) {
      this.actions = actions;
      const { host, shadow, layer } = SecondLook.surface('second-look-overlay');
      this.host = host;
      this.shadow = shadow;
      this.layer = layer;
      this.card = h('section', { 'aria-labelledby': 'title' });
      this.live = h('div.hidden-text');
      layer.append(this.card, this.live);
      this.marks = new SecondLook.Marks(layer, actions.elementOf);
      for (const name of ['keydown', 'keyup', 'keypress'])
        this.shadow.addEventListener(name, (event) => this.key(event));
      this.shadow.addEventListener('focusin', (event) => {
        const { relatedTarget: from } = /** @type {FocusEvent} */ (event);
        if (from instanceof HTMLElement && !this.shadow.contains(from)) this.from = from;
      });
      this.escape = (/** @type {KeyboardEvent} */ event) => event.key === 'Escape' && this.back(false);
      this.drawn = '';
      /** @type {ReturnType<typeof setTimeout> | undefined} */
      this.thanking = undefined;
      /** @type {HTMLElement | null} */
      this.from = null; // where in the page the person came from
      /** @type {Set<string>} */
      this.closed = new Set(); // alerts that the person put away
      /** @type {Alert | null} */
      this.alert = null;
    }

    /** Shows what a verdict says, or nothing.
     * @param {Verdict | null} verdict  @param {Note | null} [distress] */
    show(verdict, distress = null) {
      const before = this.alert;
      const alert = (this.alert = verdict && !verdict.trusted ? verdict.alert : null);
      if (!verdict || !alert) return this.thanking ? undefined : this.remove();
      /** @type {Map<string, string[]>} */
      const reasons = new Map();
      for (const { key, plain } of verdict.findings) {
        const said = reasons.get(key) ?? [];
        reasons.set(key, said.includes(plain) ? said : [...said, plain]);
      }
      if (!this.host.isConnected) {
        document.documentElement.append(this.host);
        document.addEventListener('keydown', this.escape);
      }
      this.marks.show(alert.level, reasons);
      if (!this.closed.has(nameOf(alert))) this.draw(alert, verdict, distress);
      if (before?.level !== alert.level) this.announce(alert);
    }

    /** @param {Alert} alert  @param {Verdict} verdict  @param {Note | null} distress */
    draw(alert, { findings, why_not }, distress) {
      const drawn = JSON.stringify([alert, findings, why_not, distress]);
      if (drawn === this.drawn) return;
      const focused = this.shadow.activeElement?.getAttribute('data-name');
      const open = alert.level !== 'caution' || !!this.card.querySelector('details')?.open;
      const note =
        distress &&
        h('div.note', {}, h('h3', {}, distress.title), h('p', {}, distress.body), list(distress.advice ?? []));
      this.fill(
        alert.level,
        alert.title,
        h('p', {}, alert.body),
        why_not ? h('p.soft', {}, why_not) : null,
        h('details', open ? { open: '' } : {}, h('summary', { 'data-name': 'why' }, t('why')), this.reasons(findings)),
        h('h3', {}, t('what_now')),
        list(alert.advice),
        note,
        this.buttons(),
      );
      this.drawn = drawn;
      /** @type {HTMLElement | null} */ (focused && this.card.querySelector(`[data-name="${focused}"]`))?.focus();
    }

    /** @param {Level} level  @param {string} title  @param {(Node | null)[]} content */
    fill(level, title, ...content) {
      const close = h(
        'button.close',
        { 'aria-label': t('close'), 'data-name': 'close', click: () => this.close() },
        '×',
      );
      const sign = h('span.sign', { 'aria-hidden': 'true' }, SIGNS[level] || '✓');
      this.card.className = `card ${level}`;
      const parts = content.filter((part) => part !== null);
      this.card.replaceChildren(h('header', {}, sign, h('h2', { id: 'title' }, title), close), ...parts);
      this.card.hidden = false;
    }

    /** @param {Finding[]} findings */
    reasons(findings) {
      const missing = h('p.soft', { hidden: '', role: 'status' }, t('not_on_page'));
      const rows = byTactic(findings).map((group) => {
        const keys = [...new Set(group.map(({ key }) => key))].slice(-MAX_LINKS);
        const links = keys.map((key, i) => {
          const click = () => (missing.hidden = this.marks.goTo(key));
          return h('button.link', { click }, keys.length > 1 ? t('show_message_n', i + 1) : t('show_message'));
        });
        return h('span', {}, `${group[0].plain} `, ...links);
      });
      return h('div', {}, list(rows), missing);
    }

    buttons() {
      const button = (/** @type {FeedbackKind} */ kind) =>
        h('button', { 'data-name': kind, click: () => (kind === 'trust' ? this.askTrust() : this.act(kind)) }, t(kind));
      return h('footer', {}, button('wrong'), button('trust'), button('snooze'));
    }

    /** Trusting somebody ends all warnings about them: one question before it, since it may be said on their advice. */
    askTrust() {
      const back = () => {
        this.card.querySelector('footer')?.replaceWith(this.buttons());
        /** @type {HTMLElement | null} */ (this.card.querySelector('[data-name="trust"]'))?.focus();
      };
      const yes = h('button', { click: () => this.act('trust') }, t('trust_yes'));
      const footer = h('footer', {}, h('p', {}, t('trust_ask')), yes, h('button', { click: back }, t('back')));
      this.card.querySelector('footer')?.replaceWith(footer);
      yes.focus();
    }

    /** @param {FeedbackKind} kind */
    async act(kind) {
      const answer = await this.actions.feedback(kind);
      if (!answer.ok) {
        this.card.querySelector('footer')?.append(h('p', { role: 'alert' }, t('not_saved')));
        return;
      }
      this.marks.clear();
      this.alert = null;
      const here = this.card.contains(this.shadow.activeElement);
      const { title, body } = answer.done ?? { title: t('saved_title'), body: t('saved') };
      this.fill('none', title, h('p', {}, body));
      this.announce({ level: 'none', title, body });
      if (here) this.card.querySelector('button')?.focus();
      this.drawn = '';
      this.thanking = setTimeout(() => this.close(), THANKS_MS);
    }

    /** @param {Pick<Alert, 'level' | 'title' | 'body'>} alert */
    announce(alert) {
      this.live.setAttribute('role', alert.level === 'danger' ? 'alert' : 'status');
      this.live.textContent = '';
      const words = t('heading_and_text', alert.title, alert.body);
      setTimeout(() => (this.live.textContent = `${t('name')}: ${words}`), 60);
    }

    /** Keys pressed in here are nobody else's.
     * @param {Event} event */
    key(event) {
      event.stopPropagation();
      if (event.type === 'keydown' && /** @type {KeyboardEvent} */ (event).key === 'Escape') this.back(true);
    }

    /** Escape: first an open reason, then the banner; the louder ones only where the person is in them, as the key may
     * have been meant for the page. @param {boolean} inside */
    back(inside) {
      if (!this.marks.shut() && (inside || this.alert?.level === 'caution')) this.close();
    }

    /** Puts the banner away until the alert is another one. The marks stay. */
    close() {
      if (!this.alert) return this.remove();
      this.giveBack();
      this.closed.add(nameOf(this.alert));
      this.card.hidden = true;
      this.drawn = '';
    }

    /** Asks before a message goes out. @param {DraftWords} words  @returns {Promise<boolean>} whether to send it */
    ask(words) {
      this.layer.querySelector('.say')?.remove();
      return this.host.isConnected ? SecondLook.question(this.layer, words) : Promise.resolve(true);
    }

    /** @param {string} text */
    say(text) {
      SecondLook.note(this.layer, text);
    }

    /** Brings the person to the banner, opened again if it was put away. Asked for by a keyboard command. */
    focus() {
      if (!this.alert) return;
      this.closed.delete(nameOf(this.alert));
      this.card.hidden = false;
      /** @type {HTMLElement | null} */ (this.card.querySelector('summary, button'))?.focus();
    }

    /** The focus, to where it was in the page. */
    giveBack() {
      if (this.shadow.activeElement) this.from?.focus({ preventScroll: true });
    }

    remove() {
      this.giveBack();
      clearTimeout(this.thanking);
      this.thanking = undefined;
      this.alert = null;
      this.marks.clear();
      this.layer.querySelector('dialog')?.close();
      this.live.textContent = this.drawn = '';
      document.removeEventListener('keydown', this.escape);
      this.host.remove();
    }
  };
}

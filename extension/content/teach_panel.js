// The panel by which a page is taught, and the outlines around its messages. In a closed shadow root of its own; nothing
// in the page is changed.
{
  const { h, t } = SecondLook;
  const FOLLOW_MS = 500; // for shifts that nothing tells of
  const MAX_WORDS = 90;
  const MAX_BOXES = 60;

  /** The first words of a message, as the panel names it. @param {string} text */
  SecondLook.briefly = (text) => {
    const words = text.trim().replace(/\s+/g, ' ');
    return words.length > MAX_WORDS ? `${words.slice(0, MAX_WORDS)}…` : words;
  };

  const nameOf = (/** @type {Side} */ side) => t(side === 'me' ? 'teach_label_me' : 'teach_label_them');

  SecondLook.TeachPanel = class TeachPanel {
    constructor() {
      const { host, shadow, layer } = SecondLook.surface('second-look-teacher');
      this.host = host;
      this.shadow = shadow;
      this.step = h('div', { id: 'step', role: 'status' });
      this.now = h('p.soft', { role: 'status' });
      this.footer = h('footer');
      const header = h(
        'header',
        {},
        h('span.sign', { 'aria-hidden': 'true' }, 'i'),
        h('h2', { id: 'title' }, t('teach_page')),
      );
      // Arrow keys must reach us, not the reading cursor of a screen reader: hence an application.
      const labels = { role: 'application', 'aria-labelledby': 'title', 'aria-describedby': 'step', tabindex: -1 };
      this.card = h('section.card.teach', labels, header, this.step, this.now, this.footer);
      this.boxes = h('div');
      layer.append(this.boxes, this.card);
      /** @type {Outline[]} */
      this.outlines = [];
      this.follow = () => (this.frame ||= requestAnimationFrame(() => this.place()));
      document.documentElement.append(host);
      addEventListener('scroll', this.follow, { capture: true, passive: true });
      addEventListener('resize', this.follow, { passive: true });
      this.timer = setInterval(this.follow, FOLLOW_MS);
      this.card.focus({ preventScroll: true });
    }

    /** Says what to do now, and offers these buttons.
     * @param {(string | HTMLElement)[]} lines  @param {PanelAction[]} actions */
    say(lines, actions) {
      this.step.replaceChildren(...lines.map((line) => (typeof line === 'string' ? h('p', {}, line) : line)));
      const aside = h('button', { click: () => this.card.classList.toggle('aside') }, t('teach_aside'));
      const buttons = actions.map(([label, click, weight = '']) =>
        h(`button${weight && `.${weight}`}`, { click }, label),
      );
      this.footer.replaceChildren(...buttons, aside);
      this.card.focus({ preventScroll: true });
    }

    /** Messages as they are read, in words. @param {Message[]} messages */
    list(messages) {
      const line = (/** @type {Message} */ { sender, text }) =>
        h(
          'li',
          { dir: 'auto' },
          h('strong', {}, `${nameOf(/** @type {Side} */ (sender))}: `),
          SecondLook.briefly(text),
        );
      return h('ul', {}, ...messages.map(line));
    }

    /** The message that Enter or a click would choose. @param {string} words */
    point(words) {
      this.now.textContent = words && t('teach_now', SecondLook.briefly(words));
    }

    /** Draws outlines around messages, the newest of them only where there are many.
     * @param {Outline[]} outlines */
    outline(outlines) {
      this.outlines = outlines.slice(-MAX_BOXES);
      this.boxes.replaceChildren(
        ...this.outlines.map(({ as }) => h(`div.row-box.${as}`, {}, as === 'now' ? null : h('span', {}, nameOf(as)))),
      );
      this.place();
    }

    place() {
      this.frame = 0;
      this.outlines.forEach(({ element }, i) => {
        const box = /** @type {HTMLElement} */ (this.boxes.children[i]);
        const { left, top, width, height } = element.getBoundingClientRect();
        box.hidden = !element.isConnected || top + height < 0 || top > innerHeight;
        box.style.transform = `translate(${Math.round(left - 3)}px, ${Math.round(top - 2)}px)`;
        box.style.width = `${Math.round(width + 6)}px`;
        box.style.height = `${Math.round(height + 4)}px`;
      });
    }

    /** Whether a button of the panel has the focus. */
    isOnButton() {
      return this.shadow.activeElement?.localName === 'button';
    }

    remove() {
      removeEventListener('scroll', this.follow, { capture: true });
      removeEventListener('resize', this.follow);
      clearInterval(this.timer);
      this.host.remove();
    }
  };
}

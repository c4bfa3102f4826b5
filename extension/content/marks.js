// Marks on the messages that a warning rests on. They lie over the page and follow it; nothing in the page is changed.
{
  const MAX_MARKS = 60;
  const FOLLOW_MS = 1000; // for shifts that neither scrolling nor resizing tells of, as when a picture has loaded
  const { h, t } = SecondLook;

  /** The box that scrolls `element`, or null where only the window does.
   * @param {Element} element */
  const scrollerOf = (element) => {
    for (let at = element.parentElement; at && at !== document.body; at = at.parentElement)
      if (at.scrollHeight > at.clientHeight && /auto|scroll|hidden|overlay/.test(getComputedStyle(at).overflowY))
        return at;
    return null;
  };

  SecondLook.Marks = class Marks {
    /** @param {Element} layer  @param {(key: string) => Element | null} elementOf */
    constructor(layer, elementOf) {
      this.layer = layer;
      this.elementOf = elementOf;
      /** @type {Map<string, HTMLElement>} */
      this.marks = new Map();
      this.shown = '';
      this.follow = () => (this.frame ||= requestAnimationFrame(() => this.place()));
    }

    /** @param {Level} level  @param {Map<string, string[]>} reasons  message key to plain words */
    show(level, reasons) {
      const shown = JSON.stringify([level, [...reasons]]);
      if (shown === this.shown) return this.follow();
      this.clear();
      this.shown = shown;
      for (const [key, texts] of [...reasons].slice(-MAX_MARKS)) {
        const why = h('div.why', { role: 'tooltip' }, ...texts.map((text) => h('div', {}, text)));
        const label = `${t('mark_label')} ${texts.join(' ')}`;
        const button = h('button', { 'aria-label': label, blur: () => mark.classList.remove('shut') }, '!');
        const mark = h(
          `div.mark.${level}`,
          { hidden: '', mouseleave: () => mark.classList.remove('shut') },
          button,
          why,
        );
        this.marks.set(key, mark);
        this.layer.append(mark);
      }
      if (this.marks.size === 0) return;
      addEventListener('scroll', this.follow, { capture: true, passive: true });
      addEventListener('resize', this.follow, { passive: true });
      this.timer = setInterval(this.follow, FOLLOW_MS);
      this.follow();
    }

    place() {
      this.frame = 0;
      const boxes = [...this.marks].map(([key, mark]) => ({ mark, box: this.boxOf(key) }));
      for (const { mark, box } of boxes) {
        mark.hidden = !box;
        if (!box) continue;
        mark.style.transform = `translate(${Math.round(box.left - 4)}px, ${Math.round(box.top - 4)}px)`;
        mark.style.width = `${Math.round(box.width + 8)}px`;
        mark.style.height = `${Math.round(box.height + 8)}px`;
        mark.classList.toggle('below', box.top > innerHeight * 0.7); // the reason opens towards the middle
        mark.classList.toggle('at-left', box.left + box.right < innerWidth);
      }
    }

    /** Where a message is, or null where it cannot be seen: scrolled away, or under something else.
     * @param {string} key */
    boxOf(key) {
      const element = this.elementOf(key);
      if (!element?.isConnected) return null;
      const box = element.getBoundingClientRect();
      if (!this.scroller?.isConnected) this.scroller = scrollerOf(element);
      const frame = this.scroller?.getBoundingClientRect() ?? { top: 0, bottom: innerHeight };
      const middle = [box.left + box.width / 2, box.top + box.height / 2];
      if (box.width === 0 || middle[1] < Math.max(frame.top, 0) || middle[1] > Math.min(frame.bottom, innerHeight))
        return null;
      const page = /** @type {Document | ShadowRoot} */ (element.getRootNode());
      const top = page.elementFromPoint(middle[0], middle[1]);
      return top && (element.contains(top) || top.contains(element)) ? box : null;
    }

    /** Goes to a message and to the reason on it.
     * @param {string} key  @returns {boolean} false where the page does not show it now */
    goTo(key) {
      const element = this.elementOf(key);
      if (!element?.isConnected) return false;
      const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
      element.scrollIntoView({ block: 'center', behavior: calm ? 'auto' : 'smooth' });
      const mark = this.marks.get(key);
      if (mark) {
        this.place();
        mark.hidden = false;
        mark.querySelector('button')?.focus({ preventScroll: true });
      }
      return true;
    }

    /** Shuts a reason that is open. @returns {boolean} whether there was one */
    shut() {
      const open = [...this.marks.values()].filter(
        (mark) => !mark.hidden && mark.matches(':hover, :focus-within:not(.shut)'),
      );
      for (const mark of open) mark.classList.add('shut');
      return open.length > 0;
    }

    clear() {
      for (const mark of this.marks.values()) mark.remove();
      this.marks.clear();
      this.shown = '';
      clearInterval(this.timer);
      removeEventListener('scroll', this.follow, { capture: true });
      removeEventListener('resize', this.follow);
    }
  };
}

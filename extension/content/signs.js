// What a row shows of whose it is, apart from its words: how it is laid out, what stands beside it, what its elements say
// of themselves. Each sign is a short text, `kind name:value`. What may name a person is in it as a hash only.
{
  const LAYOUT = ['align-self', 'justify-self', 'float', 'text-align'];
  const USUAL =
    /^(?:|auto|normal|none|stretch|baseline|start|left|justify|-webkit-auto|row|column|transparent|.*, 0\))$/;
  /** The words by which pages say who wrote a row, where a value is such a word. */
  const WORD =
    /^(?:true|false|0|1|yes|no|in|out|incoming|outgoing|inbound|outbound|sent|received|me|mine|you|them|theirs|self|own|other|user|peer|left|right|start|end)$/i;
  const OF_TIME = /date|time|day|stamp/;
  const PLAIN = new Set(['div', 'span', 'p', 'b', 'i', 'em', 'strong', 'a', 'br', 'ul', 'li', 'td', 'path', 'section']);
  const MAX_NAME = 40; // characters; what is longer names nobody
  const MAX_BESIDE = 40; // children of a box of rows: one that holds more is no group of one sender
  const EDGE_PX = 24; // nearer to one edge than to the other by this much

  /** Whether a text is a clock time, as it stands beside messages. @param {string} text */
  SecondLook.isClock = (text) => /^\W*\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\s*(?:[ap]\.?\s?m\.?)?\W*$/i.test(text);

  const textIn = (/** @type {Element} */ element) => (element.textContent ?? '').trim();

  /** What an element says in its own classes and attributes. @param {Element} element  @param {Set<string>} signs */
  const said = (element, signs) => {
    for (const token of element.classList) signs.add(`class ${token}`);
    for (const { name, value } of element.attributes) {
      if (name === 'role') signs.add(`part role:${value}`);
      if (!/^data-[a-z-]+$/.test(name) || OF_TIME.test(name)) continue;
      signs.add(`attr ${name}`);
      signs.add(WORD.test(value) ? `word ${name}:${value}` : `value ${name}:${SecondLook.hash(value)}`);
    }
  };

  /** How an element around the words is laid out. @param {Element} element  @param {Set<string>} signs */
  const laidOut = (element, signs) => {
    const style = getComputedStyle(element);
    const add = (/** @type {string} */ kind, /** @type {string} */ name) => {
      const value = style.getPropertyValue(name);
      if (!USUAL.test(value)) signs.add(`${kind} ${name}:${value}`);
    };
    for (const name of LAYOUT) add('layout', name);
    if (/flex|grid/.test(style.display)) {
      add('layout', 'flex-direction');
      add('layout', style.flexDirection.startsWith('column') ? 'align-items' : 'justify-content');
    }
    add('colour', 'background-color');
  };

  /** A part that is neither the words nor around them: a picture, a mark, a name.
   * @param {Element} part  @param {string} place  @param {Set<string>} signs */
  const partly = (part, place, signs) => {
    const name = part.localName;
    said(part, signs);
    if (!PLAIN.has(name)) signs.add(`attr ${name}`);
    if (name === 'img') signs.add(`value img:${SecondLook.hash(part.getAttribute('src') ?? '')}`);
    const drawn = part.getAttribute('d') ?? part.getAttribute('href');
    if (drawn && part.closest('svg')) signs.add(`part drawn:${SecondLook.hash(drawn)}`);
    if (part.childElementCount > 0) return;
    const text = textIn(part);
    if (text && !/[\p{L}\p{N}]/u.test(text)) signs.add(`part sign:${text}`);
    else if (text && text.length <= MAX_NAME && !SecondLook.isClock(text)) {
      signs.add(`attr said${place}`);
      signs.add(`value said${place}:${SecondLook.hash(text)}`);
    }
  };

  /** Where a part stands, by the names of what is around it. @param {Element} part  @param {Element} box */
  const placeOf = (part, box) => {
    let place = '';
    for (let at = /** @type {Element | null} */ (part); at && at !== box; at = at.parentElement)
      place = `-${at.localName}${at === part ? [...(at.parentElement?.children ?? [])].indexOf(at) : ''}${place}`;
    return place;
  };

  /** @param {Element} box  @param {Element} words  @param {Set<string>} signs */
  const parts = (box, words, signs) => {
    for (const part of [box, ...box.querySelectorAll('*')])
      if (!part.contains(words) && !words.contains(part)) partly(part, placeOf(part, box), signs);
  };

  /** To which edge of the chat the row's bubble is nearer.
   * @param {Element[]} around  from the words outwards  @param {Element} root  @param {Set<string>} signs */
  const edge = (around, root, signs) => {
    const frame = root.getBoundingClientRect();
    const boxes = around.map((element) => element.getBoundingClientRect());
    const bubble = boxes.findLast(({ width }) => width > 0 && width < 0.97 * frame.width);
    const shift = bubble ? bubble.left - frame.left - (frame.right - bubble.right) : 0;
    if (Math.abs(shift) >= EDGE_PX) signs.add(`edge ${shift > 0 ? 'right' : 'left'}`);
  };

  /**
   * All signs of a row.
   * @param {Site} site
   * @param {Element} row
   * @returns {Set<string>}
   */
  SecondLook.signsOf = (site, row) => {
    const signs = /** @type {Set<string>} */ (new Set());
    const root = row.closest(site.root);
    const words = SecondLook.parts(row, site.text, site.exclude)[0] ?? row;
    /** @type {Element[]} */
    const around = [];
    for (let at = /** @type {Element | null} */ (words); at && at !== root; at = at.parentElement) around.push(at);
    for (const element of around) {
      said(element, signs);
      laidOut(element, signs);
    }
    if (root) edge(around, root, signs);
    parts(row, words, signs);
    for (const box of around.slice(around.indexOf(row) + 1)) {
      if (box.childElementCount > MAX_BESIDE) continue;
      const beside = [...box.children].filter((one) => !one.matches(site.row) && !one.querySelector(site.row));
      for (const one of beside) parts(one, words, signs);
    }
    return signs;
  };

  /** Whether a row has a sign; `other x:v` stands for any value of x but v.
   * @param {Set<string>} signs  @param {string} sign */
  SecondLook.shows = (signs, sign) => {
    if (!sign.startsWith('other ')) return signs.has(sign);
    const [name] = sign.slice('other '.length).split(':');
    return signs.has(`attr ${name}`) && !signs.has(sign.replace('other', 'value'));
  };

  /** Whose a row with these signs is. A side without a sign of its own is told by the lack of the other one's, on rows
   * that are laid out as the examples were: a date between messages is nobody's.
   * @param {Set<string>} signs  @param {TaughtRule['sides']} sides  @returns {Sender} */
  SecondLook.sideOf = (signs, { me, them, layouts }) => {
    const [isMine, isTheirs] = [me, them].map((sign) => !!sign && SecondLook.shows(signs, sign));
    if (isMine !== isTheirs) return isMine ? 'me' : 'them';
    const isStrange = [...signs].some((sign) => sign.startsWith('layout ') && !layouts.includes(sign));
    if (isMine || (me && them) || isStrange) return 'unknown';
    return me ? 'them' : 'me';
  };
}

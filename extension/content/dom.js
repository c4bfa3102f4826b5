// Small helpers for what is shown: elements made by hand, text only ever as text.
{
  /** A string of the interface, in the browser's language.
   * @param {string} key  @param {...(string | number)} values */
  const t = (SecondLook.t = (key, ...values) => chrome.i18n.getMessage(key, values.map(String)));

  /** The attributes of what holds our strings. They go by the strings themselves, not by the browser, whose language may be
   * one that nobody has written them in. */
  SecondLook.locale = () => ({ lang: t('language').replace('_', '-'), dir: t('direction') });

  /** What lies over a page: a layer in a closed shadow root, not yet put in. @param {string} name  of its element */
  SecondLook.surface = (name) => {
    const host = document.createElement(name);
    const shadow = host.attachShadow({ mode: 'closed' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(SecondLook.style);
    shadow.adoptedStyleSheets = [sheet];
    const layer = SecondLook.h('div.layer', SecondLook.locale());
    shadow.append(layer);
    return { host, shadow, layer };
  };

  /**
   * @param {string} tag  a name, with classes after dots
   * @param {Record<string, unknown>} [props]  attributes; functions become listeners
   * @param {(Node | string | null | undefined | false)[]} children
   */
  SecondLook.h = (tag, props = {}, ...children) => {
    const [name, ...classes] = tag.split('.');
    const element = document.createElement(name);
    if (classes.length > 0) element.className = classes.join(' ');
    for (const [key, value] of Object.entries(props)) {
      if (typeof value === 'function') element.addEventListener(key, /** @type {EventListener} */ (value));
      else if (value !== false && value !== undefined) element.setAttribute(key, String(value));
    }
    element.append(...children.filter((child) => typeof child === 'string' || child instanceof Node));
    return element;
  };
}

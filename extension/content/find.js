// Where on a page a chat may be. Nothing is read here.
{
  /** The record that fits this page. On a known host by its path; elsewhere by what the page is built of. */
  SecondLook.siteFor = (url, doc) => {
    const here = SecondLook.sites.filter((site) => site.hosts.includes(url.hostname));
    if (here.length > 0) return here.find((site) => url.pathname.startsWith(site.path ?? '/')) ?? null;
    const others = SecondLook.sites.filter((site) => site.signature);
    return others.find((site) => doc.querySelector(/** @type {string} */ (site.signature))) ?? null;
  };

  /** Where the rows of a page may be, outermost only: in its document, or in the open shadow roots a site draws into. */
  SecondLook.rootsOf = (site, doc) => {
    const shadows = site.shadow ? [...doc.querySelectorAll(site.shadow)].flatMap((host) => host.shadowRoot ?? []) : [];
    const roots = [doc, ...shadows].flatMap((scope) => [...scope.querySelectorAll(site.root)]);
    return roots.filter((root) => !roots.some((other) => other !== root && other.contains(root)));
  };
}

// The one global of the content scripts, and of the site records wherever they are read. Injected a second time (the
// extension was updated, a site was switched on twice), it first stops the copy that ran before.
globalThis.SecondLook?.stop?.();
globalThis.SecondLook = /** @type {any} */ ({
  sites: [],
  /** @param {Site} record */
  site(record) {
    this.sites.push(record);
  },
});

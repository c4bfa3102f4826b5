// Written by `npm run sites` from the files in this folder. The records register themselves, in pages and here.
import '../content/namespace.js';
import './converse.js';
import './telegram-a.js';
import './telegram-k.js';
import './the-lounge.js';
import './tinder.js';
import './whatsapp.js';
import './generic.js';

/** @type {Site[]} */
export const sites = globalThis.SecondLook.sites;

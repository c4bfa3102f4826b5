// Written by `npm run sites` from the files in this folder. The records register themselves, in pages and here.
import '../content/namespace.js';
import './badoo.js';
import './bumble.js';
import './converse.js';
import './discord.js';
import './element.js';
import './google-messages.js';
import './instagram.js';
import './linkedin.js';
import './mattermost.js';
import './messenger.js';
import './telegram-a.js';
import './telegram-k.js';
import './the-lounge.js';
import './tinder.js';
import './whatsapp.js';
import './x.js';
import './generic.js';

/** @type {Site[]} */
export const sites = globalThis.SecondLook.sites;

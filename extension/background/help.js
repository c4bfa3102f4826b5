// Where help can be had in the person's country: the one that they chose, or the one that their languages speak of.

import { country, setCountry } from './store.js';

/** The country that the first language is of, as in `en-GB`; else the one where it is spoken most.
 * @param {readonly string[]} languages  as the browser lists them  @returns {string} ISO 3166 code, '' where there is none */
export function countryOf(languages) {
  const locales = languages.map((language) => new Intl.Locale(language));
  const own = locales.filter((locale) => locale.language === locales[0].language); // browsers add en-US to any
  const region = own.find((locale) => locale.region)?.region ?? own[0]?.maximize().region ?? '';
  return /^[A-Z]{2}$/.test(region) ? region : ''; // es-419 is a part of the world, not a country
}

/** What to ask the server for.
 * @param {string} [chosen]  what the person chooses now, '' for another country; it is remembered  @returns {Promise<string>} */
export async function helpPath(chosen) {
  if (chosen !== undefined) await setCountry(chosen);
  const asked = (await country()) ?? countryOf(navigator.languages);
  return asked ? `/v1/help?country=${asked}` : '/v1/help';
}

// Which sign tells whose a row is. Many signs may differ between a few examples by chance: that one is a group's first
// row, another has a link. So each pair of signs is asked how it divides all rows of the page, and the division wins that
// signs of the most kinds agree on.
{
  const WEIGHT = { word: 6, layout: 5, edge: 5, value: 4, attr: 3, part: 3, class: 2, colour: 2, name: 1 };
  const MAX_ROWS = 200;
  const MAX_SIGNS = 20; // of a kind
  const REPEATED = 2; // rows that a value must be on: one that is on a single row is its id

  /** @typedef {keyof typeof WEIGHT} Kind */
  /** @typedef {{ me: string, them: string, kind: Kind }} Pair */

  /** Names that are written out weigh least: anybody may take anybody's. @param {string} sign  @returns {Kind} */
  const kindOf = (sign) => (sign.startsWith('value said') ? 'name' : /** @type {Kind} */ (sign.split(' ')[0]));

  /** @param {Set<string>[]} all  @returns {string[]} what is in every one */
  const inAll = ([first, ...others]) => [...first].filter((sign) => others.every((other) => other.has(sign)));

  /** Signs that every example of one side has, and none of the other's.
   * @param {Set<string>[]} own  @param {Set<string>[]} others */
  const only = (own, others) => inAll(own).filter((sign) => !others.some((other) => other.has(sign)));

  /** A value names one of two people where it is one of exactly two that rows have, each on several.
   * @param {Set<string>[]} rows  @param {string} sign */
  const isName = (rows, sign) => {
    const name = sign.slice(0, sign.lastIndexOf(':') + 1);
    const values = rows.flatMap((signs) => [...signs].filter((one) => one.startsWith(name)));
    const times = [...new Set(values)].map((value) => values.filter((one) => one === value).length);
    return times.length === 2 && times.every((n) => n >= REPEATED);
  };

  /** @param {Set<string>[]} mine  @param {Set<string>[]} theirs  @param {Set<string>[]} rows  @returns {Pair[]} */
  const pairs = (mine, theirs, rows) => {
    const [me, them] = [only(mine, theirs), only(theirs, mine)];
    const named = me.filter((sign) => sign.startsWith('value ') && isName(rows, sign));
    const found = named.map((sign) => ({ me: sign, them: sign.replace('value', 'other'), kind: kindOf(sign) }));
    const isTheirName = (/** @type {string} */ other) => theirs.every((signs) => SecondLook.shows(signs, other));
    return [
      ...found.filter((pair) => isTheirName(pair.them)),
      .../** @type {Kind[]} */ (Object.keys(WEIGHT))
        .filter((kind) => kind !== 'value' && kind !== 'name')
        .flatMap((kind) => {
          const [a, b] = [me, them].map((all) => all.filter((sign) => kindOf(sign) === kind).slice(0, MAX_SIGNS));
          const both = a.flatMap((one) => b.map((other) => ({ me: one, them: other, kind })));
          if (kind === 'edge') return both; // long rows are near to neither edge: that says nothing
          return [
            ...both,
            ...a.map((one) => ({ me: one, them: '', kind })),
            ...b.map((one) => ({ me: '', them: one, kind })),
          ];
        }),
    ];
  };

  /** How a pair divides the rows: m, t or u for each. @param {Pair} pair  @param {string[]} layouts  @param {Set<string>[]} rows */
  const division = ({ me, them }, layouts, rows) =>
    rows.map((signs) => SecondLook.sideOf(signs, { me, them, layouts })[0]).join('');

  /** Two signs before one, and what is built to say it before what only looks so. @param {Pair} pair */
  const rank = ({ me, them, kind }) => WEIGHT[kind] + (me && them ? 0.5 : 0);

  /** What speaks for a division. @param {string} how  @param {Pair[]} pairs  that divide the rows in this way */
  const support = (how, pairs) => {
    const kinds = new Set(pairs.map(({ kind }) => kind));
    const votes = [...kinds].reduce((sum, kind) => sum + WEIGHT[kind], 0);
    const known = how.replaceAll('u', '').length / how.length;
    return { pair: pairs.sort((a, b) => rank(b) - rank(a))[0], score: votes * known };
  };

  /**
   * The signs of the two sides.
   * @param {Site} site  its rows and their words
   * @param {Element[]} all  rows
   * @param {{ row: Element, side: 'me' | 'them' }[]} examples
   * @returns {{ sides: TaughtRule['sides'], sure: boolean } | null} null where nothing tells them apart; not sure: where
   * one side is told by a mere lack, with few examples for it
   */
  SecondLook.tellApart = (site, all, examples) => {
    const known = new Map(all.slice(-MAX_ROWS).map((row) => [row, SecondLook.signsOf(site, row)]));
    const of = (/** @type {Side} */ whose) =>
      examples.flatMap(({ row, side }) => (side === whose ? (known.get(row) ?? SecondLook.signsOf(site, row)) : []));
    const [mine, theirs, rows] = [of('me'), of('them'), [...known.values()]];
    const layouts = [...mine, ...theirs].flatMap((signs) => [...signs].filter((sign) => sign.startsWith('layout ')));
    const divided = pairs(mine, theirs, rows).map((pair) => ({ pair, how: division(pair, layouts, rows) }));
    const best = [...new Set(divided.map(({ how }) => how))]
      .map((how) =>
        support(
          how,
          divided.flatMap((one) => (one.how === how ? one.pair : [])),
        ),
      )
      .sort((a, b) => b.score - a.score)[0];
    if (!best) return null;
    const { me, them, kind } = best.pair;
    const sure = !!(me && them) || WEIGHT[kind] >= WEIGHT.layout;
    return {
      sides: { me, them, layouts: [...new Set(layouts)] },
      sure: sure || Math.min(mine.length, theirs.length) > 1,
    };
  };
}

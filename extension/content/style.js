// The look of what is shown in a page. Quiet colours, never colour alone; every pair of text and ground is 4.5:1 or more.
SecondLook.style = `
:host { all: initial; }
.layer { position: fixed; inset: 0; z-index: 2147483647; pointer-events: none; display: block;
  font: 14px/1.45 system-ui, sans-serif; color: var(--ink); text-align: start;
  --paper: #fff; --ink: #1d2329; --soft: #4a5560; --line: #c9d0d6; --accent: #1f5f99; }
.card.warning { --accent: #8a5200; } .card.danger { --accent: #a12622; }
.card { pointer-events: auto; position: fixed; box-sizing: border-box; right: 16px; width: 360px;
  max-width: calc(100vw - 32px); max-height: calc(100vh - 32px); overflow: auto; background: var(--paper);
  border: 1px solid var(--line); border-inline-start: 6px solid var(--accent); border-radius: 10px;
  box-shadow: 0 6px 24px rgb(0 0 0 / .22); padding: 12px 14px; animation: in .2s ease-out; z-index: 1; }
/* Over the person's own side of the page, so that what the other one writes stays in sight. */
:host(:dir(rtl)) .card { right: auto; left: 16px; }
.card.caution { bottom: 16px; width: 320px; } .card.warning { top: 16px; }
.card.danger { top: 16px; width: 400px; border-width: 2px; border-inline-start-width: 8px; border-color: var(--accent); }
header { display: flex; gap: 8px; align-items: flex-start; position: sticky; top: -12px; padding-top: 4px;
  background: var(--paper); }
.sign { flex: none; width: 22px; height: 22px; border-radius: 50%; background: var(--accent); color: var(--paper);
  font-weight: 700; text-align: center; line-height: 22px; }
h2 { flex: 1; margin: 0; font-size: 16px; line-height: 1.35; } h3 { margin: 12px 0 2px; font-size: 14px; }
p { margin: 6px 0; } ul { margin: 4px 0; padding-inline-start: 18px; } li { margin: 3px 0; }
.soft { color: var(--soft); } .note { border-top: 1px solid var(--line); margin-top: 10px; padding-top: 4px; }
button, summary { font: inherit; color: inherit; cursor: pointer; }
button { background: none; border: 1px solid var(--line); border-radius: 7px; padding: 4px 10px; min-height: 28px; }
button:hover, summary:hover { border-color: var(--accent); text-decoration: underline; }
button.link { border: 0; padding: 2px; min-height: 24px; min-width: 24px; color: var(--accent); text-decoration: underline; }
button.close { flex: none; border: 0; padding: 0; width: 28px; font-size: 20px; line-height: 1; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
footer { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 12px; }
.hidden-text { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
dialog { pointer-events: auto; box-sizing: border-box; width: 420px; max-width: calc(100vw - 32px); color: var(--ink);
  background: var(--paper); border: 1px solid var(--line); border-radius: 12px; padding: 18px 20px; text-align: start;
  font-size: 15px; box-shadow: 0 10px 40px rgb(0 0 0 / .35); }
dialog::backdrop { background: rgb(0 0 0 / .45); }
dialog h2 { font-size: 18px; } dialog h2:focus-visible { outline: none; }
dialog footer { justify-content: flex-end; margin-top: 16px; }
dialog button { min-height: 36px; padding: 6px 16px; }
dialog button.back { background: var(--accent); border-color: var(--accent); color: var(--paper); }
.say { position: fixed; bottom: 20vh; left: 50%; transform: translateX(-50%); box-sizing: border-box; margin: 0;
  max-width: calc(100vw - 32px); padding: 10px 16px; background: var(--paper); border: 2px solid var(--accent);
  border-radius: 10px; box-shadow: 0 6px 24px rgb(0 0 0 / .22); z-index: 2; }
.say:empty { visibility: hidden; }
/* A page may be light or dark, whatever the browser says: these stand out by 3:1 or more on both. */
.mark.caution { --accent: #2a76b8; } .mark.warning { --accent: #a86400; } .mark.danger { --accent: #cc3d35; }
.mark { position: fixed; top: 0; left: 0; border: 2px dashed var(--accent); border-radius: 8px; box-sizing: border-box; }
.mark button { pointer-events: auto; position: absolute; top: -12px; inset-inline-end: -12px; width: 24px; height: 24px;
  min-height: 0; padding: 0; border: 0; border-radius: 50%; background: var(--accent); color: #fff; font-weight: 700; }
.mark .why { display: none; position: absolute; top: 16px; right: 0; width: max-content; max-width: 260px;
  background: var(--paper); color: var(--ink); border: 1px solid var(--accent); border-radius: 8px; padding: 6px 10px;
  box-shadow: 0 4px 14px rgb(0 0 0 / .25); }
.mark.below .why { top: auto; bottom: 16px; } .mark.at-left .why { right: auto; left: 0; }
.mark button:hover + .why, .mark button:focus-visible + .why, .mark .why:hover { display: block; pointer-events: auto; }
.card.teach { top: 16px; width: 340px; }
.card.teach.aside { right: auto; left: 16px; } :host(:dir(rtl)) .card.teach.aside { left: auto; right: 16px; }
.card.teach:focus-visible { outline-offset: -3px; }
button.strong { background: var(--accent); border-color: var(--accent); color: var(--paper); }
.row-box { position: fixed; top: 0; left: 0; box-sizing: border-box; border: 2px solid #2a76b8; border-radius: 8px; }
.row-box.me { border-style: dashed; border-color: #7a6a00; } .row-box.now { border: 3px double #2a76b8; }
.row-box span { position: absolute; top: -10px; inset-inline-end: 8px; padding: 0 7px; border-radius: 9px;
  background: #1f5f99; color: #fff; font-size: 12px; line-height: 18px; }
.row-box.me span { background: #5f5300; }
.mark.shut .why, [hidden] { display: none !important; }
@media (max-width: 600px) { .card { max-height: 60vh; } }
@keyframes in { from { opacity: 0; transform: translateY(6px); } }
@media (prefers-reduced-motion: reduce) { * { animation: none !important; } }
@media (prefers-color-scheme: dark) {
  .layer { color-scheme: dark; --paper: #1f242a; --ink: #e9edf0; --soft: #b4bec7; --line: #48525c; --accent: #86bdf0; }
  .card.caution { --accent: #86bdf0; } .card.warning { --accent: #f0b45e; } .card.danger { --accent: #ff9d94; }
}
@media (forced-colors: active) { .card, .mark { border-color: CanvasText; } }
`;

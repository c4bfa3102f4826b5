// Types for the checker only; nothing loads this file.

type Sender = 'me' | 'them' | 'unknown';
type Level = 'none' | 'caution' | 'warning' | 'danger';

/** One kind of chat page, as data. A selector wherever one does. */
interface Site {
  id: string; // also the name of its file
  name: string;
  hosts: string[]; // empty: self-hosted only
  path?: string; // where one host has several apps: how the path starts
  verified: string; // month of the newest source
  signature?: string; // at an address of nobody's `hosts`, this page is that app
  /** Which chat is open: null for none, '' for one that cannot be told. */
  conversation: (url: URL, doc: Document, root: Element | null) => string | null;
  group?: (url: URL, doc: Document, root: Element | null) => boolean;
  shadow?: string; // what the page draws its chat into, where that is an open shadow root
  root: string; // holds the rows
  row: string;
  skip?: string; // rows that are not messages
  pending?: string; // rows still being sent
  deleted?: string; // rows whose message was taken back
  key?: (row: Element) => string | null; // the page's own lasting id
  me?: string; // the row, or a part of it, that says who wrote it
  them?: string;
  atEnd?: boolean; // the person's own rows are laid out at the end of the line, and nothing else is
  direction?: (row: Element) => Sender; // where no selector does
  text: string;
  exclude?: string; // parts that are not the sender's words
  sentAt?: (row: Element) => string | null; // ISO
  author?: (row: Element) => string | null; // two authors of incoming rows make a group
  compose?: string; // where the person writes; without one, whatever is made to be written in
  send?: string; // the button beside it
}

interface Message {
  key: string;
  sender: Sender;
  text: string;
  sent_at: string | null;
  deleted: boolean;
}
type Row = Omit<Message, 'key'> & { key: string | null; ready: boolean; author: string | null };
type Read = Row & {
  element: Element;
  n: number; // its number among rows that say the same
  hashes: string[]; // of what it says, for a row without an id: one for each side that may have written it
};
type Owners = WeakMap<Element, { conversation: string; read: Read }>;
interface Page {
  messages: Message[];
  elements: Map<string, Element>; // of the messages, by key
  unknown: number; // rows left out since nobody can tell who wrote them
  authors: Set<string>;
  note: (records: MutationRecord[]) => void;
  look: () => void;
  has: (key: string) => boolean;
  news: () => Message[];
  taken: () => void;
}
type Entry = Message & { version: number; acked: number; refused?: number };
type Batch = Entry[];

type Spans = [number, number][]; // UTF-16 units
/** What a person taught about the pages of one origin: selectors, and one sign for each side (`signs.js`). */
interface TaughtRule {
  version: number;
  taught_at: string; // ISO
  root: string;
  row: string;
  text: string;
  exclude: string;
  sides: {
    me: string; // '': told by the lack of the other's
    them: string;
    layouts: string[]; // as the examples were laid out; rows that are laid out otherwise are nobody's by a mere lack
  };
}
type Side = 'me' | 'them';
type Example = { element: Element; side: Side }; // the element holds the words of one message
type Taught = { rule: TaughtRule; sure: boolean }; // not sure: one more example of each side is asked for

interface Finding {
  key: string;
  tactic: string;
  plain: string;
  advice: string;
  probability: number;
  spans: Spans;
}
interface Verdict {
  n_messages: number;
  level: Level;
  risk: number | null; // null without a judgement
  stage: { id: string; plain: string } | null;
  script: { id: string; plain: string } | null;
  distress: boolean;
  assessable: boolean;
  why_not: string | null; // why all of it, or its newest part, cannot be judged
  trusted: boolean;
  quiet: 'snoozed' | 'disputed' | null; // why there is no alert though there is a level
  model_version: string;
  alert: { level: Level; raised_at: string | null; title: string; body: string; advice: string[] } | null;
  findings: Finding[];
  timeline?: {
    key: string;
    sent_at: string | null;
    sender: Sender;
    risk: number;
    level: Level;
    stage: string | null;
    spans: Spans;
  }[];
  messages?: { index: number; sender: Sender; text: string; sent_at: string | null }[]; // of a file
}
interface Indicator {
  kind: 'bitcoin' | 'ethereum' | 'tron' | 'link' | 'domain' | 'email' | 'handle' | 'iban' | 'phone';
  value: string;
  valid: boolean; // its checksum or form is right
}

/** Why nothing can be judged now. The first group is about the server, the second about the page. */
type ServerState =
  | 'connected'
  | 'not_running'
  | 'not_paired'
  | 'stranger' // what answers cannot prove that it is the paired server
  | 'wrong_version'
  | 'no_permission'
  | 'loading'
  | 'weights_missing'
  | 'weights_damaged'
  | 'trouble';
type PageState =
  'reading' | 'looking' | 'no_chat' | 'empty' | 'private' | 'group' | 'many' | 'unreadable' | 'unknown_sender';

interface Seen {
  site: string | null;
  conversation: string | null; // the page's own id; the background makes a hash of it before it goes anywhere
  state: PageState;
  unknown: number;
}
type Alert = NonNullable<Verdict['alert']>;
interface Note {
  title: string;
  body: string;
  advice?: string[];
}
interface HelpLine {
  name: string;
  phone: string | null;
  url: string | null;
  hours: string | null;
  languages: string[];
  checked: string; // the month when it was seen in service
}
interface Help {
  country: string | null; // null: no lines of its own
  countries: string[];
  fraud: HelpLine[];
  trafficking: HelpLine[];
}
interface Wording {
  levels: Record<string, Note>;
  tactics: Record<string, { plain: string; advice: string }>;
  stages: Record<string, string>;
  scripts: Record<string, string>;
  notes: Record<string, Note>;
}

// Between a page and the background.
type Part = 'reading' | 'warnings' | 'handover' | 'taught' | 'teaching'; // of the content scripts, put in when a page needs it
type FeedbackKind = 'wrong' | 'trust' | 'untrust' | 'snooze';
interface Draft {
  text: string;
  picture: boolean; // one goes with it
}
interface DraftWords {
  title: string;
  body: string;
  reasons: string[];
  back: string;
  send: string;
  again: string; // where the message could not be sent for the person
}
type ChatQuestion = { kind: 'chat' } | { kind: 'feedback'; act: FeedbackKind } | { kind: 'draft'; draft: Draft };
type Where = { site: string; conversation: string };
type PageQuestion =
  | { kind: 'seen'; seen: Seen }
  | ({ kind: 'batch'; messages: Message[] } & Where)
  | ({ kind: 'chat' } & Where)
  | { kind: 'load'; part: Part }
  | { kind: 'rule' } // what was taught about pages of this origin
  | { kind: 'keep'; rule: TaughtRule }
  | ({ kind: 'draft'; draft: Draft } & Where)
  | ({ kind: 'feedback'; act: FeedbackKind } & Where);
type Answer =
  | {
      ok: true;
      verdict?: Verdict;
      distress?: Note | null;
      done?: Note | null;
      words?: DraftWords | null;
      rule?: TaughtRule | null;
    }
  | { ok: false; state: ServerState | 'away' | 'refused'; retry_s: number | null; code?: string; names?: string[] };
/** What the side panel asks of a page: how much of the chat it holds, the words at some places, or every message. */
type HandOver = { conversation: string | null } & (
  { what: 'extent' | 'messages' } | { what: 'pieces'; spans: Record<string, Spans> }
);
interface Extent {
  n: number;
  from: string | null;
  to: string | null;
  gaps: number; // where two stretches were never seen side by side
}
type Said = Pick<Message, 'sender' | 'text' | 'sent_at'>;
type ToPage =
  | { kind: 'look' | 'refresh' | 'retry' | 'focus' | 'teach' | 'rule' }
  | { kind: 'stop'; pattern: string } // pages at other addresses go on
  | ({ kind: 'hand_over' } & HandOver);

// From the popup, the side panel and the options page.
type OwnQuestion =
  | { kind: 'status' | 'sites' | 'taught' | 'forget_all' | 'reset' }
  | { kind: 'pair'; code: string; port: number | null }
  | { kind: 'switch'; pattern: string; on: boolean }
  | { kind: 'chat' | 'forget' | 'teach'; tabId: number }
  | { kind: 'forget_taught'; origin: string }
  | { kind: 'help'; country?: string } // with one, from now on
  | { kind: 'feedback'; act: FeedbackKind; tabId: number; note?: string }
  | { kind: 'hold'; text: string; windowId: number } // a text to be checked, for the panel of that window
  | { kind: 'take'; windowId: number }
  | { kind: 'assess'; text: string; me: string | null } // '' for none of the names in it
  | { kind: 'indicators'; texts: string[] };

interface Pairing {
  token: string;
  client: string;
  port: number;
}
interface TabState {
  server: ServerState | null;
  page: { state: PageState; unknown: number; site: string | null } | null;
  conversation: string | null; // the id that the server knows
  chat: Pick<Verdict, 'level' | 'assessable' | 'trusted' | 'n_messages'> | null;
}

/** All that popup and panel show of a tab. */
interface Standing {
  tab: chrome.tabs.Tab;
  seen: Seen | null; // null: the page is not read
  server: ServerState;
  what: string; // the summary
  verdict: Verdict | null;
  wording: Wording | null;
}

interface Chat extends Where {
  ledger: Ledger;
  most?: number; // new rows a batch, once one was refused
  answer: Extract<Answer, { ok: true }> | null;
}
interface Ledger {
  order: string[];
  entries: Map<string, Entry>;
  dirty: Set<string>;
  isElsewhere: (messages: Message[]) => boolean;
  update: (messages: Message[], page: { has: (key: string) => boolean }, now_ms: number) => number | null;
  next: (most?: number) => Batch | null;
  refuse: (batch: Batch) => boolean;
  acknowledge: (batch: Batch) => void;
  otherName: (key: string) => string | undefined;
  resend: () => void;
}
interface Link {
  ask: (question: PageQuestion) => Promise<Answer>;
  close: () => void;
}
interface Courier {
  current: Chat | null;
  turnTo: (which: Where | null) => Chat | null;
  flush: () => Promise<void>;
  learn: (chat: Chat, answer: Answer) => void;
  stop: () => void;
}
interface WatcherEvents {
  onFound: () => void; // a chat is open, and what reads it is not there yet
  onChat: (which: Where | null) => void;
  onMessages: (page: Page) => number | null; // ms after which to look again
  onSeen: (seen: Seen) => void;
}
interface Watcher {
  site: Site | null;
  page: Page | null;
  start: () => void;
  stop: () => void;
  look: () => void;
  waitFor: (strange: boolean) => number;
}
interface Marks {
  show: (level: Level, reasons: Map<string, string[]>) => void;
  follow: () => void;
  goTo: (key: string) => boolean;
  shut: () => boolean;
  clear: () => void;
}
interface OverlayActions {
  feedback: (kind: FeedbackKind) => Promise<Answer>;
  elementOf: (key: string) => Element | null;
}
interface SendGuardActions {
  site: () => Site | null;
  chatAtRisk: () => Chat | null;
  ask: (draft: Draft) => Promise<DraftWords | null>; // the words to ask the person with, or null to let it go
  question: (words: DraftWords) => Promise<boolean>;
  say: (text: string) => void;
}
interface SendGuard {
  start: () => void;
  stop: () => void;
  forget: () => void;
}
interface WarningsSource {
  ask: (question: ChatQuestion) => Promise<Answer>; // about the chat that is open
  chat: () => Chat | null;
  watcher: Watcher;
}
interface Warnings {
  show: (answer: Extract<Answer, { ok: true }> | null) => void;
  follow: () => void;
  forget: () => void;
  focus: () => void;
  stop: () => void;
}
interface Overlay {
  marks: Marks;
  ask: (words: DraftWords) => Promise<boolean>;
  say: (text: string) => void;
  show: (verdict: Verdict | null, distress?: Note | null) => void;
  focus: () => void;
  remove: () => void;
}

interface Outline {
  element: Element;
  as: Side | 'now'; // `now`: what a click would choose
}
type PanelAction = [label: string, click: () => void, weight?: 'strong'];
interface TeachPanel {
  host: Element;
  say: (lines: (string | HTMLElement)[], actions: PanelAction[]) => void;
  list: (messages: Message[]) => HTMLElement;
  point: (words: string) => void;
  outline: (outlines: Outline[]) => void;
  isOnButton: () => boolean;
  remove: () => void;
}
interface TeacherActions {
  keep: (rule: TaughtRule) => Promise<boolean>;
}
interface Teacher {
  stop: () => void;
}

interface SecondLookNamespace {
  sites: Site[];
  site: (record: Site) => void;
  stop?: () => void;
  parts: (row: Element, selector: string, exclude?: string) => Element[];
  textOf: (site: Site, row: Element) => string;
  hash: (text: string) => string;
  rootsOf: (site: Site, doc: Document) => Element[];
  readRow: (site: Site, row: Element) => Row;
  senderOf: (site: Site, row: Element) => Sender;
  Page: new (site: Site, root: Element, conversation?: string, owners?: Owners) => Page;
  time: (value: string | number | null | undefined) => string | null;
  siteFor: (url: URL, doc: Document) => Site | null;
  isClock: (text: string) => boolean;
  signsOf: (site: Site, row: Element) => Set<string>;
  shows: (signs: Set<string>, sign: string) => boolean;
  sideOf: (signs: Set<string>, sides: TaughtRule['sides']) => Sender;
  RULE_VERSION: number;
  taughtSite: (rule: TaughtRule) => Site | null;
  shape: {
    chain: (root: Element, element: Element) => Element[];
    common: (elements: Element[]) => string;
    path: (elements: Element[]) => string;
    pin: (base: string, box: Element, part: Element, isRight: (selector: string) => boolean) => string | null;
    place: (element: Element) => string;
  };
  tellApart: (
    site: Site,
    rows: Element[],
    examples: { row: Element; side: Side }[],
  ) => { sides: TaughtRule['sides']; sure: boolean } | null;
  derive: (examples: Example[]) => Taught | { problem: 'same' | 'alike' };
  useRule?: (rule: TaughtRule | null) => void; // there with a rule, and while one is taught
  candidates: (box: Element) => Element[];
  candidateAt: (target: Element) => Element | null;
  briefly: (text: string) => string;
  TeachPanel: new () => TeachPanel;
  Teacher: new (actions: TeacherActions) => Teacher;
  AWAY: Answer;
  style: string;
  t: (key: string, ...values: (string | number)[]) => string;
  handOver: (open: Pick<Chat, 'conversation' | 'ledger'> | null, asked: HandOver) => unknown;
  locale: () => { lang: string; dir: string };
  surface: (name: string) => { host: HTMLElement; shadow: ShadowRoot; layer: HTMLElement };
  h: (
    tag: string,
    props?: Record<string, unknown>,
    ...children: (Node | string | null | undefined | false)[]
  ) => HTMLElement;
  Ledger: new () => Ledger;
  Link: new () => Link;
  Courier: new (link: Pick<Link, 'ask'>, onAnswer: (answer: Answer) => void) => Courier;
  Watcher: new (events: WatcherEvents) => Watcher;
  Marks: new (layer: Element, elementOf: (key: string) => Element | null) => Marks;
  Overlay: new (actions: OverlayActions) => Overlay;
  question: (layer: Element, words: DraftWords) => Promise<boolean>;
  note: (layer: Element, text: string) => void;
  SendGuard: new (actions: SendGuardActions) => SendGuard;
  Warnings: new (source: WarningsSource) => Warnings;
}
declare var SecondLook: SecondLookNamespace;

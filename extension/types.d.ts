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
interface Page {
  messages: Message[];
  elements: Map<string, Element>;
  held: Set<string>; // keys of rows that are there but not ready
  unknown: number; // rows left out since nobody can tell who wrote them
  authors: Set<string>;
}
type Entry = Message & { version: number; acked: number; gone_ms: number | null; refused?: number };
type Batch = Entry[];

interface Finding {
  key: string;
  tactic: string;
  plain: string;
  advice: string;
  probability: number;
  spans: [number, number][];
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
  }[];
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
  | ({ kind: 'draft'; draft: Draft } & Where)
  | ({ kind: 'feedback'; act: FeedbackKind } & Where);
type Answer =
  | { ok: true; verdict?: Verdict; distress?: Note | null; done?: Note | null; words?: DraftWords | null }
  | { ok: false; state: ServerState | 'away' | 'refused'; retry_s: number | null; code?: string };
type ToPage = { kind: 'look' | 'refresh' | 'retry' | 'focus' | 'stop' } | { kind: 'show'; key: string };

// From the popup and the options page.
type OwnQuestion =
  | { kind: 'status' | 'sites' | 'forget_all' | 'reset' }
  | { kind: 'pair'; code: string; port: number | null }
  | { kind: 'switch'; pattern: string; on: boolean }
  | { kind: 'chat' | 'forget'; tabId: number }
  | { kind: 'help'; country?: string } // with one, from now on
  | { kind: 'feedback'; act: FeedbackKind; tabId: number };

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

interface Chat extends Where {
  ledger: Ledger;
  most?: number; // new rows a batch, once one was refused
  answer: Extract<Answer, { ok: true }> | null;
}
interface Ledger {
  dirty: Set<string>;
  isElsewhere: (messages: Message[]) => boolean;
  update: (messages: Message[], held: Set<string>, now_ms: number) => number | null;
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
  onChat: (which: Where | null) => void;
  onMessages: (messages: Message[], held: Set<string>) => number | null;
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
interface Overlay {
  marks: Marks;
  ask: (words: DraftWords) => Promise<boolean>;
  say: (text: string) => void;
  show: (verdict: Verdict | null, distress?: Note | null) => void;
  focus: () => void;
  remove: () => void;
}

interface SecondLookNamespace {
  sites: Site[];
  site: (record: Site) => void;
  stop?: () => void;
  parts: (row: Element, selector: string, exclude?: string) => Element[];
  textOf: (site: Site, row: Element) => string;
  hash: (text: string) => string;
  rootsOf: (site: Site, doc: Document) => Element[];
  readPage: (site: Site, root: Element, cache: WeakMap<Element, Row>) => Page;
  time: (value: string | number | null | undefined) => string | null;
  clock: (stamp: string, scope: Element | null) => string | null;
  siteFor: (url: URL, doc: Document) => Site | null;
  AWAY: Answer;
  style: string;
  t: (key: string, ...values: (string | number)[]) => string;
  locale: () => { lang: string; dir: string };
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
}
declare var SecondLook: SecondLookNamespace;

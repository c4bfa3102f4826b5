// Types for the checker only; nothing loads this file.

type Sender = 'me' | 'them' | 'unknown';
type Level = 'none' | 'caution' | 'warning' | 'danger';

/** One kind of chat page, as data. A selector wherever one does. */
interface Site {
  id: string; // also the name of its file
  name: string;
  hosts: string[]; // empty: self-hosted, picked by `signature` on any address that was switched on
  path?: string; // where one host has several apps: how the path starts
  verified: string; // month of the newest source
  signature?: string; // this page is that app
  /** Which chat is open: null for none, '' for one that cannot be told. */
  conversation: (url: URL, doc: Document, root: Element | null) => string | null;
  group?: (url: URL, doc: Document, root: Element | null) => boolean;
  root: string; // holds the rows
  row: string;
  skip?: string; // rows that are not messages
  pending?: string; // rows still being sent
  deleted?: string; // rows whose message was taken back
  key?: (row: Element) => string | null; // the page's own lasting id
  me?: string; // the row, or a part of it, that says who wrote it
  them?: string;
  direction?: (row: Element) => Sender; // where no selector does
  text: string;
  exclude?: string; // parts that are not the sender's words
  sentAt?: (row: Element) => string | null; // ISO
  author?: (row: Element) => string | null; // two authors of incoming rows make a group
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
type Entry = Message & { version: number; acked: number; gone_ms: number | null };
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
  risk: number;
  stage: { id: string; plain: string } | null;
  script: { id: string; plain: string } | null;
  distress: boolean;
  assessable: boolean;
  why_not: string | null;
  trusted: boolean;
  model_version: string;
  alert: { level: Level; raised_at: string; title: string; body: string; advice: string[] } | null;
  findings: Finding[];
  timeline?: { key: string; sent_at: string | null; sender: Sender; risk: number; level: Level; stage: string | null }[];
}

/** Why nothing can be judged now. The first group is about the server, the second about the page. */
type ServerState =
  | 'connected'
  | 'not_running'
  | 'not_paired'
  | 'wrong_version'
  | 'no_permission'
  | 'loading'
  | 'weights_missing'
  | 'weights_damaged'
  | 'trouble';
type PageState =
  | 'reading'
  | 'looking'
  | 'no_chat'
  | 'empty'
  | 'private'
  | 'group'
  | 'many'
  | 'unreadable'
  | 'unknown_sender';

interface Seen {
  site: string | null;
  conversation: string | null; // the page's own id; the background makes a hash of it before it goes anywhere
  state: PageState;
  unknown: number;
}

/** What the background answers a content script. */
type Answer =
  | { ok: true; verdict: Verdict; distress: Note | null }
  | { ok: false; state: ServerState; retry_s: number | null }
  | { ok: false; state: 'refused'; retry_s: null }
  | { ok: true; verdict?: undefined };
interface Note {
  title: string;
  body: string;
  advice?: string[];
}

interface OverlayActions {
  feedback: (kind: 'wrong' | 'trust' | 'snooze') => Promise<Answer>;
  elementOf: (key: string) => Element | null;
}

interface SecondLookNamespace {
  sites: Site[];
  site: (record: Site) => void;
  stop?: () => void;
  parts: (row: Element, selector: string, exclude?: string) => Element[];
  textOf: (site: Site, row: Element) => string;
  hash: (text: string) => string;
  readPage: (site: Site, root: Element, cache: WeakMap<Element, Row>) => Page;
  time: (value: string | number | null | undefined) => string | null;
  clock: (stamp: string, scope: Element | null) => string | null;
  Ledger: typeof import('./content/ledger.js').Ledger;
}
declare var SecondLook: SecondLookNamespace;

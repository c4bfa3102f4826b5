// Types for the checker only; nothing loads this file. The answers are those of openapi.yaml.

type Level = 'none' | 'caution' | 'warning' | 'danger';
interface Named {
  id: string;
  plain: string;
}
interface Words {
  title: string;
  body: string;
  advice?: string[];
}
interface Finding {
  key: string;
  tactic: string;
  plain: string;
  advice: string;
  probability: number;
  spans: [number, number][];
}
interface Moment {
  key: string;
  sent_at: string | null;
  sender: 'them' | 'me';
  risk: number;
  level: Level;
  stage: string | null;
}
interface Said {
  index: number;
  sender: 'them' | 'me';
  text: string;
  sent_at: string | null;
}
interface Verdict {
  n_messages: number;
  level: Level;
  risk: number | null;
  stage: Named | null;
  script: Named | null;
  distress: boolean;
  assessable: boolean;
  why_not: string | null;
  alert: (Words & { level: Level; raised_at: string }) | null;
  findings: Finding[];
  timeline: Moment[];
  messages: Said[];
}
interface HelpLine {
  name: string;
  phone: string | null;
  url: string | null;
  hours: string | null;
  languages: string[];
  checked: string;
}
interface Help {
  country: string | null;
  countries: string[];
  fraud: HelpLine[];
  trafficking: HelpLine[];
}
interface Wording {
  levels: Record<string, Words>;
  notes: Record<string, Words>;
  stages: Record<string, string>;
}

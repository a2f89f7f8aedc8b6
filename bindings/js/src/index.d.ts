/**
 * tptriage: from what hurts, in a person's own words, to how soon to be seen, what may fit, and what may help. Offline; the
 * same input gives the same bytes as the C library and the command.
 */

/** Where a part of the package comes from, if not from the package itself. */
export type Source = string | URL | ArrayBuffer | Uint8Array | Response;

/** The package's files, for bundlers that put them elsewhere. They must be of one build. */
export interface Sources {
  /** dist/tptriage.wasm */
  wasm?: Source | Promise<Source>;
  /** dist/tables.bin.gz */
  tables?: Source | Promise<Source>;
  /** dist/msk.bin.gz: the default pack; not used by `fromFiles` */
  pack?: Source | Promise<Source>;
}

export interface SessionOptions {
  /** The longest text or record, in bytes of UTF-8: 1 MiB if not said, 16 MiB at most. */
  maxTextBytes?: number;
  /** The budget of one triage, in matching steps. What it leaves undecided is named in the answer. */
  maxSteps?: number;
  /** Searches of regular expressions in one text: 1 million if not said. What is left undecided is named, too. */
  maxConfirms?: number;
  /** PCRE2's match limit for one search: 100,000 if not said. */
  maxMatch?: number;
  /** Its depth limit: 1,000 if not said. */
  maxMatchDepth?: number;
  /** Its heap limit in KiB: 1,024 if not said. */
  maxMatchHeapKib?: number;
  /** Arrays and objects within each other in a record or a form: 128 if not said, 1,000 at most. */
  maxNesting?: number;
  /** The answers also tell what each silent flag lacks. */
  explain?: boolean;
  /** Asked now and then while a call is under way: true ends it by a TptriageError "cancelled". */
  cancel?: () => boolean;
}

export type Level = 'emergency' | 'urgent' | 'soon' | 'routine' | 'self_care' | 'insufficient';
export type Side = 'left' | 'right' | 'both';
export type Status = 'present' | 'absent' | 'unclear' | 'past' | 'hypothetical' | 'other';

/** What a person gave. Any fact of the pack may be added by its id. An answer left out is unknown, not no. */
export interface IntakeRecord {
  id?: string | number;
  text?: string;
  /** ISO 3166-1 alpha-2, for the emergency number */
  country?: string;
  sites?: { site: string; side?: Side }[];
  findings?: { [id: string]: boolean | 'unknown' };
  medications?: string[];
  history?: string[];
  age?: number;
  sex?: string;
  pregnant?: boolean | number;
  severity?: number;
  duration_days?: number;
  [fact: string]: unknown;
}

/** Where something stands in the text: in bytes of UTF-8, in code points, and in code units of the JavaScript string. */
export interface TextSpan {
  start: number;
  end: number;
  start_char?: number;
  end_char?: number;
  start_utf16?: number;
  end_utf16?: number;
}

export interface Flag {
  id: string;
  cause: string;
  level: Level;
  status: 'raised' | 'unclear';
  title: string;
  advice: string;
  evidence?: string[];
  question?: string;
  sources?: string[];
  [more: string]: unknown;
}

export interface Condition {
  id: string;
  subtype?: string;
  label: string;
  score: number;
  band: 'likely' | 'possible';
  [more: string]: unknown;
}

export interface TriggerPoint {
  id: string;
  label: string;
  where: string;
  side: Side | '';
  score: number;
  why: string;
  [more: string]: unknown;
}

export interface Therapy {
  id: string;
  label: string;
  status: 'suggested' | 'caution' | 'avoid';
  grade: string;
  why: string;
  [more: string]: unknown;
}

export interface Finding {
  id: string;
  label: string;
  status: Status;
  spans?: (TextSpan & { role: string; read_as?: string })[];
  [more: string]: unknown;
}

/** The answer. More keys may be added; README.md of the project tells of each. */
export interface Result {
  id?: string | number;
  schema: number;
  /** false: a limit was hit, and `undecided` names the flags that were not settled */
  complete: boolean;
  urgency: { level: Level; ambulance: boolean; title: string; advice: string; because: string[]; go_sooner_if: string[] };
  flags: Flag[];
  conditions: Condition[];
  trigger_points: TriggerPoint[];
  therapies: Therapy[];
  self_care: { id: string; text: string }[];
  questions: { id: string; text: string; [more: string]: unknown }[];
  not_assessed: string[];
  findings: Finding[];
  unread?: TextSpan[];
  handover: string;
  disclaimer: string;
  [more: string]: unknown;
}

/** A span, in code units of the string: `text.slice(start, end)`. */
export interface Span {
  start: number;
  end: number;
}

export interface Assertion extends Span {
  status: Status;
  negation: 'affirmed' | 'negated' | 'possible';
  temporality: 'recent' | 'historical' | 'hypothetical';
  experiencer: 'patient' | 'other';
  /** The words that decided, where some did, and how far they reach. */
  cue?: string;
  scope?: Span;
}

/** A pack, ready for use. It lives in a memory of its own, which goes when it and its sessions are no longer held. */
export class Ruleset {
  private constructor();
  /** The default pack. */
  static load(sources?: Sources): Promise<Ruleset>;
  /** A pack of your own: {"pack.json": "...", "flags/spine.json": "..."}. */
  static fromFiles(
    files: { [path: string]: string | Uint8Array } | Map<string, string | Uint8Array>,
    sources?: Sources,
  ): Promise<Ruleset>;
  readonly id: string;
  readonly version: string;
  readonly sha256: string;
  session(options?: SessionOptions): Session;
  /** A form for these rules, as a FHIR R4 Questionnaire. */
  questionnaire(): object;
  /** The map of that form: a good start for one of your own. */
  questionnaireMap(): object;
  /** A map of a form of your own (docs/forms.md of the project), or of that form. */
  formMap(map?: object | string | Uint8Array): FormMap;
  /** Gives the memory up now. Its sessions answer no more. */
  free(): void;
}

/** What the answers of a form mean, in the ids of a ruleset. For the sessions of that ruleset. */
export class FormMap {
  private constructor();
  free(): void;
}

/** The scratch of one caller. Keep it and call it again: a warm one allocates nothing in the engine. */
export class Session {
  private constructor();
  /** Triage of a text, or of a record. Lone surrogates are read as U+FFFD. */
  triage(input: string | IntakeRecord | Uint8Array): Result;
  /** The answer to a record as the exact JSON; a string or bytes are taken as the record's JSON. */
  triageJson(record: IntakeRecord | string | Uint8Array): string;
  /** The answer to a text as the exact JSON. Bytes are UTF-8; what is ill-formed in them is read as U+FFFD. */
  triageTextJson(text: string | Uint8Array): string;
  /**
   * The answers of a form: a FHIR R4 QuestionnaireResponse, alone or in a Bundle, or what SurveyJS and Form.io give. What the
   * map gives no meaning is counted, and some of it named.
   */
  triageForm(answers: object | string | Uint8Array, map: FormMap): Result & { unmapped_count?: number; unmapped?: string[] };
  /** The same as the exact JSON. */
  triageFormJson(answers: object | string | Uint8Array, map: FormMap): string;
  /** The last answer of this session as a FHIR R4 Bundle. */
  fhir(): object;
  /** Spans that another program found in a text: is it so, and whose? In the order of the spans. */
  assertSpans(text: string, spans: Iterable<Span>): Assertion[];
  /** The same for a record {"id", "text", "spans"} with offsets in bytes, as the exact JSON. */
  assertJson(record: object | string | Uint8Array): string;
  /** Blocks that the engine took from its allocator in the last call. */
  readonly allocations: number;
  /** Gives its memory back to the ruleset now, and wipes it. */
  free(): void;
}

export type ErrorCode =
  | 'cancelled' | 'memory' | 'argument' | 'busy' | 'file' | 'json' | 'schema' | 'reference' | 'pattern' | 'version'
  | 'input' | 'too_long' | 'expectation';

/** What tptriage cannot do, and where it is wrong. Texts of people are never quoted. */
export class TptriageError extends Error {
  readonly name: 'TptriageError';
  readonly code: ErrorCode;
  readonly hint: string;
  /** File of the pack, or "" */
  readonly source: string;
  /** 1-based; 0 where there is no place */
  readonly line: number;
  /** 1-based, in code points */
  readonly column: number;
  /** JSON pointer (RFC 6901) to what is wrong, or "" */
  readonly pointer: string;
}

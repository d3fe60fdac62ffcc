/**
 * How the other Metrc speaks: a second implementation of the pages in docs/metrc-facts.md that shares nothing with
 * src/metrc/simulator, so that a mistake made twice in one head is found. Everything here is a way of saying the same.
 */

export type Speech = {
  readonly names: 'pascal' | 'camel' | 'lower';
  /** 12, 12.0, 1.2E+1, "12". */
  readonly numbers: 'plain' | 'decimal' | 'exponent' | 'text';
  /** Text without a value. */
  readonly noText: 'null' | 'empty' | 'left_out';
  readonly noDate: 'null' | 'empty' | 'left_out' | 'year_one';
  readonly flags: 'plain' | 'text';
  /** Instants and sale times: fractions and zone. */
  readonly fractions: 0 | 3 | 7;
  readonly zone: 'zulu' | 'offset' | 'facility';
  readonly indent: boolean;
  readonly mark: boolean;
  /** Fields that nobody has heard of, in every object. */
  readonly extra: boolean;
};

export type Dialect = Speech & {
  readonly contentType: string;
  readonly coding: 'identity' | 'gzip' | 'deflate' | 'br';
  /** How the end of a body is told. */
  readonly framing: 'length' | 'chunked' | 'a_byte_a_chunk' | 'close';
  readonly version: '1.1' | '1.0';
  readonly closes: boolean;
  readonly idleMs: number | null;
  readonly headers: 'usual' | 'lower_reversed' | 'shouted_padded';
  /** Milliseconds this Metrc's own clock is ahead; it shows in every instant. */
  readonly clockAheadMs: number;
  readonly dateHeader: boolean;
  readonly expect: 'always' | 'never' | 'refused';
  /** What a POST answers. */
  readonly written: 'ids' | 'text_ids' | 'with_empty_warnings' | 'nothing';
  readonly writtenStatus: 200 | 201 | 202 | 204;
  /** All figures, only TotalPages, only Total, none of them, a bare array that is whole, a bare array in pages. */
  readonly lists: 'envelope' | 'pages_only' | 'total_only' | 'data_only' | 'bare' | 'bare_pages';
  /** Rows on a page, whatever was asked for; null: as asked. */
  readonly pageRows: number | null;
  readonly firstPage: 0 | 1;
  readonly longestWindow: 'any' | 'day';
  /** Whether the list of inactive receipts holds the active ones too. */
  readonly inactive: 'own' | 'all';
  readonly external: 'object' | 'array' | 'envelope';
  readonly externalLines: boolean;
  readonly absent: 'html_404' | 'empty_401' | 'null' | 'no_content' | 'empty_array' | 'empty_envelope' | 'empty_200';
  readonly duplicates: 'allowed' | 'refused';
  /** Milliseconds until a change is seen by the lists. */
  readonly lagMs: number;
  /** A proxy that takes the whole request in and hands it on that much later. */
  readonly bufferMs: number;
  readonly errors: 'rows' | 'object' | 'strings' | 'camel_object' | 'with_validation';
  /** The list of facilities: bare, in an envelope, with one that has no licence. */
  readonly facilities: 'bare' | 'envelope' | 'one_without_licence';
};

export const PLAIN: Dialect = {
  names: 'pascal',
  numbers: 'plain',
  noText: 'null',
  noDate: 'null',
  flags: 'plain',
  fractions: 3,
  zone: 'offset',
  indent: false,
  mark: false,
  extra: false,
  contentType: 'application/json; charset=utf-8',
  coding: 'identity',
  framing: 'length',
  version: '1.1',
  closes: false,
  idleMs: null,
  headers: 'usual',
  clockAheadMs: 0,
  dateHeader: true,
  expect: 'always',
  written: 'ids',
  writtenStatus: 200,
  lists: 'envelope',
  pageRows: null,
  firstPage: 1,
  longestWindow: 'any',
  inactive: 'own',
  external: 'object',
  externalLines: true,
  absent: 'empty_401',
  duplicates: 'allowed',
  lagMs: 0,
  bufferMs: 0,
  errors: 'rows',
  facilities: 'bare',
};

/** What has no value, and an instant in UTC milliseconds. */
export const NO_TEXT: unique symbol = Symbol('no text');
export const NO_DATE: unique symbol = Symbol('no date');
export class Instant {
  readonly at: number;
  constructor(at: number) {
    this.at = at;
  }
}
/** A wall clock without a zone, "2026-03-02T14:05:09.000". */
export class Wall {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Said =
  | string
  | number
  | boolean
  | null
  | typeof NO_TEXT
  | typeof NO_DATE
  | Instant
  | Wall
  | readonly Said[]
  | { readonly [name: string]: Said };

const LEFT_OUT = Symbol('left out');

/** The JSON text of an answer in a way of speaking. */
export function speak(said: Said, speech: Speech): string {
  const text = written(said, speech, 0);
  return `${speech.mark ? '\uFEFF' : ''}${text === LEFT_OUT ? 'null' : text}`;
}

function written(said: Said, speech: Speech, depth: number): string | typeof LEFT_OUT {
  if (said === NO_TEXT) return nothing(speech.noText);
  if (said === NO_DATE) return nothing(speech.noDate);
  if (said instanceof Instant) return JSON.stringify(instant(said.at, speech));
  if (said instanceof Wall) return JSON.stringify(said.text.slice(0, 19) + fraction(said.text.slice(20), speech));
  if (typeof said === 'number') return number(said, speech);
  if (typeof said === 'boolean') return speech.flags === 'text' ? JSON.stringify(String(said)) : String(said);
  if (said === null || typeof said === 'string') return JSON.stringify(said);
  if (Array.isArray(said)) {
    const parts = said.map((one) => written(one, speech, depth + 1)).filter((one) => one !== LEFT_OUT);
    return wrapped('[', ']', parts, speech, depth);
  }
  const fields = Object.entries(said).flatMap(([name, value]) => {
    const text = written(value, speech, depth + 1);
    return text === LEFT_OUT ? [] : [`${JSON.stringify(spelled(name, speech))}:${speech.indent ? ' ' : ''}${text}`];
  });
  const extra = speech.extra ? ['"NewSinceSpring":{"Nested":[1,null,"x"]}', '"__v":0'] : [];
  return wrapped('{', '}', [...extra, ...fields], speech, depth);
}

function wrapped(open: string, shut: string, parts: readonly string[], { indent }: Speech, depth: number): string {
  if (!indent || parts.length === 0) return `${open}${parts.join(',')}${shut}`;
  const pad = `\r\n${'\t'.repeat(depth + 1)}`;
  return `${open}${pad}${parts.join(`,${pad}`)}\r\n${'\t'.repeat(depth)}${shut}`;
}

function nothing(how: Speech['noDate']): string | typeof LEFT_OUT {
  if (how === 'left_out') return LEFT_OUT;
  return how === 'null' ? 'null' : how === 'empty' ? '""' : '"0001-01-01T00:00:00+00:00"';
}

function number(value: number, { numbers }: Speech): string {
  if (numbers === 'decimal') return Number.isInteger(value) ? `${value}.0` : `${value}0`;
  if (numbers === 'exponent') return value.toExponential().replace('e', 'E');
  return numbers === 'text' ? JSON.stringify(String(value)) : String(value);
}

const fraction = (digits: string, { fractions }: Speech): string =>
  fractions === 0 ? '' : `.${digits.padEnd(7, '0').slice(0, fractions)}`;

function instant(at: number, speech: Speech): string {
  const facilityOffset = speech.zone === 'facility' ? -6 : 0;
  const text = new Date(at + facilityOffset * 3_600_000).toISOString();
  const zone = { zulu: 'Z', offset: '+00:00', facility: '-06:00' }[speech.zone];
  return text.slice(0, 19) + fraction(text.slice(20, 23), speech) + zone;
}

function spelled(name: string, { names }: Speech): string {
  if (names === 'pascal') return name;
  return names === 'lower' ? name.toLowerCase() : name.charAt(0).toLowerCase() + name.slice(1);
}

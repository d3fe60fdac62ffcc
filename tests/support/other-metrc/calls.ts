/** The calls of the other Metrc: from a whole request to what is answered. No sockets here. */
import { type Books, goodsShown, type Kept, receiptShown } from './books.ts';
import { type Dialect, Instant, NO_TEXT, type Said } from './speech.ts';

export type Request = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
};

/** `json` in the dialect, or a body as it is. */
export type Reply =
  | { readonly status: number; readonly json: Said }
  | { readonly status: number; readonly type: string | null; readonly text: string };

const nobody = (status: number): Reply => ({ status, type: null, text: '' });
const PAGE = '<!DOCTYPE html><html><head><title>404</title></head><body>The resource cannot be found.</body></html>';

export function reply(request: Request, books: Books, dialect: Dialect, now: number): Reply {
  const { keys, licence } = books.seed;
  const basic = Buffer.from(`${keys.vendorKey}:${keys.userKey}`).toString('base64');
  if (request.headers.get('authorization') !== `Basic ${basic}`) return nobody(401);
  const parts = request.path
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent);
  const call = parts.slice(0, 3).join('/');
  if (call === 'facilities/v2') return { status: 200, json: facilities(licence, dialect) };
  if (request.query.get('licenseNumber') !== licence) return nobody(401);
  if (parts[0] === 'packages') return packages(parts, request, books, dialect, now);
  if (call === 'patients/v2/statuses') return patient(parts[3] ?? '', books, now);
  if (call !== 'sales/v2/receipts') return { status: 404, type: 'text/html', text: PAGE };
  if (request.method === 'POST') return post(request, books, dialect);
  if (request.method === 'DELETE') return books.archive(Number(parts[3])) ? nobody(200) : absent(dialect);
  if (parts[3] === 'external') return byNumber(parts[4] ?? '', books, dialect);
  if (parts[3] === 'active' || parts[3] === 'inactive') return lists(parts[3], request, books, dialect, now);
  const receipt = books.receipts.find((one) => one.id === Number(parts[3]));
  return receipt ? { status: 200, json: receiptShown(receipt, true) } : absent(dialect);
}

function facilities(licence: string, dialect: Dialect): Said {
  const one: Said = { FacilityId: 9, Name: 'Prairie Lantern', DisplayName: NO_TEXT, License: { Number: licence } };
  if (dialect.facilities === 'envelope') return { Data: [one], Total: 1 };
  return dialect.facilities === 'bare' ? [one] : [{ FacilityId: 8, Name: 'Shut down', License: null }, one];
}

function post(request: Request, books: Books, dialect: Dialect): Reply {
  const wrote = books.record(JSON.parse(request.body));
  if ('refused' in wrote) return { status: 400, json: refusal(wrote.refused, dialect) };
  if (dialect.written === 'nothing') return nobody(dialect.writtenStatus);
  const ids = wrote.ids.map((id) => (dialect.written === 'text_ids' ? String(id) : id));
  const warnings = dialect.written === 'with_empty_warnings' ? '' : null;
  return { status: dialect.writtenStatus, json: { Ids: ids, Warnings: warnings } };
}

export function refusal(messages: readonly string[], { errors }: Dialect): Said {
  const [first = ''] = messages;
  switch (errors) {
    case 'rows':
      return messages.map((message, row) => ({ row, message }));
    case 'strings':
      return messages;
    case 'object':
      return { Message: first };
    case 'camel_object':
      return { message: first };
    default:
      return { Message: 'The request is not valid.', ValidationErrors: messages };
  }
}

function absent(dialect: Dialect): Reply {
  switch (dialect.absent) {
    case 'html_404':
      return { status: 404, type: 'text/html; charset=utf-8', text: PAGE };
    case 'empty_401':
      return nobody(401);
    case 'no_content':
      return nobody(204);
    case 'empty_200':
      return nobody(200);
    case 'null':
      return { status: 200, json: null };
    case 'empty_array':
      return { status: 200, json: [] };
    case 'empty_envelope':
      return { status: 200, json: { Data: [], Total: 0, TotalRecords: 0, PageSize: 0, TotalPages: 0 } };
  }
}

function byNumber(number: string, books: Books, dialect: Dialect): Reply {
  const found = books.receipts.filter((one) => one.number === number && one.archivedAt === null);
  if (found.length === 0) return absent(dialect);
  const shown = found.map((one) => receiptShown(one, dialect.externalLines));
  if (dialect.external === 'array') return { status: 200, json: shown };
  if (dialect.external === 'envelope') return { status: 200, json: { Data: shown, Total: shown.length } };
  return { status: 200, json: shown[0] ?? null };
}

/** The window of last changes; without one the last day. Null where it is too long for this Metrc. */
function windowOf(query: URLSearchParams, dialect: Dialect, now: number): { from: number; to: number } | null {
  const from = query.get('lastModifiedStart');
  const to = query.get('lastModifiedEnd');
  const window = {
    from: from === null ? now - 86_400_000 : Date.parse(from),
    to: to === null ? now + 60_000 : Date.parse(to),
  };
  return dialect.longestWindow === 'day' && window.to - window.from > 86_400_000 ? null : window;
}

function lists(which: 'active' | 'inactive', request: Request, books: Books, dialect: Dialect, now: number): Reply {
  const window = windowOf(request.query, dialect, now);
  if (window === null) return { status: 400, json: refusal(['The date range must not exceed 24 hours.'], dialect) };
  const isActive = (one: Kept): boolean => one.archivedAt === null && !one.final;
  const rows = books.receipts.filter((one) => {
    const isListed = which === 'active' ? isActive(one) : dialect.inactive === 'all' || !isActive(one);
    const seenAt = one.changedAt + dialect.lagMs;
    // What is shown without fractions is compared without them.
    const changed = dialect.fractions === 0 ? Math.floor(one.changedAt / 1000) * 1000 : one.changedAt;
    return isListed && seenAt <= now && changed >= window.from && changed <= window.to;
  });
  return paged(
    rows.map((one) => receiptShown(one, false)),
    request.query,
    dialect,
  );
}

function packages(parts: readonly string[], request: Request, books: Books, dialect: Dialect, now: number): Reply {
  const all = [...books.goods.values()];
  if (parts[2] !== 'active') {
    const at = all.findIndex((one) => one.label === parts[2]);
    const goods = all[at];
    return goods ? { status: 200, json: goodsShown(goods, at) } : absent(dialect);
  }
  const window = windowOf(request.query, dialect, now);
  if (window === null) return { status: 400, json: refusal(['The date range must not exceed 24 hours.'], dialect) };
  const rows = all.filter(({ packagedOn }) => {
    const changed = Date.parse(`${packagedOn}T12:00:00Z`);
    return changed >= window.from && changed <= window.to;
  });
  return paged(rows.map(goodsShown), request.query, dialect);
}

function patient(number: string, books: Books, now: number): Reply {
  const known = books.seed.patients.find((one) => one.number === number);
  if (!known) return nobody(401);
  const row: Said = {
    PatientLicenseNumber: known.number,
    PatientLicenseExpirationDate: known.expiresOn,
    Active: true,
    PurchaseAmountDays: 30,
    FlowerOuncesAvailable: 3,
    ThcOuncesAvailable: NO_TEXT,
    ConcentrateOuncesAvailable: 1,
    InfusedOuncesAvailable: 72.5,
    LastModified: new Instant(now),
  };
  return { status: 200, json: [row] };
}

function paged(rows: readonly Said[], query: URLSearchParams, dialect: Dialect): Reply {
  if (dialect.lists === 'bare') return { status: 200, json: rows };
  const size = dialect.pageRows ?? Math.min(20, Number(query.get('pageSize') ?? 20));
  const at = Number(query.get('pageNumber') ?? dialect.firstPage) - dialect.firstPage;
  const data = at < 0 ? [] : rows.slice(at * size, (at + 1) * size);
  const pages = Math.ceil(rows.length / size);
  switch (dialect.lists) {
    case 'bare_pages':
      return { status: 200, json: data };
    case 'data_only':
      return { status: 200, json: { Data: data } };
    case 'pages_only':
      return { status: 200, json: { Data: data, TotalPages: pages } };
    case 'total_only':
      return { status: 200, json: { Data: data, Total: rows.length } };
    default: {
      const figures = { Total: rows.length, TotalRecords: rows.length, PageSize: rows.length === 0 ? 0 : size };
      const place = { RecordsOnPage: data.length, Page: at + dialect.firstPage, CurrentPage: at + dialect.firstPage };
      return { status: 200, json: { Data: data, ...figures, ...place, TotalPages: pages } };
    }
  }
}

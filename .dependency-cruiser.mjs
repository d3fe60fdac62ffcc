// Who may import whom. Each room lists the rooms it may import from; a file of src that is in no room is itself a
// violation, so that a new folder is placed on purpose.

const everything = '^src/';
const values = '^src/shared/values/';
const contract = '^src/shared/contract/';
const words = '^src/shared/words/';
const domain = '^src/main/domain/';
const ports = '^src/main/ports/';

const rooms = [
  { name: 'values', path: values, may: [] },
  { name: 'contract', path: contract, may: [values, words] },
  { name: 'words', path: words, may: [values, contract] },
  { name: 'domain', path: domain, may: [values, words] },
  { name: 'ports', path: ports, may: [values, words, domain] },
  {
    name: 'actions',
    path: '^src/main/(actions/|register[^/]*\\.ts$)',
    may: [values, contract, words, domain, ports],
  },
  { name: 'store', path: '^src/main/store/', may: [values, words, domain, ports] },
  { name: 'hardware', path: '^src/hardware/', may: [values, words, ports] },
  { name: 'metrc', path: '^src/metrc/', may: [values, words, domain, ports] },
  { name: 'renderer', path: '^src/renderer/', may: ['^src/shared/'] },
  { name: 'hosts', path: '^src/main/(hosts/|commands/|cli\\.ts$)', may: [everything] },
];

/** npm packages and built-in modules that belong to one room. */
const belongings = [
  { name: 'electron', what: '(^|/)node_modules/electron/|^electron$', path: '^src/main/hosts/electron/' },
  { name: 'better-sqlite3', what: '(^|/)node_modules/(@types/)?better-sqlite3/', path: '^src/main/store/' },
  {
    name: 'react',
    what: '(^|/)node_modules/(@types/)?(react|react-dom|react-aria-components|react-aria|react-stately|@react-aria/[^/]+)/',
    path: '^src/renderer/',
  },
  {
    name: 'device libraries',
    what: '(^|/)node_modules/(serialport|node-hid|@serialport/[^/]+)/',
    path: '^src/hardware/',
  },
  { name: 'rpc server', what: '(^|/)node_modules/@orpc/server/', path: '^src/main/(hosts/|register)' },
  { name: 'rpc client', what: '(^|/)node_modules/@orpc/client/', path: '^src/(renderer/register-client/|main/hosts/)' },
];

const pure = '^src/(shared/|main/domain/|main/ports/|renderer/)';

export default {
  forbidden: [
    ...rooms.map(({ name, path, may }) => ({
      name: `${name} imports only what it may`,
      severity: 'error',
      from: { path },
      to: { path: everything, pathNot: [path, ...may] },
    })),
    {
      name: 'every source file is in a room',
      severity: 'error',
      from: {},
      to: { path: everything, pathNot: rooms.map(({ path }) => path) },
    },
    {
      name: 'a file outside the rooms imports nothing',
      severity: 'error',
      from: { path: everything, pathNot: rooms.map(({ path }) => path) },
      to: {},
    },
    ...belongings.map(({ name, what, path }) => ({
      name: `${name} stays in its room`,
      severity: 'error',
      from: { path: everything, pathNot: path },
      to: { path: what },
    })),
    {
      name: 'rules, ports and screens use no Node module',
      severity: 'error',
      from: { path: pure },
      to: { dependencyTypes: ['core'] },
    },
    { name: 'no cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'every import is there', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'the program imports no test and no tool',
      severity: 'error',
      from: { path: everything },
      to: { path: '^(tests|build|bench)/' },
    },
  ],
  options: {
    // TypeScript 7 has no parser API that dependency-cruiser can use; swc reads .ts and .tsx as they are.
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.(css|svg|png|woff2?)$' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.d.ts'],
    },
  },
};

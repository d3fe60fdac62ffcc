import { bilingual, type Language } from './bilingual.ts';

/** The devices a tile stands for. */
export type LinkName = 'scanner' | 'printer' | 'drawer' | 'metrc';

/** Why a device needs a hand (the DeviceReason of the ports). `short` is at most four words, for the tile. */
type TroubleWords = { readonly short: string; readonly title: string; readonly steps: readonly string[] };
type Trouble = Readonly<Record<Language, TroubleWords>>;

/** {device} is the device with its article at the start of a sentence; {theDevice} inside one. */
export const deviceNames: Readonly<
  Record<Language, Readonly<Record<LinkName, { readonly start: string; readonly inside: string }>>>
> = {
  en: {
    scanner: { start: 'The scanner', inside: 'the scanner' },
    printer: { start: 'The printer', inside: 'the printer' },
    drawer: { start: 'The drawer', inside: 'the drawer' },
    metrc: { start: 'Metrc', inside: 'Metrc' },
  },
  es: {
    scanner: { start: 'El lector', inside: 'el lector' },
    printer: { start: 'La impresora', inside: 'la impresora' },
    drawer: { start: 'El cajón', inside: 'el cajón' },
    metrc: { start: 'Metrc', inside: 'Metrc' },
  },
};

const trouble = (en: TroubleWords, es: TroubleWords): Trouble => ({ en, es });

export const deviceTroubles = {
  paper_out: trouble(
    {
      short: 'out of paper',
      title: '{device} is out of paper.',
      steps: ['Open the cover.', 'New roll, paper from below, towards you.', 'Close the cover until it clicks.'],
    },
    {
      short: 'sin papel',
      title: '{device} no tiene papel.',
      steps: ['Abra la tapa.', 'Rollo nuevo, papel desde abajo, hacia usted.', 'Cierre la tapa hasta que haga clic.'],
    },
  ),
  paper_near_end: trouble(
    {
      short: 'paper nearly out',
      title: 'The paper of {theDevice} is nearly out.',
      steps: ['It still prints.', 'Lay a new roll ready.', 'Change it when the queue is short.'],
    },
    {
      short: 'queda poco papel',
      title: 'A {theDevice} le queda poco papel.',
      steps: ['Todavía imprime.', 'Prepare un rollo nuevo.', 'Cámbielo cuando haya poca fila.'],
    },
  ),
  cover_open: trouble(
    {
      short: 'cover open',
      title: 'The cover of {theDevice} is open.',
      steps: ['Look that the paper hangs out in front.', 'Close the cover until it clicks.'],
    },
    {
      short: 'tapa abierta',
      title: 'La tapa de {theDevice} está abierta.',
      steps: ['Mire que el papel salga por delante.', 'Cierre la tapa hasta que haga clic.'],
    },
  ),
  cutter_jam: trouble(
    {
      short: 'cutter jammed',
      title: 'The cutter of {theDevice} is jammed.',
      steps: ['Switch it off.', 'Open the cover and take the paper out.', 'Close it and switch it on.'],
    },
    {
      short: 'cuchilla atascada',
      title: 'La cuchilla de {theDevice} está atascada.',
      steps: ['Apague el aparato.', 'Abra la tapa y saque el papel.', 'Cierre y encienda.'],
    },
  ),
  head_too_hot: trouble(
    {
      short: 'head too hot',
      title: 'The print head of {theDevice} is too hot.',
      steps: ['Let it cool; it goes on by itself.'],
    },
    {
      short: 'cabezal caliente',
      title: 'El cabezal de {theDevice} está muy caliente.',
      steps: ['Deje que se enfríe; sigue solo.'],
    },
  ),
  mechanical_error: trouble(
    {
      short: 'mechanical fault',
      title: '{device} reports a mechanical fault.',
      steps: ['Switch it off and on.', 'If it stays so, call the installer.'],
    },
    {
      short: 'falla mecánica',
      title: '{device} avisa de una falla mecánica.',
      steps: ['Apague y encienda.', 'Si sigue igual, llame al instalador.'],
    },
  ),
  offline: trouble(
    {
      short: 'not ready',
      title: '{device} is connected but not ready.',
      steps: ['Look at its lamps and its cover.', 'Press its feed button once.'],
    },
    {
      short: 'no está a punto',
      title: '{device} tiene conexión pero no está a punto.',
      steps: ['Mire sus luces y su tapa.', 'Pulse una vez su botón de avance.'],
    },
  ),
  not_answering: trouble(
    {
      short: 'not answering',
      title: '{device} is connected but does not answer.',
      steps: ['Switch it off, wait five seconds, switch it on.', 'Look that both ends of the cable are in.'],
    },
    {
      short: 'no responde',
      title: '{device} tiene conexión pero no responde.',
      steps: ['Apague, espere cinco segundos y encienda.', 'Mire que el cable entre por los dos lados.'],
    },
  ),
  no_connection: trouble(
    {
      short: 'cable or power',
      title: '{device} cannot be reached.',
      steps: ['Look that it has power.', 'Push both ends of the cable in.', 'It connects again by itself.'],
    },
    {
      short: 'cable o corriente',
      title: 'No se llega a {theDevice}.',
      steps: ['Mire que tenga corriente.', 'Empuje el cable por los dos lados.', 'Se conecta otra vez sin ayuda.'],
    },
  ),
  taken_by_another: trouble(
    {
      short: 'used by another',
      title: 'Another program holds {theDevice}.',
      steps: ['Close the other program.', 'If there is none, start this computer again.'],
    },
    {
      short: 'en uso por otro',
      title: 'Otro programa ocupa {theDevice}.',
      steps: ['Cierre el otro programa.', 'Si no hay otro, reinicie esta computadora.'],
    },
  ),
  no_permission: trouble(
    {
      short: 'no permission',
      title: 'This computer may not use {theDevice}.',
      steps: ['The installer gives the permission once.'],
    },
    {
      short: 'sin permiso',
      title: 'Esta computadora no puede usar {theDevice}.',
      steps: ['El instalador da el permiso una vez.'],
    },
  ),
  no_such_port: trouble(
    {
      short: 'port not found',
      title: 'The port of {theDevice} is not there.',
      steps: ['Plug the cable into the socket it had.', 'If the socket changed, the installer sets it.'],
    },
    {
      short: 'puerto no hallado',
      title: 'No existe el puerto de {theDevice}.',
      steps: ['Ponga el cable en la toma de antes.', 'Si cambió la toma, la fija el instalador.'],
    },
  ),
  native_part_missing: trouble(
    {
      short: 'part missing',
      title: 'A part of this program for {theDevice} is missing.',
      steps: ['Install the register again.'],
    },
    {
      short: 'falta una parte',
      title: 'Falta una parte del programa para {theDevice}.',
      steps: ['Instale la caja otra vez.'],
    },
  ),
  swapped: trouble(
    {
      short: 'another device',
      title: 'Another device answers in place of {theDevice}.',
      steps: ['Connect the one that belongs to this counter.', 'If it was replaced, the installer proves the new one.'],
    },
    {
      short: 'otro aparato',
      title: 'Otro aparato responde en lugar de {theDevice}.',
      steps: ['Conecte el de este mostrador.', 'Si es nuevo, el instalador lo comprueba.'],
    },
  ),
  unsupported_model: trouble(
    {
      short: 'unknown model',
      title: 'This model of {theDevice} is not known.',
      steps: ['Connect a model from the list in the manual.'],
    },
    {
      short: 'modelo desconocido',
      title: 'No se conoce este modelo de {theDevice}.',
      steps: ['Conecte un modelo de la lista del manual.'],
    },
  ),
  left_open: trouble(
    { short: 'left open', title: '{device} is open.', steps: ['Push it shut until it clicks.'] },
    { short: 'está abierto', title: '{device} está abierto.', steps: ['Empújelo hasta que haga clic.'] },
  ),
  garbage: trouble(
    {
      short: 'not understood',
      title: '{device} sends bytes that make no sense.',
      steps: ['Switch it off and on.', 'If it stays so, the installer checks its speed and mode.'],
    },
    {
      short: 'no se entiende',
      title: '{device} envía datos sin sentido.',
      steps: ['Apague y encienda.', 'Si sigue igual, el instalador revisa velocidad y modo.'],
    },
  ),
} as const satisfies Record<string, Trouble>;
export type DeviceTrouble = keyof typeof deviceTroubles;

/** Why Metrc could not be asked (the MetrcTrouble of the ports), in the order in which links break. */
export const metrcTroubles = {
  no_network: trouble(
    {
      short: 'no network',
      title: 'This computer has no network.',
      steps: ['Push both ends of the network cable in.', 'Look at the lamp of the switch.'],
    },
    {
      short: 'sin red',
      title: 'Esta computadora no tiene red.',
      steps: ['Empuje el cable de red por los dos lados.', 'Mire la luz del conmutador.'],
    },
  ),
  no_internet: trouble(
    {
      short: 'no internet',
      title: 'The network works, the internet does not.',
      steps: ['Look at the lamps of the router.', 'Call the internet provider if they stay red.'],
    },
    {
      short: 'sin internet',
      title: 'La red funciona, internet no.',
      steps: ['Mire las luces del router.', 'Llame al proveedor si siguen rojas.'],
    },
  ),
  refused_connection: trouble(
    {
      short: 'not reached',
      title: 'The internet works, but Metrc does not let us connect.',
      steps: ['We try again by ourselves.', 'If it lasts, call Metrc support.'],
    },
    {
      short: 'no se alcanza',
      title: 'Internet funciona, pero Metrc no deja conectar.',
      steps: ['Probamos otra vez solos.', 'Si dura, llame a soporte de Metrc.'],
    },
  ),
  tls: trouble(
    {
      short: 'connection not safe',
      title: 'The connection to Metrc cannot be proved safe.',
      steps: ['Look at the date and time of this computer.', 'If they are right, call the installer.'],
    },
    {
      short: 'conexión no segura',
      title: 'No se puede probar que la conexión a Metrc sea segura.',
      steps: ['Mire la fecha y la hora de esta computadora.', 'Si están bien, llame al instalador.'],
    },
  ),
  timeout: trouble(
    {
      short: 'no answer',
      title: 'Metrc does not answer.',
      steps: ['We look again by ourselves.', 'If it lasts, call Metrc support.'],
    },
    {
      short: 'sin respuesta',
      title: 'Metrc no responde.',
      steps: ['Miramos otra vez solos.', 'Si dura, llame a soporte de Metrc.'],
    },
  ),
  server_error: trouble(
    {
      short: 'fault at Metrc',
      title: 'Metrc answers with a fault of its own.',
      steps: ['We look again by ourselves.', 'If it lasts, call Metrc support.'],
    },
    {
      short: 'falla en Metrc',
      title: 'Metrc responde con una falla propia.',
      steps: ['Miramos otra vez solos.', 'Si dura, llame a soporte de Metrc.'],
    },
  ),
  keys: trouble(
    {
      short: 'keys not accepted',
      title: 'Metrc does not accept this store’s keys.',
      steps: ['A store lead renews the keys in Metrc.', 'Enter the new keys on this register.'],
    },
    {
      short: 'claves no aceptadas',
      title: 'Metrc no acepta las claves de esta tienda.',
      steps: ['Un encargado renueva las claves en Metrc.', 'Anote las claves nuevas en esta caja.'],
    },
  ),
  licence: trouble(
    {
      short: 'licence not covered',
      title: 'The keys work, but not for this licence.',
      steps: ['A store lead checks the licence in Metrc.'],
    },
    {
      short: 'licencia no incluida',
      title: 'Las claves funcionan, pero no para esta licencia.',
      steps: ['Un encargado revisa la licencia en Metrc.'],
    },
  ),
  rate: trouble(
    {
      short: 'asked too often',
      title: 'Metrc asks us to ask less often.',
      steps: ['We wait as long as Metrc says, then ask again.'],
    },
    {
      short: 'preguntas de más',
      title: 'Metrc pide que preguntemos menos.',
      steps: ['Esperamos lo que Metrc dice y preguntamos otra vez.'],
    },
  ),
  unreadable: trouble(
    {
      short: 'answer not readable',
      title: 'Something answers for Metrc that is not Metrc’s own answer.',
      steps: ['Look whether the network asks for a sign-in page.', 'If not, call the installer.'],
    },
    {
      short: 'respuesta ilegible',
      title: 'Algo responde por Metrc que no es su respuesta.',
      steps: ['Mire si la red pide una página de entrada.', 'Si no, llame al instalador.'],
    },
  ),
} as const satisfies Record<string, Trouble>;
export type MetrcTroubleName = keyof typeof metrcTroubles;

/** The screen of a sick device. */
export const deviceWords = bilingual(
  {
    unknownReason: 'needs a look',
    unknownTitle: '{device} needs a look.',
    connecting: 'connecting',
    connectingTitle: '{device} is being connected.',
    absent: 'not set up',
    absentTitle: '{device} is not set up here.',
    absentStep: 'The installer sets it up once.',
    connectingStep: 'Wait a few seconds; it says so here if it cannot be done.',
    fineTitle: '{device} is well.',
    fineTold: 'Nothing has to be done.',
    goOnPrinter: 'You can go on selling. Sales are recorded as always;\nreceipts wait here and print by themselves.',
    goOnScanner: 'You can go on selling. Press F3 to look items up,\nor type the code there.',
    goOnDrawer: 'You can go on selling. Open the drawer with its key\nand push it shut after each sale.',
    goOnMetrc: 'No sale can be signed now. The cart stays as it is,\nand the register goes on by itself.',
    goOnMetrcSlow: 'A sale can be tried; nothing is printed or handed over\nbefore Metrc has signed it.',
    step: 'Step {number}',
    receiptOfSale: 'Receipt of sale {number}',
    copyOfSale: 'Copy for sale {number}',
    zReport: 'Z report',
    xReport: 'X report',
    recordedYes: 'recorded: yes, {receipt}',
    recordedAlways: 'recorded: yes',
    waitingSince: 'waiting since {time}',
    printingSince: 'printing since {time}',
    notPrinted: 'not printed, {time}',
    mayBePrinted: 'look whether it is printed',
    moreWaiting: '{count} more waiting',
    printAgain: 'Print again',
    reprintLater: 'Reprint later',
    cancelReceipt: 'Cancel this receipt',
  },
  {
    unknownReason: 'pide una mirada',
    unknownTitle: '{device} pide una mirada.',
    connecting: 'conectando',
    connectingTitle: '{device} se está conectando.',
    absent: 'sin instalar',
    absentTitle: '{device} no está en esta caja.',
    absentStep: 'El instalador lo prepara una vez.',
    connectingStep: 'Espere unos segundos; aquí se dice si no se puede.',
    fineTitle: '{device} está bien.',
    fineTold: 'No hay que hacer nada.',
    goOnPrinter:
      'Puede seguir vendiendo. Las ventas se registran como siempre;\nlos recibos esperan aquí y se imprimen solos.',
    goOnScanner: 'Puede seguir vendiendo. Pulse F3 para buscar artículos\no escriba allí el código.',
    goOnDrawer: 'Puede seguir vendiendo. Abra el cajón con su llave\ny ciérrelo después de cada venta.',
    goOnMetrc: 'Ahora no se puede firmar ninguna venta. El carrito queda como está\ny la caja sigue sola.',
    goOnMetrcSlow: 'Puede intentar una venta; nada se imprime ni se entrega\nantes de que Metrc la firme.',
    step: 'Paso {number}',
    receiptOfSale: 'Recibo de la venta {number}',
    copyOfSale: 'Copia de la venta {number}',
    zReport: 'Informe Z',
    xReport: 'Informe X',
    recordedYes: 'registrada: sí, {receipt}',
    recordedAlways: 'registrado: sí',
    waitingSince: 'espera desde {time}',
    printingSince: 'imprime desde {time}',
    notPrinted: 'no impreso, {time}',
    mayBePrinted: 'mire si se imprimió',
    moreWaiting: '{count} más en espera',
    printAgain: 'Imprimir otra vez',
    reprintLater: 'Imprimir luego',
    cancelReceipt: 'Cancelar este recibo',
  },
);

const CODE_LETTERS: Readonly<Record<LinkName, string>> = { scanner: 'N', printer: 'P', drawer: 'D', metrc: 'M' };

/** The code a person reads out for a sick device: the printer without paper is P-101, all others count from 501. */
export function deviceCode(link: LinkName, reason: string | null): string {
  if (link === 'printer' && reason === 'paper_out') return 'P-101';
  const known = link === 'metrc' ? Object.keys(metrcTroubles) : Object.keys(deviceTroubles);
  return `${CODE_LETTERS[link]}-${501 + (reason === null ? known.length + 1 : known.indexOf(reason) < 0 ? known.length : known.indexOf(reason))}`;
}

/** The words of a reason as it comes from the core; null when this catalogue does not know it. */
export function troubleWords(reason: string | null, language: Language): TroubleWords | null {
  if (reason === null) return null;
  const all: Readonly<Record<string, Trouble>> = { ...deviceTroubles, ...metrcTroubles };
  return Object.hasOwn(all, reason) ? (all[reason]?.[language] ?? null) : null;
}

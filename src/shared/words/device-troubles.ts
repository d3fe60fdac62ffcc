import { type Trouble, trouble } from './trouble.ts';

/** Why a device needs a hand: the DeviceReason of the ports, and `paper_near_end`. {device} starts a sentence, {theDevice} stands inside one. */
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

/** The events that are heard. Each has its own rhythm, so that they are told apart without pitch. */
export type Tone = 'item' | 'choice' | 'refused' | 'signed' | 'blocked';

type Note = { readonly at: number; readonly lasts: number; readonly from: number; readonly to: number };

/** Seconds and hertz. Item: one short high. Choice: double. Refused: falling. Signed: two soft, rising. Blocked: slow low. */
export const TONES: Readonly<Record<Tone, readonly Note[]>> = {
  item: [{ at: 0, lasts: 0.06, from: 1760, to: 1760 }],
  choice: [
    { at: 0, lasts: 0.09, from: 988, to: 988 },
    { at: 0.16, lasts: 0.09, from: 988, to: 988 },
  ],
  refused: [{ at: 0, lasts: 0.38, from: 330, to: 196 }],
  signed: [
    { at: 0, lasts: 0.14, from: 659, to: 659 },
    { at: 0.15, lasts: 0.3, from: 784, to: 988 },
  ],
  blocked: [{ at: 0, lasts: 0.7, from: 165, to: 156 }],
};

/** How long after its start the blocked tone comes again, until it is quieted. */
export const BLOCKED_EVERY_MS = 2_400;

const SOFT = 0.2;

let context: AudioContext | null = null;

/** Plays a tone made on this machine. A browser that does not allow sound yet stays silent; the screen says it all anyway. */
export function play(tone: Tone): void {
  context ??= new AudioContext();
  const audio = context;
  if (audio.state === 'suspended') {
    audio.resume().catch(() => undefined);
    if (tone === 'item') return;
  }
  for (const note of TONES[tone]) playNote(audio, note);
}

function playNote(audio: AudioContext, note: Note): void {
  const start = audio.currentTime + note.at;
  const end = start + note.lasts;
  const pitch = audio.createOscillator();
  const loudness = audio.createGain();
  pitch.type = 'triangle';
  pitch.frequency.setValueAtTime(note.from, start);
  pitch.frequency.linearRampToValueAtTime(note.to, end);
  loudness.gain.setValueAtTime(0, start);
  loudness.gain.linearRampToValueAtTime(SOFT, start + 0.008);
  loudness.gain.setValueAtTime(SOFT, Math.max(start + 0.008, end - 0.03));
  loudness.gain.linearRampToValueAtTime(0, end);
  pitch.connect(loudness).connect(audio.destination);
  pitch.start(start);
  pitch.stop(end);
}

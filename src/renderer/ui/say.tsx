import { Fragment } from 'react';
import { strongPieces } from '../../shared/words/bilingual.ts';

/** A sentence of the catalogue with what is said strongly, and its line breaks where there is room for them. */
export const Say = ({ text }: { readonly text: string }) =>
  strongPieces(text).map((piece, index) => {
    const lines = piece.text.split('\n').map((line, row) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one sentence never change their order
      <Fragment key={row}>
        {row > 0 && <br />}
        {line}
      </Fragment>
    ));
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one sentence never change their order
    return piece.strong ? <b key={index}>{lines}</b> : <Fragment key={index}>{lines}</Fragment>;
  });

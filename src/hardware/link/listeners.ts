/** The listeners of one event. Adding one answers with the function that takes it away again. */
export type Listeners<T> = {
  add(listener: (value: T) => void): () => void;
  emit(value: T): void;
};

export function createListeners<T>(): Listeners<T> {
  const all = new Set<(value: T) => void>();
  return {
    add(listener) {
      all.add(listener);
      return () => {
        all.delete(listener);
      };
    },
    emit(value) {
      // A copy: a listener may take itself away while it is being called.
      for (const listener of [...all]) listener(value);
    },
  };
}

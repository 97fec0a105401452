/** In a patch: how often this place was come by, counted over all calls. */
export const nth = (name: string): string => `(globalThis.${name} = (globalThis.${name} ?? 0) + 1)`

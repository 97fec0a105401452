/** A namespace and not an object: the page's first load carries the bounds that it uses, and no others. */
export * as limits from './limit-values.ts'

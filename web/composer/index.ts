export { Composer } from './Composer.tsx'
export { loadStrip } from './load-strip.ts'

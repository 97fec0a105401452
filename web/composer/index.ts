export { Composer } from './Composer.tsx'
export { loadAttach } from './load-attach.ts'
export { loadStrip } from './load-strip.ts'

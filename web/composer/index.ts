export { attachAsked, attachTray } from './attach.ts'
export { Composer, typed } from './Composer.tsx'

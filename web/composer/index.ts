export { attachAsked, attachTray } from './attach.ts'
export { Composer } from './Composer.tsx'

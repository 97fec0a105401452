export { TypingStrip } from './TypingStrip.tsx'

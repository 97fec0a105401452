export { EnterGate } from './EnterGate.tsx'
export { openRename } from './renaming.ts'

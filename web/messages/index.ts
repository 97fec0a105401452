export { jumpTo } from './jump.ts'
export { MessageLog } from './MessageLog.tsx'
export { openPins, Pins } from './Pins.tsx'

export { jumpTo } from './jump.ts'
export { MessageLog } from './MessageLog.tsx'
export { MessageText } from './MessageText.tsx'
export { openPins, Pins } from './Pins.tsx'

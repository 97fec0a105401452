export { openAttachMenu } from './attach-menu.ts'
export { startUploads } from './start.ts'
export { Tray } from './Tray.tsx'

export { startUploads } from './start.ts'

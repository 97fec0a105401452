export { PacksDialog } from './PacksDialog.tsx'

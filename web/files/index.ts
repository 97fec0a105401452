export { boxOf, isSeen, mostOf } from './boxes.ts'
export { FilesPlace, type FilesView, filesView } from './FilesPlace.tsx'

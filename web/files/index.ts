export { boxOf, isSeen, mostOf } from './boxes.ts'
export { FilesPlace, type FilesView } from './FilesPlace.tsx'

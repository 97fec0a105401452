export { openGallery, startGallery } from './Gallery.tsx'

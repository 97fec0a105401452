export { openSearch, Search } from './Search.tsx'

export { PeopleColumn } from './PeopleColumn.tsx'
export { PeopleSheet } from './PeopleSheet.tsx'

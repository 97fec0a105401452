export { Members } from './Members.tsx'
export { openMembers, startPersons } from './open-person.ts'
export { PeopleColumn } from './PeopleColumn.tsx'

/** The people of a phone; asked for when the page is idle, at the latest when it is opened. */
export const loadPeopleSheet = () => import('./PeopleSheet.tsx').then(({ PeopleSheet }) => PeopleSheet)

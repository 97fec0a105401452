/** The name of who was deleted, in what stays: nobody can choose it, for it has no letter (server/accounts/name-rules.ts). */
export const nameless = '—'

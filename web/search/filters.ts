import type { Person } from '#protocol/people.ts'

/** What a message has to show or to lead to. */
export const kindsShown = ['image', 'file', 'link'] as const
export type Has = (typeof kindsShown)[number]

/** Days are written as `2026-11-22`, in the reader's time zone; '' is no bound. */
export type Filters = { by: Person | null; since: string; until: string; has: Has | null }

export const noFilters: Filters = { by: null, since: '', until: '', has: null }

export const isFiltered = ({ by, since, until, has }: Filters): boolean =>
  by !== null || since !== '' || until !== '' || has !== null

export const isBadRange = ({ since, until }: Filters): boolean => since !== '' && until !== '' && since > until

type Wish = { by?: string; from_ms?: number; to_ms?: number; has?: Has }

/** The filters as the server understands them: whole days, the last one to its end. */
export function wishOf({ by, since, until, has }: Filters): Wish {
  const from = dayBegins(since, 0)
  const to = dayBegins(until, 1)
  return {
    ...(by && { by: by.id }),
    ...(from !== null && { from_ms: from }),
    ...(to !== null && { to_ms: Math.max(0, to - 1) }),
    ...(has && { has }),
  }
}

/** When a day begins, or the one so many days after it; days are not all of one length. */
export function dayBegins(day: string, daysLater: number): number | null {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? []
  if (year === undefined) return null
  const begin = new Date(Number(year), Number(month) - 1, Number(date) + daysLater).getTime()
  return Number.isFinite(begin) ? Math.max(0, begin) : null
}

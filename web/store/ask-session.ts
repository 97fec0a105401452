import type { Locale } from '#protocol/people.ts'

/** Makes or renews a guest. `as` token: for browsers that keep no cookie. Rejects, and never throws: an extension may have put its own `fetch` there. */
export const askSession = async (base: string, locale: Locale, as?: 'token'): Promise<Response> =>
  fetch(`${base}/api/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ locale, as }),
  })

/** What a piece of code is: its colour. Without a kind it is drawn as it is. */
export type CodeToken = { kind: CodeKind | null; text: string }
export type CodeKind = 'keyword' | 'name' | 'string' | 'number' | 'note' | 'added' | 'removed'

/** Longer code stays as it is. No message is longer, until a server is configured so. */
const MOST_CHARS = 4_000
/**
 * What a language's patterns cost on hostile text is not ours to bound (T-62; the worst found is 0.2 s). One that took so
 * long once is given up until the page is loaded anew.
 */
const TOO_SLOW_MS = 50
const givenUp = new Set<string>()

/**
 * The code in pieces, or null where its language is unknown. What knows languages comes from the server with the first
 * block that names one; without a network the code stays plain.
 */
export async function highlight(language: string, text: string): Promise<readonly CodeToken[] | null> {
  if (language === '' || text.length > MOST_CHARS || givenUp.has(language)) return null
  try {
    const { tokensOf } = await import('./highlighter.ts')
    // A task of its own for each block: between two of them the page can draw.
    await new Promise((resolve) => setTimeout(resolve))
    return givenUp.has(language) ? null : timed(language, () => tokensOf(language, text))
  } catch {
    return null
  }
}

function timed<T>(language: string, work: () => T): T {
  const beganMs = performance.now()
  const done = work()
  if (performance.now() - beganMs > TOO_SLOW_MS) givenUp.add(language)
  return done
}

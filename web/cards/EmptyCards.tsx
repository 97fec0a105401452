import { cardWords } from '#web/words/cards.ts'
import { safeHref } from './safe-href.ts'

/** A card that is being asked for: its place, and that something is going on. */
export function AwaitedCard() {
  return (
    <div class="card card-awaited">
      <span class="hidden">{cardWords().loading}</span>
      <span class="card-words" aria-hidden="true">
        <span class="card-bar" />
        <span class="card-bar" />
        <span class="card-bar" />
      </span>
      <span class="card-hole" aria-hidden="true" />
    </div>
  )
}

/** There is nothing to show of this page; the place stays while one reads, and tells where the link leads (T-46). */
export function PlainCard({ href, reachable }: { href: string; reachable: boolean }) {
  const url = safeHref(href)
  if (!url) return <div class="card card-plain" />
  const path = `${url.pathname}${url.search}`
  return (
    <a
      class="card card-plain"
      href={url.href}
      target="_blank"
      rel="noopener noreferrer nofollow ugc"
      tabIndex={reachable ? 0 : -1}
      aria-label={cardWords().plain(url.hostname)}
    >
      <span class="card-words">
        <span class="card-host">{url.hostname}</span>
        {path !== '/' && <span class="card-line">{path}</span>}
      </span>
    </a>
  )
}

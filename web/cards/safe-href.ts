/** Where a card leads: only what the link of the message could lead to. Null for anything else (UX-13). */
export function safeHref(link: string): URL | null {
  const url = URL.canParse(link) ? new URL(link) : null
  return url && (url.protocol === 'https:' || url.protocol === 'http:') ? url : null
}

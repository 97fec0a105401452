/** Whose bowl, name or mention in the log an element is part of. */
export function personIn(target: Element): { id: string; spot: Element } | null {
  const mention = target.closest<HTMLElement>('.log .mention')
  if (mention) return mention.dataset['of'] ? { id: mention.dataset['of'], spot: mention } : null
  const spot = target.closest('.log .group > .bowl, .log .group-name')
  const key = spot?.closest('.group')?.querySelector<HTMLElement>('.row')?.dataset['key']
  // A row's key is its author and its client id.
  const [id] = key?.split(':') ?? []
  return spot && id ? { id, spot } : null
}

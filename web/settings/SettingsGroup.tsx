import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'

/** Choices that have to do with each other. */
export function SettingsGroup({ title, children }: { title: string; children: ComponentChildren }) {
  const id = useId()
  return (
    <section class="settings-group" aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {children}
    </section>
  )
}

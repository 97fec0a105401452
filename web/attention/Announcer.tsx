import { politeText, urgentText } from './regions.ts'

/** The two regions that a screen reader listens to. They are there, empty, from the start. */
export function Announcer() {
  return (
    <div class="hidden">
      <div aria-live="polite" data-announcer="polite">
        {politeText}
      </div>
      <div aria-live="assertive" data-announcer="assertive">
        {urgentText}
      </div>
    </div>
  )
}

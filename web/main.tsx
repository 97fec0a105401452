import { effect } from '@preact/signals'
import { render } from 'preact'
import { startAttention } from '#web/attention/index.ts'
import { readPlace } from '#web/kit/place.ts'
import { App } from '#web/shell/App.tsx'
import { startSession } from '#web/store/begin-session.ts'
import { startConnection } from '#web/store/connection.ts'
import { firstAnswer } from '#web/store/first-session.ts'
import { startRoomChanges } from '#web/store/go-to-room.ts'
import { startIgnored } from '#web/store/ignored.ts'
import { startPeople } from '#web/store/people.ts'
import { language, startPreferences } from '#web/store/preferences.ts'
import { startQuotes } from '#web/store/quotes.ts'
import { startReceipts } from '#web/store/receipts.ts'
import { startTyping } from '#web/store/typing.ts'
import { startTarget } from '#web/store/writing-target.ts'
import { loadWords } from '#web/words/index.ts'

const RELOAD_AFTER_MS = 3_000

const place = readPlace()
startPreferences(place.base)
// What follows the room listens before there is one, so that nothing is missed.
startPeople()
startIgnored()
startQuotes()
startTarget()
startTyping()
startReceipts()
startConnection()
startRoomChanges()
// The words arrive while the session is being made.
startSession(place, loadWords(language.value).then(show, reloadLater), firstAnswer)

function show(): void {
  startAttention()
  const app = document.getElementById('app')
  if (app) render(<App place={place} />, app)
  effect(() => void loadWords(language.value).catch(() => undefined))
}

/** Without words there is nothing to show; a browser does not ask twice for a module that failed, but a new page does. */
function reloadLater(): void {
  setTimeout(() => location.reload(), RELOAD_AFTER_MS)
}

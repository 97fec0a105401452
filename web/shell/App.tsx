import { useEffect } from 'preact/hooks'
import { EnterGate } from '#web/accounts/index.ts'
import { Announcer, question } from '#web/attention/index.ts'
import { Composer } from '#web/composer/index.ts'
import { Extras } from '#web/kit/Extras.tsx'
import { Guard } from '#web/kit/Guard.tsx'
import { Late } from '#web/kit/Late.tsx'
import { narrow } from '#web/kit/media.ts'
import type { Place } from '#web/kit/place.ts'
import { MessageLog, Pins } from '#web/messages/index.ts'
import { loadPeopleSheet, Members, PeopleColumn } from '#web/people/index.ts'
import { Search } from '#web/search/index.ts'
import { card } from '#web/store/connection.ts'
import { roomInfo, roomName, roomOut, roomRefused } from '#web/store/session.ts'
import { words } from '#web/words/index.ts'
import { Header } from './Header.tsx'
import { railFolded, sheetOpen } from './layout.ts'
import { startRoomFocus } from './room-focus.ts'
import { startRoomLook } from './room-look.ts'
import { StateCard } from './StateCard.tsx'
import { startWhenIdle } from './start-late.ts'

const loadClosedLine = () => import('./ClosedLine.tsx').then(({ ClosedLine }) => ClosedLine)

const closeSheet = () => {
  sheetOpen.value = false
}
const sheet = { onClose: closeSheet }

/** The whole page. A card takes the place of the log where only a person can go on. */
export function App({ place }: { place: Place }) {
  useEffect(startRoomLook, [])
  useEffect(startRoomFocus, [])
  useEffect(startWhenIdle, [])
  const stopped = card.value ?? roomOut.value ?? roomRefused.value
  const Question = question.value
  const shut = roomRefused.value !== null || roomOut.value !== null || card.value?.kind === 'banned'
  return (
    <>
      <nav class="skips" aria-label={words().header.skips}>
        <a href="#log">{words().skipToLog}</a>
        <a href="#composer">{words().skipToComposer}</a>
      </nav>
      <div class={`shell${railFolded.value ? ' shell-rail' : ''}`}>
        <Guard>
          <Header />
        </Guard>
        <Guard>{!narrow.value && <PeopleColumn place={place} folded={railFolded} />}</Guard>
        <main class="region-log" id="log" data-region="log">
          <Extras slot="top" />
          <Guard>{Question && <Question />}</Guard>
          <Guard>{stopped ? <StateCard /> : <MessageLog key={roomName.value} />}</Guard>
          {/* Always there, so that nothing jumps when somebody writes. */}
          {!stopped && (
            <div class="typing">
              <Extras slot="typing" />
            </div>
          )}
        </main>
        <div class="region-composer" id="composer" data-region="composer">
          <Guard>
            {!shut && (roomInfo.value?.archived ? <Late load={loadClosedLine} props={{}} /> : <Composer />)}
          </Guard>
        </div>
        <Guard>{!stopped && <Pins />}</Guard>
        <Guard>{!stopped && <Search />}</Guard>
        <Guard>{!stopped && <Members />}</Guard>
        {!stopped && <Extras slot="panel" />}
      </div>
      <Guard>
        {narrow.value && sheetOpen.value && <Late load={loadPeopleSheet} props={sheet} onFail={closeSheet} />}
      </Guard>
      <Guard>
        <EnterGate place={place} />
      </Guard>
      <Announcer />
      <Extras slot="page" />
    </>
  )
}

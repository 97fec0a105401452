import { useEffect } from 'preact/hooks'
import { EnterGate } from '#web/accounts/index.ts'
import { Announcer, question } from '#web/attention/index.ts'
import { Composer } from '#web/composer/index.ts'
import { EmojiPanels } from '#web/emoji/index.ts'
import { narrow } from '#web/kit/media.ts'
import type { Place } from '#web/kit/place.ts'
import { ToastView } from '#web/kit/ToastView.tsx'
import { MessageLog, Pins } from '#web/messages/index.ts'
import { PeopleColumn, PeopleSheet } from '#web/people/index.ts'
import { Search } from '#web/search/index.ts'
import { SettingsDialogs } from '#web/settings/index.ts'
import { card } from '#web/store/connection.ts'
import { roomRefused } from '#web/store/session.ts'
import { TypingStrip } from '#web/typing/index.ts'
import { words } from '#web/words/index.ts'
import { BannerStrip } from './BannerStrip.tsx'
import { Header } from './Header.tsx'
import { railFolded, sheetOpen } from './layout.ts'
import { startRegionKeys } from './region-keys.ts'
import { StateCard } from './StateCard.tsx'
import { UpdatePill } from './UpdatePill.tsx'
import { startViewport } from './viewport.ts'

const closeSheet = () => {
  sheetOpen.value = false
}

/** The whole page. A card takes the place of the log where only a person can go on. */
export function App({ place }: { place: Place }) {
  useEffect(startRegionKeys, [])
  useEffect(startViewport, [])
  const stopped = card.value ?? roomRefused.value
  const Question = question.value
  const shut = roomRefused.value !== null || card.value?.kind === 'banned'
  return (
    <>
      <nav class="skips" aria-label={words().header.skips}>
        <a href="#log">{words().skipToLog}</a>
        <a href="#composer">{words().skipToComposer}</a>
      </nav>
      <div class={`shell${railFolded.value ? ' shell-rail' : ''}`}>
        <Header place={place} />
        {!narrow.value && <PeopleColumn place={place} folded={railFolded} />}
        <main class="region-log" id="log" data-region="log">
          <BannerStrip />
          {Question && <Question />}
          <UpdatePill place={place} />
          {stopped ? <StateCard place={place} /> : <MessageLog />}
          {!stopped && <TypingStrip />}
        </main>
        <div class="region-composer" id="composer" data-region="composer">
          {!shut && <Composer />}
        </div>
        {!stopped && <Pins />}
        {!stopped && <Search />}
      </div>
      {narrow.value && sheetOpen.value && <PeopleSheet onClose={closeSheet} />}
      <EnterGate place={place} />
      <SettingsDialogs />
      <EmojiPanels />
      <ToastView />
      <Announcer />
    </>
  )
}

import { useComputed } from '@preact/signals'
import { Bowl } from '#web/kit/Bowl.tsx'
import { ariaKeys } from '#web/kit/command-key.ts'
import { Extras } from '#web/kit/Extras.tsx'
import { Icon } from '#web/kit/Icon.tsx'
import type { IconName } from '#web/kit/icons.ts'
import { narrow } from '#web/kit/media.ts'
import { pageKeys } from '#web/kit/page-keys.ts'
import { ROOM_MENU } from '#web/kit/slots.ts'
import { guessLang, openPins } from '#web/messages/index.ts'
import { openSearch } from '#web/search/index.ts'
import { people, peopleKnown } from '#web/store/people.ts'
import { roomTitle } from '#web/store/room-title.ts'
import { me, place, roomInfo, roomOut, roomRefused } from '#web/store/session.ts'
import { closeSidePanel, type SidePanelName, sidePanel } from '#web/store/side-panel.ts'
import { words } from '#web/words/index.ts'
import { sheetOpen } from './layout.ts'

/**
 * What the room is called and is about; on a phone also two bowls and the count, which open the people sheet. Late parts put
 * their buttons at the end; where it is narrow, the room's menu has what has no place.
 */
export function Header() {
  // Of a room that one is not in there is nothing to do, and of one that is none not even a name.
  const isShut = roomRefused.value !== null || roomOut.value !== null
  const title = roomTitle.value || (isShut ? place.value.title : '…')
  const topic = roomInfo.value?.topic
  const folded = narrow.value
  return (
    <header class="header" data-region="header">
      {narrow.value && <PeopleButton />}
      <div class="header-words">
        <h1 class="header-title" tabIndex={-1} data-region-focus title={title}>
          <bdi>{title}</bdi>
        </h1>
        {topic && (
          <p class="header-topic" title={topic} lang={guessLang(topic)} dir="auto">
            {topic}
          </p>
        )}
        <Extras slot="title" />
      </div>
      {!isShut && (
        <div class="header-actions">
          <PanelButton
            panel="search"
            icon="search"
            label={words().header.search}
            keys={ariaKeys(pageKeys.search)}
            onPress={() => (sidePanel.peek() === 'search' ? closeSidePanel() : openSearch())}
          />
          {!folded && <PanelButton panel="pins" icon="pin" label={words().actions.pins} onPress={openPins} />}
          <Extras slot="header" from={folded ? ROOM_MENU : 0} />
        </div>
      )}
    </header>
  )
}

type PanelButtonProps = { panel: SidePanelName; icon: IconName; label: string; keys?: string; onPress: () => void }

function PanelButton({ panel, icon, label, keys, onPress }: PanelButtonProps) {
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={label}
      title={label}
      aria-expanded={sidePanel.value === panel}
      aria-keyshortcuts={keys}
      onClick={onPress}
    >
      <Icon name={icon} />
    </button>
  )
}

function PeopleButton() {
  const bowls = useComputed(() => {
    const others = [...(people.value.list?.values() ?? [])].filter((person) => person.id !== me.value?.id)
    const newest = others.sort((one, other) => other.since_ms - one.since_ms)
    return (newest.length ? newest : me.value ? [me.value] : []).slice(0, 2)
  })
  const { count } = people.value
  return (
    <button
      type="button"
      class="people-button"
      aria-label={words().people.open(count)}
      aria-haspopup="dialog"
      onClick={() => (sheetOpen.value = true)}
    >
      <span class="bowl-pair">
        {bowls.value.map((person) => (
          <Bowl key={person.id} look={person.look} size={28} />
        ))}
      </span>
      <span class="people-button-count">{peopleKnown.value ? words().number(count) : ''}</span>
    </button>
  )
}

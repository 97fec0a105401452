import type { Signal } from '@preact/signals'
import { Extras } from '#web/kit/Extras.tsx'
import { Icon } from '#web/kit/Icon.tsx'
import { Logo } from '#web/kit/Logo.tsx'
import { type Place, roomPath } from '#web/kit/place.ts'
import { people, peopleKnown } from '#web/store/people.ts'
import { preferences } from '#web/store/preferences.ts'
import { roomName } from '#web/store/session.ts'
import { words } from '#web/words/index.ts'
import { OwnCard } from './OwnCard.tsx'
import { PeopleList } from './PeopleList.tsx'

/** Heights of a row (people.css, density.css). */
const rowPx = { comfortable: 52, compact: 44 }

/** The column of desktop and tablet; on a tablet it folds to a rail of bowls. */
export function PeopleColumn({ place, folded }: { place: Place; folded: Signal<boolean> }) {
  const say = words().people
  const fold = folded.value ? say.unfold : say.fold
  return (
    <aside class="people" data-region="people" aria-label={say.region}>
      <div class="people-place">
        <Logo />
        <PlaceName place={place} />
        <Extras slot="place" />
        <button
          type="button"
          class="icon-button rail-button"
          aria-label={fold}
          aria-expanded={!folded.value}
          title={fold}
          onClick={() => (folded.value = !folded.value)}
        >
          <Icon name={folded.value ? 'panel-left-open' : 'panel-left-close'} />
        </button>
      </div>
      <PeopleList
        rowPx={rowPx[preferences.value.density]}
        hint={say.filter}
        heading={
          <div class="group-label people-heading">
            <h2>{say.heading}</h2>
            <span>{peopleKnown.value ? say.count(people.value.count) : ''}</span>
            <Extras slot="people" />
          </div>
        }
      />
      <OwnCard />
    </aside>
  )
}

/** In a room the name of the installation leads to the lobby; in the lobby it is only a name. */
function PlaceName({ place }: { place: Place }) {
  if (!roomName.value) {
    return (
      <span class="place-name" title={place.title}>
        <bdi>{place.title}</bdi>
      </span>
    )
  }
  return (
    <a class="place-name" href={roomPath(place.base, '')} title={place.title}>
      <bdi>{place.title}</bdi>
    </a>
  )
}

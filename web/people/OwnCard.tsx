import { openRename } from '#web/accounts/index.ts'
import { Bowl } from '#web/kit/Bowl.tsx'
import { Icon } from '#web/kit/Icon.tsx'
import { openSettings } from '#web/settings/index.ts'
import { banner, card } from '#web/store/connection.ts'
import { choose, preferences } from '#web/store/preferences.ts'
import { askToEnter, entered, me, ownRole, welcome } from '#web/store/session.ts'
import { words } from '#web/words/index.ts'

/** Oneself, below the list: opens the change of name and bowl, or the door for who only looks; and the settings. */
export function OwnCard() {
  const mine = me.value
  const say = words().people
  const settings = words().settings.open
  return (
    <div class="own-card">
      {mine && (
        <button
          type="button"
          class="own-person"
          aria-haspopup="dialog"
          title={entered.value ? say.rename : say.goIn}
          onClick={enterOrRename}
        >
          <span class="bowl-dot">
            <Bowl look={mine.look} />
            {entered.value && connected() && <i class="dot" />}
          </span>
          <span class="person-words">
            <span class="own-name">
              <bdi>{mine.name}</bdi>
            </span>
            <OwnState />
          </span>
          <OwnTag />
        </button>
      )}
      {preferences.value.quiet === 'on' && <EndQuiet />}
      <button type="button" class="icon-button" aria-label={settings} title={settings} onClick={openSettings}>
        <Icon name="settings-2" />
      </button>
    </div>
  )
}

/** Do not disturb is easily forgotten: it shows, and ends here. */
function EndQuiet() {
  const say = words().endQuiet
  return (
    <button type="button" class="icon-button" aria-label={say} title={say} onClick={() => choose('quiet', 'off')}>
      <Icon name="bell-off" />
    </button>
  )
}

/** Like the banner, it keeps quiet about a loss of less than 2 s. */
function connected(): boolean {
  const now = banner.value
  return welcome.value !== null && card.value === null && (now === null || now.kind === 'back')
}

/** One has room: the greater. */
function OwnTag() {
  const say = words().people
  if (me.value?.owner) return <span class="tag">{say.houseOwner}</span>
  return ownRole.value === 'owner' ? <span class="tag">{say.owner}</span> : null
}

function enterOrRename(): void {
  if (entered.value) openRename()
  else askToEnter.value = true
}

function OwnState() {
  const say = words().people
  if (!connected()) return <span class="person-since">{say.notConnected}</span>
  return entered.value ? <span class="online-word">{say.onlineNow}</span> : <span class="enter-word">{say.goIn}</span>
}

import { useId } from 'preact/hooks'
import type { Pack } from '#protocol/packs.ts'
import { coarsePointer } from '#web/kit/media.ts'
import { PictureView, packs } from '#web/packs/index.ts'
import { language } from '#web/store/preferences.ts'
import { emojiWords } from '#web/words/emoji.ts'
import { packWords } from '#web/words/packs.ts'
import { chooseTone, emojiMemory } from './emoji-memory.ts'
import { noteOf } from './emoji-note.ts'
import { loadedEmoji } from './emoji-store.ts'
import { sectionAt } from './grid-rows.ts'
import type { Panel, Shown } from './panel-state.ts'
import { tones } from './tones.ts'

/** The emoji under the pointer or the focus, with its name; and the skin tones. A finger points at nothing before it picks. */
export function EmojiFoot({ panel }: { panel: Panel }) {
  const key = sectionAt(panel.rows.value, panel.view.value.top)
  const pack = packs.value?.find(({ id }) => id === key)
  return (
    <div class={pack ? 'emoji-foot emoji-foot-pack' : 'emoji-foot'}>
      {coarsePointer.value ? (
        <p class="emoji-tone-word">{pack ? pressWords(pack) : emojiWords().tone}</p>
      ) : (
        <Preview panel={panel} />
      )}
      <ToneChoice />
    </div>
  )
}

/** What a press does with a picture of it. */
const pressWords = ({ kind }: Pick<Pack, 'kind'>): string =>
  kind === 'stickers' ? packWords().sendsAtOnce : packWords().insertsName

function Preview({ panel }: { panel: Panel }) {
  const shown = panel.cells.value[panel.hovered.value ?? panel.active.value.cell]
  return (
    <div class="emoji-preview" aria-hidden="true">
      {shown && (
        <>
          <span class="emoji-large">
            {shown.kind === 'emoji' ? shown.glyph : <PictureView emoticon={shown.emoticon} as="cell" silent />}
          </span>
          <p class="emoji-name">{shown.name}</p>
          <p class="emoji-note">{footNote(shown)}</p>
        </>
      )}
    </div>
  )
}

function footNote(shown: Shown): string {
  if (shown.kind === 'emoji') return noteOf(loadedEmoji.value, language.value, shown.at)
  return pressWords(shown.listed.pack)
}

function ToneChoice() {
  const say = emojiWords()
  const group = useId()
  return (
    <fieldset class="emoji-tones">
      <legend class="hidden">{say.tone}</legend>
      {tones.map((tone) => (
        <label key={tone} class="emoji-tone" title={say.tones[tone]}>
          <input
            type="radio"
            class="covering"
            name={group}
            aria-label={say.tones[tone]}
            checked={emojiMemory.value.tone === tone}
            onChange={() => chooseTone(tone)}
          />
          <span class={`emoji-swatch tone-${tone}`} />
        </label>
      ))}
    </fieldset>
  )
}

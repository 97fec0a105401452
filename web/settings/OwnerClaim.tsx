import { useId, useState } from 'preact/hooks'
import { Refused } from '#sdk/index.ts'
import { fieldKinds } from '#web/kit/field-kinds.ts'
import { hearDone } from '#web/kit/send-key.ts'
import { client, entered, me, welcome } from '#web/store/session.ts'
import { words } from '#web/words/index.ts'
import { personWords } from '#web/words/persons.ts'
import { refusalSentence } from '#web/words/refusals.ts'

/** Nobody owns the installation yet: whoever started it has a code for it on the console (T-72). */
export function OwnerClaim() {
  const [told, setTold] = useState('')
  const [code, setCode] = useState('')
  const [busy, setBusy] = useState(false)
  const id = useId()
  const say = personWords().claim
  const isOpen = entered.value && welcome.value?.claimable === true && me.value?.owner !== true
  if (!isOpen && told === '') return null
  const claim = async () => {
    if (busy || code.trim() === '') return
    setBusy(true)
    setTold(await claimHouse(code))
    setBusy(false)
  }
  return (
    <fieldset class="choices claim" aria-describedby={`${id}-note`}>
      <legend class="group-label">{say.setting}</legend>
      {isOpen && (
        <>
          <p class="choices-note" id={`${id}-note`}>
            {say.note}
          </p>
          <div class="date-jump">
            <input
              type="text"
              class="date-field"
              aria-label={say.field}
              placeholder={say.field}
              {...fieldKinds.code}
              onInput={(event) => setCode(event.currentTarget.value)}
              onKeyDown={(event) => hearDone(event, () => void claim())}
            />
            <button type="button" class="button button-primary" aria-disabled={busy} onClick={() => void claim()}>
              {say.go}
            </button>
          </div>
        </>
      )}
      <p class="own-data-told" role="status">
        {told}
      </p>
    </fieldset>
  )
}

/** What came of it, in words. The code stays in the field when it was not the right one. */
async function claimHouse(code: string): Promise<string> {
  const say = personWords().claim
  const asked = client.peek()
  try {
    if (!asked) return words().refused.unreachable
    await asked.call('owner.claim', { code: code.trim() })
  } catch (error) {
    return whyNot(error)
  }
  closeClaim()
  const mine = me.peek()
  if (mine) me.value = { ...mine, owner: true }
  return say.done
}

function whyNot(error: unknown): string {
  const say = personWords().claim
  if (!(error instanceof Refused)) return words().refused.unreachable
  const { code, retry_after_ms: waitMs = 1_000 } = error.refusal
  if (code === 'expired') closeClaim()
  if (code === 'rate_limited') return say.tooFast(Math.ceil(waitMs / 1_000))
  if (code === 'expired') return say.taken
  return code === 'forbidden' || code === 'bad_field' ? say.wrong : refusalSentence(error)
}

function closeClaim(): void {
  const now = welcome.peek()
  if (!now) return
  const { claimable: _over, ...rest } = now
  welcome.value = rest
}

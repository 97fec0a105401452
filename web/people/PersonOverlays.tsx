import { limits } from '#protocol/limits.ts'
import { Dialog } from '#web/kit/Dialog.tsx'
import { addPeople, handOverTo } from '#web/store/house-rules.ts'
import { metPeople, peopleHere } from '#web/store/met-people.ts'
import { openChat } from '#web/store/open-chat.ts'
import { hidePerson, personCard } from '#web/store/person-card.ts'
import { allMembers, roomMembers } from '#web/store/room-members.ts'
import { roomInfo, roomName } from '#web/store/session.ts'
import { words } from '#web/words/index.ts'
import { personWords } from '#web/words/persons.ts'
import { MOST_OTHERS, PeoplePicker } from './PeoplePicker.tsx'
import { PersonCard } from './PersonCard.tsx'
import { closePersonDialog, type PersonDialog, personDialog } from './person-dialogs.ts'

/** The card of a person, and what it leads on to. */
export function PersonOverlays() {
  const card = personCard.value
  const dialog = personDialog.value
  return (
    <>
      {card && <PersonCard key={card.person.id} card={card} onClose={hidePerson} />}
      {dialog && <DialogView key={`${dialog.kind} ${roomName.value}`} dialog={dialog} />}
    </>
  )
}

function DialogView({ dialog }: { dialog: PersonDialog }) {
  switch (dialog.kind) {
    case 'group':
      return <GroupPicker dialog={dialog} />
    case 'add':
      return <AddPicker dialog={dialog} />
    case 'hand-over':
      return <HandOver dialog={dialog} />
  }
}

type Of<K extends PersonDialog['kind']> = { dialog: Extract<PersonDialog, { kind: K }> }

function GroupPicker({ dialog }: Of<'group'>) {
  const say = personWords().picker
  return (
    <PeoplePicker
      title={say.chatTitle}
      note={say.note}
      first={peopleHere()}
      find={metPeople}
      chosen={dialog.chosen}
      most={MOST_OTHERS}
      go={say.startChat}
      onGo={openChat}
      onClose={closePersonDialog}
    />
  )
}

/** Those who belong to the room already are not offered, nor who is banned. */
function AddPicker({ dialog }: Of<'add'>) {
  const say = personWords().picker
  const find = async () => {
    const [met, members] = await Promise.all([metPeople(), allMembers(dialog.room)])
    const banned = roomMembers.peek().banned ?? []
    const inside = new Set([...members, ...banned].map(({ person }) => person.id))
    return met.filter(({ id }) => !inside.has(id))
  }
  return (
    <PeoplePicker
      title={say.addTitle}
      first={[]}
      find={find}
      chosen={[]}
      most={limits.members}
      go={say.addThem}
      onGo={(people) => addPeople(people, dialog.room)}
      onClose={closePersonDialog}
    />
  )
}

/** The one thing here that cannot be taken back has a question before it. */
function HandOver({ dialog: { person } }: Of<'hand-over'>) {
  const say = personWords().handOver
  const go = () => {
    closePersonDialog()
    void handOverTo(person)
  }
  return (
    <Dialog title={say.ask(person.name)} onClose={closePersonDialog}>
      <p>{say.what}</p>
      <div class="dialog-buttons">
        <button type="button" class="button button-sunken" autofocus onClick={closePersonDialog}>
          {words().cancel}
        </button>
        <button type="button" class="button button-primary" disabled={!roomInfo.value} onClick={go}>
          {say.go}
        </button>
      </div>
    </Dialog>
  )
}

import { DirectoryDialog } from './DirectoryDialog.tsx'
import { MadeDialog } from './MadeDialog.tsx'
import { MakeDialog } from './MakeDialog.tsx'
import { OpenMenu } from './OpenMenu.tsx'
import { PromptDialog } from './PromptDialog.tsx'
import { RoomList } from './RoomList.tsx'
import { roomsView } from './rooms-view.ts'
import { SettingsDialog } from './SettingsDialog.tsx'
import { Switcher } from './Switcher.tsx'

/** Whatever of this part is open. */
export function RoomsView() {
  return (
    <>
      <OpenView />
      <OpenMenu of="header" />
    </>
  )
}

function OpenView() {
  const now = roomsView.value
  switch (now?.name) {
    case undefined:
      return null
    case 'list':
      return <RoomList at={now.at} />
    case 'switcher':
      return <Switcher />
    case 'directory':
      return <DirectoryDialog />
    case 'make':
      return <MakeDialog />
    case 'made':
      return <MadeDialog room={now.room} />
    case 'settings':
      return <SettingsDialog room={now.room} />
    case 'prompt':
      return <PromptDialog room={now.room} about={now.about} />
  }
}

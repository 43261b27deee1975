import { useState } from 'preact/hooks';
import { Avatar } from '../../ui/avatar.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Icon } from '../../ui/icon.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { showToast } from '../../ui/toast.tsx';
import { Example } from './example.tsx';

/** What can be pressed, and small signs beside it. */
export function ControlExamples() {
  const [muted, setMuted] = useState(false);
  const [tab, setTab] = useState<'one' | 'two'>('one');
  return (
    <Card title="Controls">
      <Example
        name="Button"
        props='kind="primary | secondary | quiet | danger" size="medium | small" icon busy disabled'
        text="Does something. Says a verb. One primary button in a view."
      >
        <Button>Primary</Button>
        <Button kind="secondary" icon="link">
          Secondary
        </Button>
        <Button kind="quiet">Quiet</Button>
        <Button kind="danger">Danger</Button>
        <Button size="small">Small</Button>
        <Button busy>Busy</Button>
        <Button disabled>Disabled</Button>
      </Example>
      <Example
        name="IconButton"
        props='icon label pressed kind="quiet | solid | danger" size="small | medium | large"'
        text="A picture without words; the label is read aloud. With pressed it is a switch."
      >
        <IconButton icon="settings" label="Settings" />
        <IconButton
          icon={muted ? 'microphone-off' : 'microphone'}
          label={muted ? 'Unmute' : 'Mute'}
          kind="solid"
          size="large"
          pressed={!muted}
          onClick={() => setMuted(!muted)}
        />
        <IconButton icon="leave" label="Leave" kind="danger" size="large" />
        <IconButton icon="trash" label="Delete" size="small" disabled />
      </Example>
      <Example
        name="Menu"
        props='label trigger items=[{label, icon, onSelect, danger}] align opens="down | up"'
        text="Commands that are needed rarely. Arrow keys move, Escape closes."
      >
        <Menu
          label="Example menu"
          triggerClass={buttonClass('secondary')}
          align="left"
          trigger={
            <>
              Menu <Icon name="chevron-down" size={16} />
            </>
          }
          items={[
            { label: 'Copy the link', icon: 'link', onSelect: () => showToast('Copied') },
            { label: 'Delete', icon: 'trash', danger: true, onSelect: () => showToast('Deleted') },
          ]}
        />
      </Example>
      <Example
        name="Tabs"
        props="label tabs=[{id, label}] current onChange"
        text="Several views in one place."
      >
        <div class="w-full">
          <Tabs
            label="Example tabs"
            tabs={[
              { id: 'one', label: 'One' },
              { id: 'two', label: 'Two' },
            ]}
            current={tab}
            onChange={setTab}
          >
            View {tab}
          </Tabs>
        </div>
      </Example>
      <Example
        name="Avatar"
        props='name url size presence="online | in-meeting | offline"'
        text="A person's picture, or initials on a colour of their own."
      >
        <Avatar name="Ada Lovelace" presence="online" />
        <Avatar name="Alan Turing" presence="in-meeting" />
        <Avatar name="Grace Hopper" presence="offline" />
        <Avatar name="Edsger" size={64} />
      </Example>
      <Example
        name="Badge"
        props='kind="neutral | good | warning | danger | info"'
        text="A state in a word or two."
      >
        <Badge>Ended</Badge>
        <Badge kind="good">Live</Badge>
        <Badge kind="warning">Not confirmed</Badge>
        <Badge kind="danger">Recording</Badge>
        <Badge kind="info">Permanent</Badge>
      </Example>
      <Example name="Spinner" props="size label" text="Something is under way; with a label it is announced.">
        <Spinner label="Loading" />
      </Example>
    </Card>
  );
}

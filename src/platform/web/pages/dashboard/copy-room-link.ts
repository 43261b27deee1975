import { showToast } from '../../ui/toast.tsx';
import { roomLink } from './room-link.ts';

/** Puts a room's address on the clipboard; a browser that does not allow it gets the address to copy by hand. */
export async function copyRoomLink(roomId: string): Promise<void> {
  const link = roomLink(location.origin, roomId);
  try {
    await navigator.clipboard.writeText(link);
    showToast('The link is on the clipboard');
  } catch {
    showToast(link, 'info');
  }
}

// Runs while no page is open: shows what the server pushes, and opens its page when somebody clicks on it.

self.addEventListener('push', (event) => {
  const { title = 'GoMeet', message = '', data = {} } = event.data?.json() ?? {};
  event.waitUntil(self.registration.showNotification(title, { body: message, icon: '/logo.svg', data }));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const { roomId } = event.notification.data ?? {};
  const path = /^[0-9a-f-]{36}$/.test(roomId ?? '') ? `/rooms/${roomId}/details` : '/notifications';
  event.waitUntil(self.clients.openWindow(path));
});

/** Where people meet: pre-join first, then the room. */
export default function MeetingPage() {
  return <h1>Meeting</h1>;
}

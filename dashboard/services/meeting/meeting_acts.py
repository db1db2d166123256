"""What people do to meetings from the screen: each in the name and with the rights of who does it, each once."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from data.meetings import add_meeting, earlier_version, meeting, save_meeting, settle_decision
from data.rights import Viewer
from data.store import Store
from data.write import Write
from geo.meetings import Meeting


@dataclass(frozen=True)
class MeetingActs:
    """Writes of one reader in one community; each raises what the functions of `data.meetings` raise."""

    store: Store
    community: str
    viewer: Viewer

    def put(self, item: Meeting, key: str, *, new: bool) -> Meeting:
        """Add or save a meeting."""
        write = add_meeting if new else save_meeting
        return self._do(lambda tx: write(tx, self.community, item), key)

    def take_back(self, id: str, version: int) -> Meeting | None:
        """Bring a meeting back to what it was before its version `version`; refused if somebody saved since."""
        before = earlier_version(self.store, self.community, id, version)
        if before is None:
            return None
        return self._do(lambda tx: save_meeting(tx, self.community, replace(before, version=version)))

    def archive(self, id: str, archived: bool) -> Meeting:
        """Put a meeting away, or take it back."""
        found = meeting(self.store, self.community, id)
        return self._do(lambda tx: save_meeting(tx, self.community, replace(found, archived=archived)))

    def settle(self, meeting: str, decision: str, state: str) -> Meeting:
        """Say what became of a decision."""
        return self._do(lambda tx: settle_decision(tx, self.community, meeting, decision, state))

    def _do(self, write: Callable[[Write], Meeting], key: str | None = None) -> Meeting:
        return self.store.perform(self.viewer, write, key)

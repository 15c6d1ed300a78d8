"""Write a change down: which pointer, which group, which words."""

from __future__ import annotations

from dataclasses import dataclass, field

from spec.diff.facets import Facet
from spec.diff.fields import Fields
from spec.diff.judge import Change, Direction, Group, judge
from spec.diff.places import Places
from spec.diff.reader import Reader, Site
from spec.diff.shape import Shapes


@dataclass
class Side:
    """One of the two documents, with all that is known of it."""

    reader: Reader
    places: Places
    shapes: Shapes = field(init=False)
    fields: Fields = field(init=False)

    def __post_init__(self) -> None:
        self.shapes = Shapes(self.reader)
        self.fields = Fields(self.reader, self.shapes)


@dataclass
class Notes:
    """Makes changes out of what was found at two places."""

    before: Side
    after: Side

    def note(
        self,
        facet: Facet,
        *,
        old: str | None,
        new: str | None,
        direction: Direction = "request",
        sites: tuple[Site, Site] | None = None,
    ) -> Change:
        """A change between two pointers, of which one can be missing.

        Args:
            facet: What changed.
            old: Where it was.
            new: Where it is.
            direction: Which way the values go.
            sites: The schemas around it, where there are some.
        """
        # What is written nowhere, like the `items` of an array of anything, is noted above it.
        while not self._written(old, new):
            old, new = _above(old), _above(new)
        in_new = new is not None and self.after.reader.has(new)
        in_old = old is not None and self.before.reader.has(old)
        pointer = str(new if in_new else old)
        side = self.after if in_new else self.before
        return Change(
            group=self._group(old if in_old else None, new if in_new else None, sites),
            action=facet.action,
            kind=facet.kind,
            subject=side.places.subject(pointer),
            says=facet.says,
            pointer=pointer,
            document="new" if in_new else "old",
            old=facet.old,
            new=facet.new,
            old_pointer=old if in_new and in_old and old != new else None,
            breaks=judge(facet.effect, direction),
            uses={direction: set()},
        )

    def _written(self, old: str | None, new: str | None) -> bool:
        return any(
            pointer is not None and (not pointer or side.reader.has(pointer))
            for pointer, side in ((old, self.before), (new, self.after))
        )

    def _group(self, old: str | None, new: str | None, sites: tuple[Site, Site] | None) -> Group:
        was = None if old is None else self.before.places.owner(old)
        now = None if new is None else self.after.places.owner(new)
        if was is not None and now is not None:
            return Group(now) if was == now else Group(now, was)
        owner = now or was
        assert owner is not None
        if sites is None:
            return Group(owner)
        home = (
            self.before.places.owner(sites[0].home),
            self.after.places.owner(sites[1].home),
        )
        other, side = (sites[0], self.before) if was is None else (sites[1], self.after)
        if owner in {side.places.owner(place.pointer) for place in other.places}:
            return Group(owner)
        return Group(home[1]) if home[0] == home[1] else Group(home[1], home[0])


def _above(pointer: str | None) -> str | None:
    return None if pointer is None else pointer.rpartition("/")[0]

"""Summarize articles that are already in memory, with what an editorial system knows about them."""

from __future__ import annotations

from summarize import Event, render_text, summarize

ARTICLES = [
    {
        "id": "harbour-1",
        "title": "Old bridge closed after inspection",
        "publisher": "The Harbour Courier",
        "published": "2026-03-02",
        "text": "The city closed the old harbour bridge on Monday after inspectors found cracks in two of its pillars. "
        "About 14,000 vehicles use the bridge every day, according to the transport department. "
        "Buses are being sent over the northern bridge until the repairs are finished.",
    },
    {
        "id": "wire-7",
        "title": "Harbour bridge to stay shut for weeks",
        "publisher": "Coast News",
        "origin": "Coast Agency",  # whose report it is: two articles with one origin do not confirm each other
        "published": "2026-03-03",
        "text": "The harbour bridge will stay closed for at least six weeks, the transport department said on Tuesday. "
        "Inspectors found cracks in two pillars of the bridge during a routine check. "
        "The repairs will cost 2.3 million euros, and the city council has approved the money.",
    },
    {
        "id": "wire-8",
        "publisher": "Harbour Radio",
        "origin": "Coast Agency",
        "published": "2026-03-03",
        "text": "The repairs of the harbour bridge will cost 2.3 million euros, the city council said. "
        "Ferry operators announced extra crossings for commuters from Wednesday.",
    },
]


def show(event: Event) -> None:
    """Show the progress of a run; a real system would log it."""
    print(f"{event.stage}: {event.total or event.done}")


summary = summarize(ARTICLES, words=60, on_event=show)
print(render_text(summary, width=100))
for origin in summary.origins:
    print(origin.name or "unknown origin", "holds", ", ".join(origin.articles))

"""The ledger: what is finished stays so, what has changed is done again, money is counted before it is gone."""

from __future__ import annotations

import sqlite3
from decimal import Decimal
from threading import Timer

import pytest

from summarize.batch.ledger import LEDGER, Ledger, Outcome, is_worked_in, read_tally
from summarize.batch.stories import Source, Story
from summarize.errors import InputError, OutputError, UsageError

STORIES = [Story(f"s{n}", Source("f", f"{n}")) for n in range(3)]


def there(name: str) -> bool:
    return True


def queued(ledger: Ledger) -> list[str]:
    return [entry.key for entry in ledger.waiting()]


def test_what_is_finished_and_unchanged_stays_so(tmp_path):
    with Ledger(tmp_path) as ledger:
        ledger.register(STORIES, "shape", there)
        assert queued(ledger) == ["s0", "s1", "s2"]
        ledger.start("s0")
        ledger.finish("s0", "done", Outcome())
        ledger.start("s1")
        ledger.finish("s1", "partial", Outcome(code=3, error="one was skipped"))
    with Ledger(tmp_path) as ledger:
        ledger.register(STORIES, "shape", there)
        assert queued(ledger) == ["s2"]


def test_a_changed_article_or_setting_reruns_its_story_only(tmp_path):
    with Ledger(tmp_path) as ledger:
        ledger.register(STORIES, "shape", there)
        for story in STORIES:
            ledger.finish(story.key, "done", Outcome())
        changed = [STORIES[0], Story("s1", Source("f", "new")), STORIES[2]]
        ledger.register(changed, "shape", there)
        assert queued(ledger) == ["s1"]
        ledger.register(changed, "other shape", there)
        assert queued(ledger) == ["s0", "s1", "s2"]


def test_a_story_whose_file_has_gone_is_done_again(tmp_path):
    with Ledger(tmp_path) as ledger:
        ledger.register(STORIES, "shape", there)
        for story in STORIES:
            ledger.finish(story.key, "done", Outcome())
        ledger.register(STORIES, "shape", lambda name: name != "s1")
        assert queued(ledger) == ["s1"]


@pytest.mark.parametrize(
    ("retry", "again"),
    [("", ["s3"]), ("failed", ["s1", "s2", "s3"]), ("partial", ["s0", "s3"]), ("all", ["s0", "s1", "s2", "s3"])],
)
def test_what_failed_is_tried_again_when_asked_for_or_when_it_may_pass(tmp_path, retry, again):
    stories = [*STORIES, Story("s3", Source("f", "3")), Story("s4", Source("f", "4"))]
    with Ledger(tmp_path) as ledger:
        ledger.register(stories, "shape", there)
        ledger.finish("s0", "partial", Outcome(code=3))
        ledger.finish("s1", "failed", Outcome(code=4))
        ledger.finish("s2", "quarantined", Outcome(code=8))
        ledger.finish("s3", "failed", Outcome(code=6))
        ledger.finish("s4", "done", Outcome())
        ledger.register(stories, "shape", there, retry)
        assert queued(ledger) == again


def test_a_story_that_was_under_way_when_its_batch_was_killed_waits_again(tmp_path):
    ledger = Ledger(tmp_path)
    ledger.register(STORIES, "shape", there)
    ledger.start("s1")
    ledger._base.close()  # as a process that is killed leaves it
    ledger._lock.close()
    with Ledger(tmp_path) as again:
        assert again.entry("s1").state == "queued"
        assert again.entry("s1").attempts == 1


def test_money_is_reserved_and_a_call_whose_end_nobody_saw_counts_at_its_most(tmp_path):
    with Ledger(tmp_path) as ledger:
        ledger.register(STORIES, "shape", there)
        row = ledger.reserve("s0", "direct", "m", Decimal("0.50"))
        assert ledger.spent() == Decimal("0.50")
        ledger.settle(row, Decimal("0.125"))
        assert ledger.spent() == Decimal("0.125")
        ledger.reserve("s1", "direct", "m", Decimal("0.25"))
        ledger.settle(ledger.reserve("s1", "direct", "m", Decimal(0)), None)
    with Ledger(tmp_path) as ledger:
        assert ledger.spent() == Decimal("0.375")
        assert ledger.entry("s1").cost == 0.25
        assert ledger.tally().unsettled == 1


def test_keys_that_differ_in_case_alone_get_different_files(tmp_path):
    with Ledger(tmp_path) as ledger:
        ledger.register([Story("Story", Source("f", "1")), Story("story", Source("f", "2"))], "shape", there)
        names = [entry.name for entry in ledger.entries()]
    assert len({name.lower() for name in names}) == 2


def test_stories_of_an_earlier_command_are_no_part_of_this_one(tmp_path):
    with Ledger(tmp_path) as ledger:
        ledger.register(STORIES, "shape", there)
        ledger.register(STORIES[:1], "shape", there)
        assert queued(ledger) == ["s0"]
        assert ledger.tally().total == 1


def test_what_needs_a_look_comes_first(tmp_path):
    with Ledger(tmp_path) as ledger:
        ledger.register(STORIES, "shape", there)
        for story, look in zip(STORIES, (0.0, 3.0, 1.0), strict=True):
            ledger.finish(story.key, "done", Outcome(review_priority=look))
        assert [entry.key for entry in ledger.entries()] == ["s1", "s2", "s0"]


def test_more_stories_than_are_read_at_once_all_come(tmp_path):
    with Ledger(tmp_path) as ledger:
        ledger.register([Story(f"k{n}", Source("f", str(n))) for n in range(450)], "shape", there)
        keys = []
        for entry in ledger.waiting():
            ledger.finish(entry.key, "done", Outcome())
            keys.append(entry.key)
    assert keys == [f"k{n}" for n in range(450)]


def test_two_batches_cannot_work_in_one_folder(tmp_path):
    with Ledger(tmp_path), pytest.raises(UsageError, match="another batch"):
        Ledger(tmp_path)
    Ledger(tmp_path).__exit__()


def test_the_state_can_be_read_while_a_batch_works(tmp_path):
    with Ledger(tmp_path) as ledger:
        ledger.register(STORIES, "shape", there)
        ledger.start("s0")
        ledger.finish("s1", "failed", Outcome(code=4, error="no article"))
        tally, troubles = read_tally(tmp_path)
        assert (tally.states["running"], tally.states["queued"], tally.states["failed"]) == (1, 1, 1)
        assert [(each.key, each.error) for each in troubles] == [("s1", "no article")]


def test_a_ledger_whose_batch_was_ended_as_it_began_is_empty(tmp_path):
    (tmp_path / LEDGER).write_bytes(b"")
    assert read_tally(tmp_path)[0].total == 0


@pytest.mark.parametrize("content", [None, b"not a ledger" * 99])
def test_a_folder_without_a_ledger_is_said(tmp_path, content):
    if content is not None:
        (tmp_path / LEDGER).write_bytes(content)
    with pytest.raises(InputError, match=r"no batch|cannot be read"):
        read_tally(tmp_path)


def test_a_ledger_that_cannot_be_written_is_one_line(tmp_path):
    (tmp_path / LEDGER).write_bytes(b"this is no database at all, but long enough to be looked at" * 40)
    with pytest.raises(OutputError, match="cannot be used as the ledger"):
        Ledger(tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        Ledger(tmp_path / "file" / "below")


def test_a_full_disk_is_one_line_and_keeps_what_is_there(tmp_path):
    with Ledger(tmp_path) as ledger:
        ledger.register(STORIES, "shape", there)
        ledger.finish("s0", "done", Outcome())
        ledger._base.execute("PRAGMA max_page_count = 1")
        with pytest.raises(OutputError, match="full"):
            for number in range(100_000):
                ledger.reserve("s1", f"call {number}", "m" * 1_000, Decimal(1))
    with Ledger(tmp_path) as ledger:
        assert ledger.entry("s0").state == "done"


def test_a_registration_that_fails_halfway_changes_nothing(tmp_path):
    def stories():
        yield STORIES[0]
        raise InputError("no more")

    with Ledger(tmp_path) as ledger:
        ledger.register(STORIES, "shape", there)
        with pytest.raises(InputError):
            ledger.register(stories(), "other", there)
        assert ledger.tally().total == 3


def test_the_ledger_is_one_sqlite_file_that_anyone_can_read(tmp_path):
    with Ledger(tmp_path) as ledger:
        ledger.register(STORIES, "shape", there)
    base = sqlite3.connect(tmp_path / LEDGER)
    assert base.execute("SELECT count(*) FROM stories").fetchone() == (3,)
    base.close()


def test_it_can_be_seen_whether_a_batch_works_in_a_folder(tmp_path):
    assert not is_worked_in(tmp_path)
    with Ledger(tmp_path):
        assert is_worked_in(tmp_path)
    assert not is_worked_in(tmp_path)


def test_a_second_batch_waits_for_a_killed_one_to_let_go_and_for_no_other(tmp_path):
    first = Ledger(tmp_path)
    first.__enter__()
    with pytest.raises(UsageError, match="another batch works in this folder"), Ledger(tmp_path):
        pass
    release = Timer(0.1, first.__exit__, (None, None, None))
    release.start()
    with Ledger(tmp_path):
        assert is_worked_in(tmp_path)
    release.join()


def test_a_story_that_waits_again_needs_no_look_yet(tmp_path):
    with Ledger(tmp_path) as ledger:
        ledger.register(STORIES, "shape", there)
        ledger.finish("s0", "failed", Outcome(code=4, error="x", review_priority=1_000.0, facts={"headline": "old"}))
        ledger.register(STORIES, "shape", there, "failed")
        assert (ledger.entry("s0").review_priority, ledger.entry("s0").facts, ledger.entry("s0").error) == (0, {}, "")


def test_a_story_that_has_ended_a_process_is_remembered_by_the_next_run(tmp_path):
    with Ledger(tmp_path) as ledger:
        ledger.register(STORIES, "shape", there)
        ledger.start("s0")
        assert ledger.record_kill("s0", "its process crashed") == 1
    with Ledger(tmp_path) as ledger:
        ledger.register(STORIES, "shape", there)
        assert ledger.entry("s0").kills == 1
        assert queued(ledger) == ["s0", "s1", "s2"]
        assert ledger.record_kill("s0", "its process crashed") == 2
        ledger.finish("s0", "quarantined", Outcome(code=8))
        ledger.register(STORIES, "shape", there, "failed")
        assert ledger.entry("s0").kills == 0


def test_a_ledger_is_read_where_nothing_can_be_written_beside_it(tmp_path, monkeypatch):
    with Ledger(tmp_path) as ledger:
        ledger.register(STORIES, "shape", there)
    real, opened = sqlite3.connect, []

    class Stuck:
        """A connection as on a read-only disk, where SQLite cannot make its shared memory."""

        def execute(self, statement: str):
            if "SELECT" in statement:
                raise sqlite3.OperationalError("unable to open database file")

        def close(self) -> None:
            opened.append("closed")

    def connect(name, **options):
        opened.append(str(name))
        return real(name, **options) if options.get("uri") else Stuck()

    monkeypatch.setattr(sqlite3, "connect", connect)
    assert read_tally(tmp_path)[0].total == 3
    assert opened[1] == "closed"
    assert opened[2].endswith("ledger.sqlite?immutable=1")

"""Many stories: which there are, what became of each, and who does the work. `pipeline` handles a single story.

`run` is the whole batch; `stories` says what is to be done, `ledger` what has been done; `steps` is the seam to whoever
carries a story on (`local`: processes on this machine); calls leave through `answers`, within shared limits. By
its `PostedAnswers` calls go by file instead: `file_calls` are in the ledger, the `submitter` takes and brings them.
"""

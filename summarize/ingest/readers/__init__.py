"""Text and items from documents: web pages, PDF, Word, OpenDocument, RTF, mail, feeds. All run in the child process."""

"""Text from documents: web pages, PDF, Word, OpenDocument, RTF, mail. All run in the child process."""

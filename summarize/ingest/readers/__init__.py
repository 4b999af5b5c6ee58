"""Documents to text: web pages, PDF, Word, OpenDocument, RTF, mail; they run in the child process."""

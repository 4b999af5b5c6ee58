"""The child process that parses documents, and what decides which reader a document needs."""

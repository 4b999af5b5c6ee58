"""Web addresses to pages: fetched politely, within limits, never from the own network."""

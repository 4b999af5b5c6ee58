"""Pages from web addresses: fetched politely, within limits, never from one's own network."""

"""A service on a Unix socket: one story in, one summary out, each a line of JSON. python examples/async_service.py PATH

A story is {"articles": [{"text": ...}, ...], "words": 120}; an error comes back as {"error": ...}. Anyone who may write
to the socket may use the service: give it a folder of its own.
"""

from __future__ import annotations

import asyncio
import json
import sys

from summarize import SummarizeError, asummarize, render_json

LONGEST = 50_000_000  # bytes of one story


async def answer(line: bytes) -> str:
    """Give the summary of one story as JSON on one line."""
    try:
        story = json.loads(line)
        # dict(): a string would be the name of a file on this computer
        articles = [dict(article) for article in story["articles"]]
        summary = await asummarize(articles, words=story.get("words", 250))
    except SummarizeError as error:
        return json.dumps({"error": str(error), "code": error.exit_code})
    except (ValueError, KeyError, TypeError) as error:  # the caller's JSON is not a story
        return json.dumps({"error": f"not a story: {error!r}", "code": 2})
    return json.dumps(json.loads(render_json(summary)))


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer the stories of one connection, in order."""
    async for line in reader:
        writer.write((await answer(line)).encode() + b"\n")
        await writer.drain()
    writer.close()


async def main(path: str) -> None:
    """Serve until interrupted."""
    server = await asyncio.start_unix_server(serve, path, limit=LONGEST)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python examples/async_service.py PATH")
    asyncio.run(main(sys.argv[1]))

"""What pages of ours share: what is printed is escaped and visible, and nothing but the page's own code may run."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

import pytest

from summarize.render.page_template import page_environment, page_file, policy_of

PACKAGES = {"summarize.render": "review.html.j2", "summarize.batch": "index.html.j2"}


def test_a_policy_names_each_style_and_script_and_allows_nothing_else() -> None:
    rules = dict(rule.split(" ", 1) for rule in policy_of(["a{}", "b{}"], ["run()"]).split("; "))
    named = {text: f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in ("a{}", "b{}", "run()")}
    assert rules == {
        "default-src": "'none'",
        "style-src": f"{named['a{}']} {named['b{}']}",
        "script-src": named["run()"],
        "base-uri": "'none'",
        "form-action": "'none'",
    }


@pytest.mark.parametrize("package", PACKAGES)
def test_what_is_printed_is_escaped_and_visible_unless_it_is_html_of_ours(package: str) -> None:
    from markupsafe import Markup

    template = page_environment(package).from_string("{{ one }}|{{ two }}")
    printed = template.render(one="<b>\x1b[2J", two=Markup("<i>ours</i>"))
    assert printed.startswith("&lt;b&gt;")
    assert "\x1b" not in printed
    assert printed.endswith("|<i>ours</i>")


@pytest.mark.parametrize(("package", "name"), PACKAGES.items())
def test_a_package_s_templates_are_found_and_a_misspelt_name_in_one_is_an_error(package: str, name: str) -> None:
    from jinja2 import UndefinedError

    loader = page_environment(package).loader
    assert loader is not None
    assert loader.get_source(page_environment(package), name)[0] == page_file(package, name)
    with pytest.raises(UndefinedError):
        page_environment(package).from_string("{{ misspelt }}").render()

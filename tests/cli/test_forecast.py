from __future__ import annotations

import json

from summarize import Config, Preview
from summarize.cli.forecast import UNKNOWN, forecast_json, forecast_text

DIRECT = Preview(
    engine="model",
    model="writer-1",
    address="https://models.example.org/v1",
    strategy="direct",
    calls=(("direct", 4792),),
    most_calls=2,
    most_prompt_tokens=28_792,
    most_completion_tokens=8192,
    most_first_cost_usd=0.0032,
    most_cost_usd=0.0092,
)


def test_without_a_model_there_is_nothing_to_pay():
    assert "no call, no cost" in forecast_text(Preview(engine="embedded"), Config())


def test_every_call_of_the_first_round_stands_with_its_tokens():
    text = forecast_text(DIRECT, Config())
    assert "model writer-1 at https://models.example.org/v1" in text
    assert "first     1 call, with prompts of these tokens:\n" in text
    assert "direct               4,792\n" in text
    assert "at most   2 calls that write, second chances and repairs included" in text
    assert "together" not in text
    assert "at most $0.0032 for the first calls, $0.0092 for all that write" in text
    assert "besides   a reply that reasoning uses up is asked for once more" in text
    assert text.endswith("nothing was sent\n")


def test_an_unknown_price_is_said_and_never_zero():
    unpriced = Preview(engine="model", strategy="select + write", most_first_cost_usd=None, most_cost_usd=None)
    text = forecast_text(unpriced, Config())
    assert UNKNOWN in text
    assert "$" not in text
    assert "0 calls that choose sentences (then 1 writes)" in text


def test_an_assumed_encoding_is_said():
    assumed = Preview(engine="model", encoding="o200k_base", assumed=True)
    assert "counted   with o200k_base; this model's own encoding is not known\n" in forecast_text(assumed, Config())
    assert "counted" not in forecast_text(DIRECT, Config())


def test_limits_are_said():
    text = forecast_text(DIRECT, Config(max_cost=0.5, max_calls=9))
    assert "over $0.5 is sent" in text
    assert "no more than 9 calls" in text


def test_json_holds_every_field():
    assert json.loads(forecast_json(DIRECT))["calls"] == [["direct", 4792]]
    assert json.loads(forecast_json(DIRECT))["most_cost_usd"] == 0.0092


def test_of_several_calls_the_sum_stands_below_them():
    several = Preview(engine="model", strategy="select + write", calls=(("select 1/2", 900), ("select 2/2", 300)))
    text = forecast_text(several, Config())
    assert "first     2 calls that choose sentences (then 1 writes), with prompts" in text
    assert "together             1,200\n" in text

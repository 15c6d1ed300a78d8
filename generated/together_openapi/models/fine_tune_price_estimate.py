# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class FineTunePriceEstimate(Model):
    """What a job would cost.

    Attributes:
        estimated_total_price: The price.
        allowed_to_proceed: Whether the account could start the job.
        user_limit: How much the account may spend, in dollars.
        estimated_train_token_count: Tokens to train on.
        estimated_eval_token_count: Tokens to test on.
    """

    estimated_total_price: float | Unset = UNSET
    allowed_to_proceed: bool | Unset = UNSET
    user_limit: float | Unset = UNSET
    estimated_train_token_count: float | Unset = UNSET
    estimated_eval_token_count: float | Unset = UNSET

"""The lottery: leximin chances, published tickets, and a draw that others can check."""

from rules.allocation.lottery.keys import draw_order, lottery_key

__all__ = ["draw_order", "lottery_key"]

"""Who people are and what role configuration gives them."""
